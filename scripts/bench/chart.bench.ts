import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Bundle } from '@medplum/fhirtypes';
import { bannerSearches } from '../../apps/bff/src/features/patients/banner.ts';
import { summarySearches } from '../../apps/bff/src/features/summary/searches.ts';
import { connectFhir, type FhirClient } from '../../packages/fhir-client/src/index.ts';
import { entrust, membersOf } from '../import/care-team.ts';
import { connect, readSettings } from '../wire/connection.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';
import { callTrpc, signIn, timed } from './visitor.ts';

export const name = 'Opening the largest Synthea chart';

const folder = path.resolve(import.meta.dirname, '../../../shared/data/synthea');

export async function run(stack: BenchStack): Promise<BenchRow[]> {
  if (!existsSync(folder))
    return [
      {
        name,
        value: 'not measured',
        unit: '',
        target: 'p95 < 100',
        ok: null,
        why: '../shared/data/synthea is missing',
      },
    ];
  const connection = connect(readSettings(stack.settings)),
    { token } = connection;
  const server = connectFhir({ baseUrl: stack.settings['FHIR_URL'] ?? '', timeoutMs: 120_000 });
  const fhir = server.client({ token });
  try {
    stack.note('loading the 12 Synthea records');
    const { patientId, resources } = await load(fhir);
    await entrust(connection, [patientId], membersOf(['medecin']));
    const doctor = await signIn(stack, 'medecin');
    const open = () =>
      callTrpc(stack, doctor, { 'patients.banner': { patientId }, 'summary.get': { patientId } });
    const direct = () =>
      Promise.all([
        fhir.batchSearch([
          { type: 'Patient', params: { _id: patientId } },
          ...bannerSearches(patientId, true),
        ]),
        fhir.batchSearch(Object.values(summarySearches(patientId, new Date()))),
      ]);
    stack.note(`opening the one of ${resources} resources`);
    // in turns, so that both meet the same moments of the machine
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < 10; round += 1) {
      ours.push(...(await timed(10, round === 0 ? 10 : 0, open)));
      theirs.push(...(await timed(10, round === 0 ? 10 : 0, direct)));
    }
    return [
      {
        name: 'chart opening through the BFF, p50',
        value: percentile(ours, 0.5),
        unit: 'ms',
        target: '',
        ok: null,
      },
      {
        name: 'chart opening through the BFF, p95',
        value: percentile(ours, 0.95),
        unit: 'ms',
        target: '< 100',
        ok: percentile(ours, 0.95) < 100,
      },
      {
        name: 'the same two FHIR requests sent directly, p95',
        value: percentile(theirs, 0.95),
        unit: 'ms',
        target: '',
        ok: null,
      },
      {
        name: 'ratio to the same FHIR requests, p50',
        value: percentile(ours, 0.5) / percentile(theirs, 0.5),
        unit: '×',
        target: '',
        ok: null,
      },
    ];
  } finally {
    await server.close();
  }
}

async function load(fhir: FhirClient): Promise<{ patientId: string; resources: number }> {
  let largest = { patientId: '', resources: 0 };
  for (const file of readdirSync(folder).filter((f) => f.endsWith('.json'))) {
    const bundle = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Bundle;
    const answer = await fhir.transaction(bundle);
    const resources = bundle.entry?.length ?? 0;
    const patientId = answer.entry
      ?.map((e) => /(?:^|\/)Patient\/([^/]+)/.exec(e.response?.location ?? '')?.[1])
      .find((id) => id !== undefined);
    if (patientId && resources > largest.resources) largest = { patientId, resources };
  }
  return largest;
}
