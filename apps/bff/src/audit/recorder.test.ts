import { createHash } from 'node:crypto';
import { temporaryDatabase } from '@keneyapp/config/database-image';
import { leftOut } from '@keneyapp/config/left-out';
import { startTestPostgres, type RunningPostgres } from '@keneyapp/config/testing-postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import type { AuditEntry } from './audit.ts';
import { genesis, hashOf } from './chain.ts';
import { readRecords } from './records.ts';
import { DatabaseAuditRecorder } from './recorder.ts';

const entry = (change: Partial<AuditEntry> = {}): AuditEntry => ({
  action: 'R',
  operation: 'summary.get',
  feature: 'summary',
  access: 'read',
  outcome: 'success',
  patientId: 'p1',
  resources: ['Condition', 'Observation/7'],
  query: '{"patientId":"p1"}',
  user: { id: 'u1', name: 'Dr Claire Moreau', role: 'doctor', fhirUser: 'Practitioner/1' },
  remoteAddress: '192.0.2.7',
  requestId: 'req-1',
  ...change,
});
const at = new Date('2026-11-24T02:00:00.123Z');
const postgres: RunningPostgres | null = await startTestPostgres();
const missing = postgres ? null : 'no PostgreSQL (Debian: the package postgresql)';
const embedded = [await temporaryDatabase('bff'), await temporaryDatabase('bff')] as const;
afterAll(async () => {
  await Promise.all([postgres?.stop(), ...embedded.map((each) => each.remove())]);
});

describe.each([
  ['PGlite', `pglite:${embedded[0].folder}`],
  ...(postgres ? [['PostgreSQL', postgres.url('postgres')]] : []),
] as [string, string][])('the trail on %s', (_name, url) => {
  let database: Database;
  beforeAll(async () => {
    database = await openDatabase(url);
  });
  afterAll(async () => {
    await database.close();
  });

  it('keeps who, what, when and why in columns', async () => {
    await new DatabaseAuditRecorder(database, () => at).record(
      entry({ basis: 'care-team', emergency: 'grant-1' }),
    );
    const [row] = await database.db.auditEvent.findMany({ where: { patientId: 'p1', userId: 'u1' } });
    expect(row).toMatchObject({
      seq: 1n,
      recordedAt: at,
      kind: 'read',
      action: 'R',
      operation: 'summary.get',
      feature: 'summary',
      outcome: 'success',
      role: 'doctor',
      userRef: 'Practitioner/1',
      purpose: 'ETREAT',
      basis: 'care-team',
      emergency: 'grant-1',
      remoteAddress: '192.0.2.7',
      requestId: 'req-1',
      resources: ['Condition', 'Observation/7'],
      query: '{"patientId":"p1"}',
    });
  });

  it('keeps quotes, line breaks and the rest as they are: nothing of it is a statement or a second line', async () => {
    const query = `'; DROP TABLE audit_event; --\n{"fake":"line"}\u0007 €`;
    await new DatabaseAuditRecorder(database, () => at).record(
      entry({
        patientId: "o'neil",
        query,
        user: null,
        feature: null,
        reason: 'a\nb "c" \\ \u0001',
        resources: ['{a,"b"}', 'NULL', ''],
      }),
    );
    const [row] = await database.db.auditEvent.findMany({ where: { patientId: "o'neil" } });
    expect(row).toMatchObject({
      userId: null,
      role: null,
      feature: null,
      reason: 'a\nb "c" \\ \u0001',
      resources: ['{a,"b"}', 'NULL', ''],
      purpose: null,
      query,
    });
  });

  it('takes what no database text can hold', async () => {
    await new DatabaseAuditRecorder(database, () => at).record(
      entry({ requestId: 'odd', reason: 'nul \u0000 and half \uD800' }),
    );
    await expect(database.db.auditEvent.findMany({ where: { requestId: 'odd' } })).resolves.toEqual([
      expect.objectContaining({ reason: 'nul \uFFFD and half \uFFFD' }),
    ]);
  });

  it('names types instead of a thousand ids', async () => {
    await new DatabaseAuditRecorder(database).record(
      entry({ requestId: 'many', resources: Array.from({ length: 1000 }, (_, i) => `Patient/${i}`) }),
    );
    await expect(database.db.auditEvent.findMany({ where: { requestId: 'many' } })).resolves.toEqual([
      expect.objectContaining({ resources: ['Patient'] }),
    ]);
  });

  it('is filled by nobody: of every text the beginning is kept, its length and its hash', async () => {
    const long = 'é'.repeat(5_000);
    await new DatabaseAuditRecorder(database).record(
      entry({
        operation: long,
        reason: long,
        emergency: long,
        patientId: long,
        user: { id: long, name: long, role: 'doctor', fhirUser: long },
        remoteAddress: long,
        requestId: 'long',
        resources: Array.from({ length: 200 }, (_, i) => `${i} ${long}`),
        query: long,
      }),
    );
    const [row] = await database.db.auditEvent.findMany({ where: { requestId: 'long' } });
    const { query, resources, ...rest } = row!;
    expect(Buffer.byteLength(query ?? '')).toBeLessThanOrEqual(4_096);
    expect(query).toMatch(/^é{1900,}… \(10000 bytes, SHA-256 [0-9a-f]{64}\)$/);
    expect(query).toContain(createHash('sha256').update(long).digest('hex'));
    expect(resources).toHaveLength(50);
    for (const text of [...resources, ...Object.values(rest)])
      if (typeof text === 'string') expect(Buffer.byteLength(text)).toBeLessThanOrEqual(200);
  });

  it('is a chain without gaps, however many write at once', async () => {
    const others = url.startsWith('postgres')
      ? await Promise.all([openDatabase(url), openDatabase(url)])
      : [];
    const groups: number[] = [];
    const recorders = [database, ...others].map(
      (each) =>
        new DatabaseAuditRecorder(each, undefined, ({ firstSeq, lastSeq }) =>
          groups.push(Number(lastSeq - firstSeq) + 1),
        ),
    );
    await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        recorders[i % recorders.length]?.record(entry({ requestId: `many-${i}` })),
      ),
    );
    const records = await readRecords(database, 0n, 1_000);
    expect(records.filter((r) => r.requestId.startsWith('many-'))).toHaveLength(300);
    let previous = genesis;
    records.forEach((record, i) => {
      expect([record.seq, record.previousHash]).toEqual([String(i + 1), previous]);
      expect(record.hash).toBe(hashOf(record));
      previous = record.hash;
    });
    // together, not one by one
    expect(groups.reduce((sum, n) => sum + n, 0)).toBe(300);
    expect(groups.length).toBeLessThan(150);
    await Promise.all(others.map((o) => o.close()));
  });

  it.each([
    'UPDATE audit_event SET patient_id = NULL WHERE seq = 1',
    'DELETE FROM audit_event WHERE seq = 1',
    'TRUNCATE audit_event',
    'UPDATE audit_checkpoint SET count = 1',
    'DELETE FROM audit_checkpoint',
    'TRUNCATE audit_checkpoint',
  ])('refuses %s', async (statement) => {
    const before = await database.db.auditEvent.count();
    await expect(database.db.$executeRawUnsafe(statement)).rejects.toThrow(/only ever added to/);
    expect(await database.db.auditEvent.count()).toBe(before);
  });
});

