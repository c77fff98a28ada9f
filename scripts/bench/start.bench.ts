import { setTimeout } from 'node:timers/promises';
import type { Observation, Resource } from '@medplum/fhirtypes';
import {
  olderScores,
  rowSearches,
  staysElsewhere,
  staysInUnits,
} from '../../apps/bff/src/features/wards/searches.ts';
import { vitalDefinitions } from '../../packages/clinical/src/index.ts';
import { patientReference } from '../../packages/fhir-model/src/references.ts';
import { connectFhir, type FhirClient } from '../../packages/fhir-client/src/index.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';
import { callTrpc, signIn, timed } from './visitor.ts';
import { connect, readSettings } from '../wire/connection.ts';

export const name = 'Start page of a doctor with 40 in-patients';

const categories = 'http://terminology.hl7.org/CodeSystem/observation-category';
const patients = 40,
  hour = 3_600_000,
  settledMs = 20_000;
const unit = 'org-bench-ward';
const me = 'Practitioner/pract-medecin2';

export async function run(stack: BenchStack): Promise<BenchRow[]> {
  const { token } = connect(readSettings(stack.settings));
  const server = connectFhir({ baseUrl: stack.settings['FHIR_URL'] ?? '', timeoutMs: 120_000 });
  const fhir = server.client({ token });
  try {
    stack.note(`filling a ward of ${patients} beds`);
    await fill(fhir);
    // the feed of changes looks at what was written once more after its overlap; nobody fills a ward while it is opened
    await setTimeout(settledMs);
    const doctor = await signIn(stack, 'medecin2');
    await callTrpc(stack, doctor, { 'wards.choose': { unit } });
    const [view] = await callTrpc<{ rows: unknown[] }>(stack, doctor, { 'wards.list': null });
    if (view?.rows.length !== patients) throw new Error(`${view?.rows.length} rows`);
    const open = () => callTrpc(stack, doctor, { 'wards.list': null });
    const direct = () => directly(fhir);
    stack.note('opening it');
    // in turns, so that both meet the same moments of the machine
    const [ours, theirs]: [number[], number[]] = [[], []];
    for (let round = 0; round < 10; round += 1) {
      ours.push(...(await timed(5, round === 0 ? 5 : 0, open)));
      theirs.push(...(await timed(5, round === 0 ? 5 : 0, direct)));
    }
    const row = (what: string, value: number, unitOf: string, target = ''): BenchRow => ({
      name: what,
      value,
      unit: unitOf,
      target,
      ok: null,
    });
    const p95 = percentile(ours, 0.95);
    return [
      row('patients in the house through the BFF, p50', percentile(ours, 0.5), 'ms'),
      { ...row('patients in the house through the BFF, p95', p95, 'ms', '< 300'), ok: p95 < 300 },
      row('their stays and rows asked directly, p95', percentile(theirs, 0.95), 'ms'),
      row('ratio to these FHIR requests, p50', percentile(ours, 0.5) / percentile(theirs, 0.5), '×'),
    ];
  } finally {
    await server.close();
  }
}

const ids = Array.from({ length: patients }, (_, i) => `bench-ward-${i}`);

/** What the list shows and nothing of what decides it: two requests. */
async function directly(fhir: FhirClient): Promise<void> {
  const now = new Date();
  await fhir.batchSearch([...staysInUnits([unit], ['Location/loc-bench-ward']), ...staysElsewhere([me], [])]);
  await fhir.batchSearch([
    ...Object.values(
      rowSearches(
        ids,
        ids.map((id) => `${id}-stay`),
        now,
      ),
    ),
    ...olderScores(ids.slice(0, 1), now),
  ]);
}

async function fill(fhir: FhirClient): Promise<void> {
  await put(fhir, [
    { resourceType: 'Organization', id: unit, active: true, name: 'Unité de mesure' },
    { resourceType: 'Location', id: 'loc-bench-ward', status: 'active', name: 'Unité de mesure' },
    {
      resourceType: 'PractitionerRole',
      id: 'role-bench-ward',
      active: true,
      practitioner: { reference: me },
      organization: { reference: `Organization/${unit}` },
      location: [{ reference: 'Location/loc-bench-ward' }],
    },
  ]);
  for (const [i, id] of ids.entries()) await put(fhir, inPatient(id, i));
}

/** Two days of vital signs every six hours, and a panel of a dozen results each morning. */
function inPatient(id: string, n: number): Resource[] {
  const subject = { reference: patientReference(id) };
  const at = (hours: number) => new Date(Date.now() - hours * hour).toISOString();
  const observation = (key: string, more: Partial<Observation>): Observation => ({
    resourceType: 'Observation',
    id: `${id}-${key}`,
    status: 'final',
    subject,
    encounter: { reference: `Encounter/${id}-stay` },
    code: {},
    ...more,
  });
  const coded = (system: string, code: string) => ({ coding: [{ system, code }] });
  const vitals = [2, 8, 14, 20, 26, 32, 38, 44].flatMap((hours) => [
    ...(['respiratoryRate', 'oxygenSaturation', 'heartRate', 'temperature'] as const).map((sign, k) =>
      observation(`v${hours}-${k}`, {
        category: [coded(categories, 'vital-signs')],
        code: coded('http://loinc.org', vitalDefinitions[sign].loinc[0]),
        effectiveDateTime: at(hours),
        valueQuantity: {
          value: 20 + k,
          system: 'http://unitsofmeasure.org',
          code: vitalDefinitions[sign].unit,
        },
      }),
    ),
    observation(`score${hours}`, {
      // as whoever records vital signs writes it
      category: ['survey', 'vital-signs'].map((code) => coded(categories, code)),
      code: coded('http://snomed.info/sct', '1104051000000101'),
      effectiveDateTime: at(hours),
      valueQuantity: { value: n % 9, system: 'http://unitsofmeasure.org', code: '{score}' },
    }),
  ]);
  const results = [5, 29].flatMap((hours) =>
    Array.from({ length: 12 }, (_, k) =>
      observation(`r${hours}-${k}`, {
        category: [coded(categories, 'laboratory')],
        code: { ...coded('http://loinc.org', `${2000 + k}-1`), text: `Examen ${k}` },
        effectiveDateTime: at(hours),
        issued: at(hours - 1),
        valueQuantity: { value: 4 + k, unit: 'mmol/L' },
        referenceRange: [{ low: { value: 3 }, high: { value: 10 } }],
      }),
    ),
  );
  return [
    {
      resourceType: 'Patient',
      id,
      gender: n % 2 ? 'male' : 'female',
      birthDate: `19${40 + n}-03-04`,
      name: [{ use: 'official', family: `Mesure${n}`, given: ['Dominique'] }],
    },
    {
      resourceType: 'Encounter',
      id: `${id}-stay`,
      status: 'in-progress',
      class: { code: 'IMP' },
      subject,
      period: { start: at(50) },
      serviceProvider: { reference: `Organization/${unit}` },
      location: [{ location: { reference: 'Location/loc-bench-ward' }, status: 'active' }],
      reasonCode: [{ text: 'Insuffisance cardiaque' }],
    },
    ...vitals,
    ...results,
  ];
}

const put = (fhir: FhirClient, resources: Resource[]) =>
  fhir.transaction({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: resources.map((resource) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })),
  });
