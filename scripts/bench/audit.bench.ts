import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { AnchorFile } from '../../apps/bff/src/audit/anchor.ts';
import { knownKeys, signingKey } from '../../apps/bff/src/audit/checkpoint.ts';
import { Checkpointer } from '../../apps/bff/src/audit/checkpointer.ts';
import { DatabaseAuditRecorder } from '../../apps/bff/src/audit/recorder.ts';
import { verifyTrail } from '../../apps/bff/src/audit/verify.ts';
import { openDatabase, type Database } from '../../apps/bff/src/database/client.ts';
import { personDays } from '../../apps/bff/src/features/accesses/person-days.ts';
import { knownPeople, searchRecords } from '../../apps/bff/src/features/audit/query.ts';
import type { AuditFilter } from '../../apps/bff/src/features/audit/schema.ts';
import { entryNumber, fill, hospital } from './audit-fill.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';
import { onBothDatabases } from './both-databases.ts';

export const name = 'Audit trail of a million records';

const total = 1_000_000;

/** What an officer asks: each of these for somebody and some time in the middle of the year. */
const searches: Record<string, AuditFilter> = {
  'the latest': {},
  'a patient': { patientId: 'pat-7401' },
  'a patient in a month, searches included': {
    patientId: 'pat-7401',
    listed: true,
    from: '2026-03-01',
    to: '2026-03-31',
  },
  'a person': { userId: 'person-200' },
  'a person in a month': { userId: 'person-200', from: '2026-03-01', to: '2026-03-31' },
  'a day last winter': { from: '2026-01-12', to: '2026-01-12' },
  'all exports': { kind: 'export' },
  'refusals in a month': { outcome: 'denied', from: '2026-03-01', to: '2026-03-31' },
  emergencies: { emergency: true },
  'a section, exports': { feature: 'documents', kind: 'export' },
  'a person’s refusals': { userId: 'person-200', outcome: 'denied' },
  'a request': { requestId: 'nothing' },
  'what never happened': { kind: 'delete', from: '2026-03-01', to: '2026-03-31' },
  'a person and a section': { userId: 'person-200', feature: 'immunizations' },
};

export const run = (stack: BenchStack): Promise<BenchRow[]> =>
  onBothDatabases(stack, 'bench-audit', (url, engine) => measure(url, engine, stack));

async function measure(url: string, engine: string, stack: BenchStack): Promise<BenchRow[]> {
  const database = await openDatabase(url);
  try {
    const started = Date.now();
    await fill(database, total, (done) => {
      if (done % 100_000 === 0)
        stack.note(`${engine}: ${done} records, ${Math.round((Date.now() - started) / 1000)} s`);
    });
    await database.rows('ANALYZE audit_event');
    const row = (what: string, value: number, unit: string, below: number | null): BenchRow => ({
      name: `${engine}: ${what}`,
      value: Math.round(value * 100) / 100,
      unit,
      target: below === null ? '' : `< ${below}`,
      ok: below === null ? null : value < below,
    });
    return [
      row('a million records put in', (Date.now() - started) / 1000, 's', null),
      ...(await appending(database, row)),
      ...(await searching(database, row)),
      ...(await verifying(database, row, path.join(stack.dataDir, `bench-anchors-${engine}.jsonl`), stack)),
    ];
  } finally {
    await database.close();
  }
}

type Row = (what: string, value: number, unit: string, below: number | null) => BenchRow;

async function appending(database: Database, row: Row): Promise<BenchRow[]> {
  const recorder = new DatabaseAuditRecorder(database);
  const record = async (i: number) => {
    const began = performance.now();
    await recorder.record(entryNumber(i, total).entry);
    return performance.now() - began;
  };
  const alone: number[] = [],
    together: number[] = [];
  for (let i = 0; i < 400; i += 1) {
    const ms = await record(i);
    if (i >= 50) alone.push(ms);
  }
  const began = performance.now();
  for (let round = 0; round < 20; round += 1)
    together.push(...(await Promise.all(Array.from({ length: 50 }, (_, i) => record(round * 50 + i)))));
  const perSecond = 1_000 / ((performance.now() - began) / 1_000);
  return [
    row('appending one, p50', percentile(alone, 0.5), 'ms', null),
    row('appending one, p95', percentile(alone, 0.95), 'ms', 3),
    row('50 at a time, each, p95', percentile(together, 0.95), 'ms', null),
    row('50 at a time', perSecond, 'records/s', null),
  ];
}

async function searching(database: Database, row: Row): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  const timed = async (what: string, below: number | null, ask: () => Promise<unknown>) => {
    const samples: number[] = [];
    for (let i = 0; i < 12; i += 1) {
      const began = performance.now();
      await ask();
      samples.push(performance.now() - began);
    }
    rows.push(row(`${what}, p95`, percentile(samples, 0.95), 'ms', below));
  };
  for (const [what, filter] of Object.entries(searches))
    await timed(what, 300, () => searchRecords(database.db, filter, undefined, 51));
  await timed('the hundredth page of a person', 300, () =>
    searchRecords(
      database.db,
      { userId: 'person-200' },
      { at: new Date(hospital.end - 200 * 86_400_000).toISOString(), seq: '500000' },
      51,
    ),
  );
  await timed('who opened a chart', 300, () =>
    personDays(database.db, 'pat-7401', new Date(0), new Date(8.64e15)),
  );
  await timed('people the trail knows', 300, () => knownPeople(database.db));
  return rows;
}

async function verifying(
  database: Database,
  row: Row,
  anchors: string,
  stack: BenchStack,
): Promise<BenchRow[]> {
  const key = signingKey(randomBytes(32).toString('base64')),
    anchor = new AnchorFile(anchors);
  await new Checkpointer(database, {
    key,
    anchor,
    onError: (error) => {
      throw error;
    },
  }).checkpoint();
  let tenth = 0;
  const { ms, problems, records } = await verifyTrail(database, {
    keys: knownKeys([key.publicKey]),
    anchor,
    batch: 5_000,
    onProgress: (done, all) => {
      if (Math.floor((done / all) * 4) > tenth) {
        tenth = Math.floor((done / all) * 4);
        stack.note(`verified ${done}`);
      }
    },
  });
  if (problems.length > 0)
    throw new Error(`the trail of the bench is not whole: ${JSON.stringify(problems[0])}`);
  return [row(`verifying ${records} records`, ms / 1000, 's', 60)];
}
