import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { copyDatabaseImage } from '@keneyapp/config/database-image';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase } from '../database/client.ts';
import { migrate } from '@keneyapp/database/migrate';
import { genesis, hashOf } from './chain.ts';
import { readRecords } from './records.ts';

const migrations = path.resolve(import.meta.dirname, '../../prisma/migrations');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-older-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('the records of an older database become the beginning of the chain, in their order', async () => {
  for (const name of await readdir(migrations))
    if (name < '20261125')
      await cp(path.join(migrations, name), path.join(folder, 'older', name), { recursive: true });
  await copyDatabaseImage('plain', `${folder}/bff`);
  const pglite = await PGlite.create(`${folder}/bff`);
  await migrate(
    (work) =>
      pglite.transaction((tx) =>
        work({
          script: (sql) => tx.exec(sql),
          rows: async (sql, values) => (await tx.query<Record<string, unknown>>(sql, values)).rows,
        }),
      ),
    `${folder}/older`,
  );
  // a gap in the numbers, as a rolled back INSERT leaves it, and a record that was numbered before another but is later
  await pglite.exec(`
    INSERT INTO audit_event (id, recorded_at, action, operation, feature, outcome, reason, patient_id, user_id, user_name, role, remote_address, request_id, resources, event) VALUES
      (7, '2026-11-20 10:00:00.5', 'R', 'summary.get', 'summary', 'success', NULL, 'p1', 'u1', 'Dr Ève "É" Martin', 'doctor', '::1', 'r1', '{Condition,Observation/7}', '{"entity":[{"what":{"reference":"Patient/p1"}},{"query":"eyJxdWVyeSI6IsOpIn0="}]}'),
      (3, '2026-11-20 11:00:00', 'E', 'session.sign-in', NULL, 'denied', 'token', NULL, NULL, NULL, NULL, '::1', 'r2', NULL, '{}'),
      (9, '2026-11-20 12:00:00', 'R', 'results.list', 'results', 'denied', 'role', 'p1', 'u2', 'X', 'secretary', '::1', 'r3', '{}', '{}')`);
  await pglite.close();

  const database = await openDatabase(`pglite:${folder}/bff`);
  expect(database.migrated).toContain('20261125010000_audit_chain');
  const records = await readRecords(database, 0n, 10);
  expect(records.map((r) => [r.seq, r.requestId, r.kind])).toEqual([
    ['1', 'r2', 'sign-in-failed'],
    ['2', 'r1', 'read'],
    ['3', 'r3', 'denial'],
  ]);
  expect(records.map((r) => r.previousHash)).toEqual([genesis, records[0]?.hash, records[1]?.hash]);
  for (const record of records) expect(record.hash).toBe(hashOf(record));
  expect(records[1]).toMatchObject({
    recordedAt: '2026-11-20T10:00:00.500Z',
    userName: 'Dr Ève "É" Martin',
    resources: ['Condition', 'Observation/7'],
    query: '{"query":"é"}',
  });
  await database.close();
});