if (missing) it.skip(leftOut('the trail on PostgreSQL', missing));

describe('when it cannot be written', () => {
  it('rejects', async () => {
    const gone = await openDatabase(`pglite:${embedded[0].folder}`);
    await gone.close();
    await expect(new DatabaseAuditRecorder(gone).record(entry())).rejects.toThrow();
  });

  it.each(['EPIPE', 'ECONNRESET', '08006', '57P01'])(
    'does not write again what may have been written: %s',
    async (code) => {
      const asked: string[] = [];
      const lost = {
        rows: async (sql: string) => {
          asked.push(sql);
          throw Object.assign(new Error('the connection was lost'), { code });
        },
      };
      const recorder = new DatabaseAuditRecorder(lost);
      const results = await Promise.allSettled([recorder.record(entry()), recorder.record(entry())]);
      expect([results.map((r) => r.status), asked.length]).toEqual([['rejected', 'rejected'], 1]);
    },
  );

  it('what cannot be written takes nothing else along', async () => {
    const database = await openDatabase(`pglite:${embedded[1].folder}`),
      { db, close } = database;
    const recorder = new DatabaseAuditRecorder(database);
    const results = await Promise.allSettled([
      recorder.record(entry({ requestId: 'good-1' })),
      recorder.record(entry({ operation: null as unknown as string })),
      recorder.record(entry({ requestId: 'good-2' })),
    ]);
    expect(results.map((r) => r.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    await expect(db.auditEvent.findMany({ orderBy: { seq: 'asc' } })).resolves.toEqual([
      expect.objectContaining({ seq: 1n, requestId: 'good-1' }),
      expect.objectContaining({ seq: 2n, requestId: 'good-2' }),
    ]);
    await close();
  });
});
