// Long because each kind of tampering is tried on the same chain of records.
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { copyDatabaseImage } from '@keneyapp/config/database-image';
import { leftOut } from '@keneyapp/config/left-out';
import { startTestPostgres } from '@keneyapp/config/testing-postgres';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { AnchorFile } from './anchor.ts';
import type { AuditEntry } from './audit.ts';
import { Checkpointer } from './checkpointer.ts';
import { knownKeys, signingKey, type Checkpoint, type SigningKey } from './checkpoint.ts';
import { inWords } from './problems.ts';
import { recordOf } from './record.ts';
import { DatabaseAuditRecorder } from './recorder.ts';
import { verifyTrail } from './verify.ts';

const entry = (requestId: string): AuditEntry => ({
  action: 'R',
  operation: 'summary.get',
  feature: 'summary',
  access: 'read',
  outcome: 'success',
  patientId: 'p1',
  resources: ['Condition'],
  user: { id: 'u1', name: 'Dr Claire Moreau', role: 'doctor' },
  remoteAddress: '192.0.2.7',
  requestId,
});
const postgres = await startTestPostgres();
const missing = postgres ? null : 'no PostgreSQL (Debian: the package postgresql)';
if (missing) it.skip(leftOut('a trail on PostgreSQL', missing));
const folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-anchor-'));
afterAll(async () => {
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** What somebody with the owner's rights can do: nothing here is refused any more. */
const asOwner = (statements: string) =>
  `ALTER TABLE audit_event DROP CONSTRAINT IF EXISTS audit_event_seq_from_one; ALTER TABLE audit_checkpoint DROP CONSTRAINT IF EXISTS audit_checkpoint_number_from_one; ALTER TABLE audit_event DISABLE TRIGGER ALL; ALTER TABLE audit_checkpoint DISABLE TRIGGER ALL; ${statements}; ALTER TABLE audit_event ENABLE TRIGGER ALL; ALTER TABLE audit_checkpoint ENABLE TRIGGER ALL`;
/** Makes hashes anew from a record on, as somebody who knows how would. */
const rehashFrom = (
  seq: number,
  upTo = 1_000,
) => `DO $$ DECLARE r audit_event; before BYTEA := coalesce((SELECT hash FROM audit_event WHERE seq < ${seq} ORDER BY seq DESC LIMIT 1), decode(repeat('00', 32), 'hex')); BEGIN
  FOR r IN SELECT * FROM audit_event WHERE seq BETWEEN ${seq} AND ${upTo} ORDER BY seq LOOP r.previous_hash := before; before := audit_hash(r); UPDATE audit_event SET previous_hash = r.previous_hash, hash = before WHERE seq = r.seq; END LOOP; END $$`;

describe.each([['PGlite'], ...(postgres ? [['PostgreSQL']] : [])])('a trail on %s', (engine) => {
  let database: Database;
  let anchor: AnchorFile;
  let key: SigningKey;
  let checkpointer: Checkpointer;
  let recorder: DatabaseAuditRecorder;
  const errors: unknown[] = [];
  let n = 0;
  beforeAll(async () => {
    if (engine === 'PGlite') await copyDatabaseImage('bff', `${folder}/bff`);
    database = await openDatabase(
      engine === 'PostgreSQL' ? (postgres?.url('postgres') ?? '') : `pglite:${folder}/bff`,
    );
  });
  afterAll(async () => {
    await database.close();
  });
  /** 35 records, signed at 10, 20 and 30. */
  beforeEach(async () => {
    n += 1;
    await tamper('TRUNCATE audit_event; TRUNCATE audit_checkpoint');
    anchor = new AnchorFile(`${folder}/${engine}-${n}.jsonl`);
    key = signingKey(randomBytes(32).toString('base64'));
    errors.length = 0;
    checkpointer = new Checkpointer(database, {
      key,
      anchor,
      onError: (error) => errors.push(error),
      everyRecords: 1_000,
    });
    recorder = new DatabaseAuditRecorder(database, undefined, checkpointer.appended);
    for (let i = 1; i <= 35; i += 1) {
      await recorder.record(entry(`r${i}`));
      if (i % 10 === 0) await checkpointer.checkpoint();
    }
  });
  const tamper = async (statements: string) => {
    if (engine === 'PostgreSQL') await postgres?.sql('postgres', asOwner(statements));
    else
      for (const statement of asOwner(statements).split(/;(?=(?:[^$]*\$\$[^$]*\$\$)*[^$]*$)/))
        if (statement.trim()) await database.rows(statement);
  };
  const verify = (keys = knownKeys([key.publicKey])) => verifyTrail(database, { keys, anchor, batch: 7 });
  const problems = async () =>
    (await verify()).problems.map((p) =>
      'from' in p
        ? `${p.code} ${p.from}-${p.to}`
        : 'number' in p
          ? `${p.code} ${p.number}`
          : 'line' in p
            ? `${p.code} ${p.line}`
            : p.code,
    );

  it('that nobody touched has nothing wrong', async () => {
    expect(await verify()).toMatchObject({
      records: 35,
      upTo: '35',
      checkpoints: 3,
      anchored: 3,
      unsigned: 5,
      lastCheckpoint: { number: '3', seq: '30' },
      problems: [],
    });
    await checkpointer.stop();
    expect(await verify()).toMatchObject({ checkpoints: 4, anchored: 4, unsigned: 0, problems: [] });
    expect(await checkpointer.checkpoint()).toBeNull(); // nothing new, nothing to sign
    expect(errors).toEqual([]);
  });

  it.each([
    [
      'a changed column',
      "UPDATE audit_event SET user_name = 'Dr Personne' WHERE seq = 12",
      ['changed 12-12'],
    ],
    ['a patient set to nobody', 'UPDATE audit_event SET patient_id = NULL WHERE seq = 1', ['changed 1-1']],
    [
      'a time moved by a millisecond',
      "UPDATE audit_event SET recorded_at = recorded_at + interval '1 millisecond' WHERE seq IN (12, 13)",
      ['changed 12-13'],
    ],
    ['what was touched', "UPDATE audit_event SET resources = '{}' WHERE seq = 35", ['changed 35-35']],
    [
      'a changed record with its own hash made anew',
      `UPDATE audit_event SET user_id = 'other' WHERE seq = 12; ${rehashFrom(12, 12)}`,
      ['changed 12-12'],
    ],
    [
      'a changed record with all hashes made anew',
      `UPDATE audit_event SET user_id = 'other' WHERE seq = 12; ${rehashFrom(12)}`,
      ['rewritten 11-30'],
    ],
    ['a removed record', 'DELETE FROM audit_event WHERE seq = 12', ['removed 12-12']],
    ['the first records', 'DELETE FROM audit_event WHERE seq <= 3', ['removed 1-3']],
    [
      'a removed record with the gap closed',
      'DELETE FROM audit_event WHERE seq = 12; UPDATE audit_event SET seq = -(seq - 1) WHERE seq > 12; UPDATE audit_event SET seq = -seq WHERE seq < 0',
      ['removed 12-12'],
    ],
    [
      'a removed record with the gap closed and all hashes made anew',
      `DELETE FROM audit_event WHERE seq = 12; UPDATE audit_event SET seq = -(seq - 1) WHERE seq > 12; UPDATE audit_event SET seq = -seq WHERE seq < 0; ${rehashFrom(12)}`,
      ['rewritten 11-30'],
    ],
    ['a cut-off end', 'DELETE FROM audit_event WHERE seq > 25', ['truncated 26-30']],
    ['everything gone', 'DELETE FROM audit_event', ['truncated 1-30']],
    [
      'two records swapped',
      'UPDATE audit_event SET seq = -12 WHERE seq = 12; UPDATE audit_event SET seq = 12 WHERE seq = 13; UPDATE audit_event SET seq = 13 WHERE seq = -12',
      ['reordered 12-13'],
    ],
    [
      'a record moved',
      'UPDATE audit_event SET seq = -12 WHERE seq = 12; UPDATE audit_event SET seq = seq - 1 WHERE seq = 13; UPDATE audit_event SET seq = seq - 1 WHERE seq = 14; UPDATE audit_event SET seq = seq - 1 WHERE seq = 15; UPDATE audit_event SET seq = 15 WHERE seq = -12',
      ['reordered 12-15'],
    ],
    [
      'an inserted record',
      'UPDATE audit_event SET seq = -(seq + 1) WHERE seq >= 22; UPDATE audit_event SET seq = -seq WHERE seq < 0; INSERT INTO audit_event SELECT (jsonb_populate_record(e, \'{"seq": 22}\')).* FROM audit_event e WHERE seq = 2',
      ['inserted 22-22'],
    ],
    [
      'an inserted record with a hash that fits',
      `UPDATE audit_event SET seq = -(seq + 1) WHERE seq >= 22; UPDATE audit_event SET seq = -seq WHERE seq < 0; INSERT INTO audit_event SELECT (jsonb_populate_record(e, '{"seq": 22}')).* FROM audit_event e WHERE seq = 2; ${rehashFrom(22, 22)}`,
      ['inserted 22-22'],
    ],
    [
      'records put before the first, with hashes that fit',
      `INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object('seq', e.seq - 2))).* FROM audit_event e WHERE seq <= 2; ${rehashFrom(-1, 0)}`,
      ['inserted -1-0'],
    ],
    [
      'a place that is taken twice',
      `ALTER TABLE audit_event DROP CONSTRAINT audit_event_pkey; INSERT INTO audit_event SELECT * FROM audit_event WHERE seq = 12`,
      ['inserted 12-12'],
    ],
    [
      'a checkpoint put before the first',
      `INSERT INTO audit_checkpoint SELECT (jsonb_populate_record(c, '{"number": 0}')).* FROM audit_checkpoint c WHERE number = 1`,
      ['checkpoint-forged 0'],
    ],
    [
      'an end cut off and written again',
      `DELETE FROM audit_event WHERE seq > 15; INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object('seq', e.seq + 15))).* FROM audit_event e; ${rehashFrom(16)}`,
      ['rewritten 11-30'],
    ],
    [
      'a forged checkpoint',
      'UPDATE audit_checkpoint SET count = 11 WHERE number = 1',
      ['checkpoint-forged 1'],
    ],
    ['a removed checkpoint', 'DELETE FROM audit_checkpoint WHERE number = 2', ['checkpoint-removed 2']],
    [
      'all rewritten, checkpoints thrown away',
      `UPDATE audit_event SET user_id = 'other' WHERE seq = 12; ${rehashFrom(12)}; DELETE FROM audit_checkpoint`,
      ['rewritten 11-30', 'checkpoint-removed 1', 'checkpoint-removed 2', 'checkpoint-removed 3'],
    ],
    [
      'end and last checkpoint cut off',
      'DELETE FROM audit_event WHERE seq > 20; DELETE FROM audit_checkpoint WHERE number = 3',
      ['truncated 21-30', 'checkpoint-removed 3'],
    ],
  ])('%s is found', async (_what, statements, found) => {
    await tamper(statements);
    const all = await problems();
    for (const problem of found) expect(all).toContain(problem);
    for (const p of (await verify()).problems) expect(inWords(p).length).toBeGreaterThan(10);
    // and is not made good by the next signature, as far as it is about what was signed or will be
    await checkpointer.checkpoint();
    expect((await problems()).length).toBeGreaterThanOrEqual(all.length);
  });

  it('signs nothing that is not as it was written', async () => {
    await tamper("UPDATE audit_event SET reason = 'x' WHERE seq = 33");
    expect(await checkpointer.checkpoint()).toBeNull();
    expect([checkpointer.state.problem, errors.length]).toEqual([
      { code: 'changed', from: '33', to: '33' },
      1,
    ]);
    await tamper('UPDATE audit_event SET reason = NULL WHERE seq = 33');
    expect((await checkpointer.checkpoint())?.seq).toBe('35');
    await tamper('DELETE FROM audit_event WHERE seq > 33; DELETE FROM audit_checkpoint WHERE number = 4');
    await recorder.record(entry('after'));
    expect([await checkpointer.checkpoint(), checkpointer.state.problem]).toEqual([
      null,
      { code: 'truncated', from: '34', to: '35' },
    ]);
  });

  it('takes nothing before the first place, from the owner of the tables either', async () => {
    const fresh = await openDatabase('pglite:memory');
    try {
      await new DatabaseAuditRecorder(fresh).record(entry('r1'));
      const copy = `INSERT INTO audit_event SELECT (jsonb_populate_record(e, '{"seq": 0}')).* FROM audit_event e`;
      await expect(fresh.rows(copy)).rejects.toThrow(/audit_event_seq_from_one/);
    } finally {
      await fresh.close();
    }
  });

  it('signs nothing while something stands before the first', async () => {
    await tamper(
      `INSERT INTO audit_event SELECT (jsonb_populate_record(e, jsonb_build_object('seq', 0))).* FROM audit_event e WHERE seq = 1`,
    );
    expect([await checkpointer.checkpoint(), checkpointer.state.problem]).toEqual([
      null,
      { code: 'inserted', from: '0', to: '0' },
    ]);
  });

  it('is read a few bytes at a time, however long its records are', async () => {
    for (let i = 0; i < 8; i += 1)
      await database.rows('SELECT 1 FROM audit_append($1::text::json)', [
        JSON.stringify([{ ...recordOf(entry(`long-${i}`), new Date()), query: 'x'.repeat(900_000) }]),
      ]);
    let max = 0;
    const counted = {
      rows: async (sql: string, values?: unknown[]) => {
        const rows = await database.rows(sql, values);
        max = Math.max(
          max,
          JSON.stringify(rows, (_key, v) => (typeof v === 'bigint' ? String(v) : v)).length,
        );
        return rows;
      },
    };
    const report = await verifyTrail(counted, { keys: knownKeys([key.publicKey]), anchor, batch: 500 });
    expect([report.records, report.problems]).toEqual([43, []]);
    expect(max).toBeLessThan(2_500_000);
  });

  it('a checkpoint of a record that is not there is not kept', async () => {
    const { appendCheckpoint, readLastCheckpoint } = await import('./checkpoints.ts');
    const last = await readLastCheckpoint(database);
    if (!last) throw new Error('no checkpoint');
    await expect(appendCheckpoint(database, { ...last, number: '4', hash: '11'.repeat(32) })).rejects.toThrow(
      /no record/,
    );
    expect(await appendCheckpoint(database, last)).toBe(false); // its number is taken
  });

  it('a key somebody else made signs for nobody', async () => {
    const foreign = signingKey(randomBytes(32).toString('base64'));
    await new Checkpointer(database, { key: foreign, anchor, onError: () => undefined }).checkpoint();
    expect(await problems()).toEqual(['checkpoint-unknown-key 4', 'checkpoint-unknown-key 4']);
    expect((await verify(knownKeys([key.publicKey, foreign.publicKey]))).problems).toEqual([]); // a change of keys, both known
  });

  it('an anchor file that was touched, is gone, or was cut short by a crash', async () => {
    const lines = await readFile(anchor.file, 'utf8');
    await appendFile(anchor.file, '{"number":"4","seq":"3');
    expect(await problems()).toEqual([]);
    await checkpointer.checkpoint(); // goes on a line of its own
    expect(await problems()).toEqual(['anchor-forged 4']);
    const whole = `${lines}${(await readFile(anchor.file, 'utf8')).split('\n').at(-2)}\n`;
    await writeFile(anchor.file, whole);
    expect(await problems()).toEqual([]);
    await writeFile(anchor.file, whole.replace('"count":"20"', '"count":"21"'));
    expect(await problems()).toEqual(['anchor-forged 2', 'anchor-behind 2-2']);
    await writeFile(anchor.file, '');
    expect(await problems()).toEqual(['anchor-behind 1-4']);
    await writeFile(anchor.file, lines.split('\n').slice(0, 2).join('\n') + '\n'); // as it was two checkpoints ago
    expect(await problems()).toEqual(['anchor-behind 3-4']);
    await writeFile(anchor.file, lines.split('\n').toSpliced(1, 1).join('\n'));
    expect(await problems()).toEqual(['anchor-behind 2-2', 'anchor-behind 4-4']);
    await rm(anchor.file);
    expect(await problems()).toEqual(['anchor-missing']);
    // the very first checkpoint is in the database before it is in the file: looked at in between, nothing is wrong
    const looking = problems();
    await new Promise((resolve) => {
      setTimeout(resolve, 200);
    });
    await writeFile(anchor.file, whole);
    expect(await looking).toEqual([]);
  });

  it('an anchor file is not behind after a crash between the database and it, or once it can be written again', async () => {
    const lines = await readFile(anchor.file, 'utf8');
    await writeFile(anchor.file, lines.split('\n').slice(0, 2).join('\n') + '\n');
    const again = new Checkpointer(database, { key, anchor, onError: (error) => errors.push(error) });
    await again.checkpoint();
    expect(await problems()).toEqual([]);
    const readOnly = new AnchorFile(`${folder}/${engine}-${n}.jsonl/below`);
    let isAway = true;
    const failing = Object.assign(new AnchorFile(anchor.file), {
      append: (checkpoint: Checkpoint) => (isAway ? readOnly : anchor).append(checkpoint),
    });
    const other = new Checkpointer(database, {
      key,
      anchor: failing,
      onError: (error) => errors.push(error),
    });
    for (const id of ['one', 'two']) {
      await recorder.record(entry(id));
      await other.checkpoint();
    }
    expect([other.state.anchorFailed, await problems()]).toEqual([true, ['anchor-behind 5-6']]);
    isAway = false;
    await recorder.record(entry('three'));
    await other.checkpoint();
    expect([other.state.anchorFailed, await problems()]).toEqual([false, []]);
  });
});
