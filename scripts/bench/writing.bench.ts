import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { requestOf, startWriting, valuesOf } from '../../apps/bff/src/writing/testing-writing.ts';
import { ChartTransaction } from '../../apps/bff/src/writing/chart-transaction.ts';
import { intentIdOf } from '../../apps/bff/src/writing/write-ids.ts';
import { connect, readSettings } from '../wire/connection.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';

export const name = 'What a chart transaction adds to the same FHIR transaction';

const author = { userId: 'writer', displayName: 'Claire Martin', role: 'doctor', fhirUser: null } as const;
const rounds = 220,
  warmUp = 20;

/** Two values and their marker, sent straight and through the write path, in turns; its database is as this profile has it. */
export async function run(stack: BenchStack): Promise<BenchRow[]> {
  const { token } = connect(readSettings(stack.settings));
  const given = stack.settings['DATABASE_URL'] ?? '';
  const folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-bench-writing-'));
  const writing = await startWriting({
    databaseUrl: given.startsWith('postgres') ? given : `pglite:${path.join(folder, 'bff')}`,
    ...(given.startsWith('postgres') ? { migrationUrl: stack.settings['DATABASE_MIGRATION_URL'] ?? '' } : {}),
    fhirUrl: stack.settings['FHIR_URL'] ?? '',
    token,
    timeoutMs: 30_000,
  });
  const patientId = `bench-${randomUUID()}`;
  await writing.fhir.update({ resourceType: 'Patient', id: patientId });
  const straight = async () => {
    const key = randomUUID();
    const transaction = new ChartTransaction(intentIdOf(key, 0), author, new Date());
    valuesOf(patientId, key).forEach((value, i) => transaction.create(String(i), value));
    await writing.fhir.transaction(transaction.bundle());
  };
  const written = async () => {
    const key = randomUUID();
    await writing.writer.write(requestOf(writing.fhir, patientId, { key }, key), {
      key,
      plan: (transaction) => {
        valuesOf(patientId, key).forEach((value, i) => transaction.create(String(i), value));
        return Promise.resolve();
      },
    });
  };
  const [direct, through]: [number[], number[]] = [[], []];
  try {
    stack.note('writing, straight and through the write path in turns');
    for (let round = 0; round < rounds; round += 1) {
      const [a, b] = [await timeOf(straight), await timeOf(written)];
      if (round < warmUp) continue;
      direct.push(a);
      through.push(b);
    }
  } finally {
    await writing.close();
    await rm(folder, { recursive: true, force: true });
  }
  const added = (share: number) => percentile(through, share) - percentile(direct, share);
  const row = (what: string, value: number, limit?: number): BenchRow => ({
    name: what,
    value,
    unit: 'ms',
    target: limit === undefined ? '' : `≤ ${limit}`,
    ok: limit === undefined ? null : value <= limit,
  });
  return [
    row('FHIR transaction of two values, straight, p50', percentile(direct, 0.5)),
    row('added by intent, outcome, record and events, p50', added(0.5), 4),
    row('added by intent, outcome, record and events, p95', added(0.95), 12),
  ];
}

async function timeOf(run: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await run();
  return performance.now() - began;
}
