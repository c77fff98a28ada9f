import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyDatabaseImage } from '@keneyapp/config/database-image';
import { leftOut } from '@keneyapp/config/left-out';
import { startTestPostgres } from '@keneyapp/config/testing-postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { AnchorFile } from './anchor.ts';
import type { AuditEntry } from './audit.ts';
import { knownKeys, signingKey, type SigningKey } from './checkpoint.ts';
import { Checkpointer } from './checkpointer.ts';
import { DatabaseAuditRecorder } from './recorder.ts';
import { retire } from './retirement.ts';
import { verifyTrail } from './verify.ts';

const entry = (requestId: string): AuditEntry => ({
  action: 'R',
  operation: 'summary.get',
  feature: 'summary',
  access: 'read',
  outcome: 'success',
  patientId: 'p1',
  resources: [],
  user: { id: 'u1', name: 'Dr Claire Moreau', role: 'doctor' },
  remoteAddress: '192.0.2.7',
  requestId,
});
const postgres = await startTestPostgres();
const missing = postgres ? null : 'no PostgreSQL (Debian: the package postgresql)';
if (missing) it.skip(leftOut('what is taken out of a trail on PostgreSQL', missing));
const folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-retired-'));
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});
const years = (ago: number) => {
  const date = new Date();
  date.setUTCFullYear(date.getUTCFullYear() - ago);
  return date;
};

describe.each([['PGlite'], ...(postgres ? [['PostgreSQL']] : [])])(
  'what is taken out of a trail on %s',
  (engine) => {
    let database: Database;
    let anchor: AnchorFile;
    let key: SigningKey;
    let checkpointer: Checkpointer;
    let recorder: DatabaseAuditRecorder;
    let clock = new Date();
    let n = 0;
    const errors: unknown[] = [];
    beforeAll(async () => {
      if (engine === 'PGlite') await copyDatabaseImage('bff', `${folder}/bff`);
      database = await openDatabase(
        engine === 'PostgreSQL' ? (postgres?.url('postgres') ?? '') : `pglite:${folder}/bff`,
      );
    });
    afterAll(() => database.close());
    const owner = async (...statements: string[]) => {
      const tables = ['audit_event', 'audit_checkpoint', 'audit_retirement'];
      const all = [
        ...tables.map((table) => `ALTER TABLE ${table} DISABLE TRIGGER ALL`),
        ...statements,
        ...tables.map((table) => `ALTER TABLE ${table} ENABLE TRIGGER ALL`),
      ];
      for (const statement of all)
        if (engine === 'PostgreSQL') await postgres?.sql('postgres', statement);
        else await database.rows(statement);
    };
    /** Ten records of 25 years ago, ten of 15, five of now; signed after each ten. */
    beforeEach(async () => {
      n += 1;
      await owner('TRUNCATE audit_event', 'TRUNCATE audit_checkpoint', 'TRUNCATE audit_retirement');
      anchor = new AnchorFile(`${folder}/${engine}-${n}.jsonl`);
      key = signingKey(randomBytes(32).toString('base64'));
      errors.length = 0;
      checkpointer = new Checkpointer(database, { key, anchor, onError: (error) => errors.push(error) });
      recorder = new DatabaseAuditRecorder(database, () => clock, checkpointer.appended);
      for (const [ago, count] of [
        [25, 10],
        [15, 10],
        [0, 5],
      ] as const) {
        clock = years(ago);
        for (let i = 0; i < count; i += 1) await recorder.record(entry(`${ago}-${i}`));
        if (ago > 0) await checkpointer.checkpoint();
      }
      await checkpointer.checkpoint();
    });
    const verify = () => verifyTrail(database, { keys: knownKeys([key.publicKey]), anchor, batch: 7 });
    const codes = async () =>
      (await verify()).problems.map((p) => ('from' in p ? `${p.code} ${p.from}-${p.to}` : p.code));
    const take = (ago: number) => retire(database, { key, before: years(ago), now: new Date() });

    it('is older than it is kept, up to a checkpoint; the rest is as it was written, and goes on', async () => {
      expect(await take(20)).toMatchObject({ number: '1', firstSeq: '1', lastSeq: '10', count: '10' });
      expect(await verify()).toMatchObject({
        records: 15,
        upTo: '25',
        problems: [],
        retired: { firstSeq: '1', lastSeq: '10' },
      });
      expect(await take(20)).toBeNull();
      expect(await take(12)).toMatchObject({ number: '2', firstSeq: '11', lastSeq: '20' });
      clock = new Date();
      await recorder.record(entry('after'));
      expect(await checkpointer.checkpoint()).toMatchObject({ seq: '26' });
      expect(await verify()).toMatchObject({ records: 6, upTo: '26', problems: [] });
      expect(errors).toEqual([]);
    });

    it('is nothing younger than ten years, whoever asks, and never the last checkpoint', async () => {
      await expect(take(9)).rejects.toThrow(/less than ten years/);
      expect(await verify()).toMatchObject({ records: 25, problems: [] });
      // what is young hides behind what is old
      clock = years(15);
      for (let i = 0; i < 3; i += 1) await recorder.record(entry(`late-${i}`));
      await checkpointer.checkpoint();
      expect(await take(12)).toMatchObject({ lastSeq: '20' });
      expect(await take(12)).toBeNull();
    });

    it('is found when no statement of ours says it, or another’s does', async () => {
      await owner('DELETE FROM audit_event WHERE seq <= 10');
      expect(await codes()).toEqual(['removed 1-10']);
      await owner(
        `INSERT INTO audit_retirement SELECT 1, 1, 10, hash, 10, now(), now(), '${key.keyId}', decode('00', 'hex') FROM audit_checkpoint WHERE seq = 10`,
      );
      expect(await codes()).toEqual(['removed 1-10', 'retirement-forged']);
    });

    it('does not cover what was changed or put in afterwards', async () => {
      await take(20);
      await owner("UPDATE audit_event SET user_id = 'other' WHERE seq = 11");
      expect(await codes()).toEqual(['changed 11-11']);
      await owner('UPDATE audit_event SET seq = 5 WHERE seq = 11');
      expect(await codes()).toEqual(['removed 11-11', 'inserted 5-5']);
    });
  },
);
