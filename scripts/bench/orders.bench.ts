import { randomUUID } from 'node:crypto';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { connectFhir, type FhirClient } from '../../packages/fhir-client/src/index.ts';
import { patientReference } from '../../packages/fhir-model/src/references.ts';
import { systems } from '../../packages/fhir-model/src/systems.ts';
import { drugs } from '../seed/codes/drugs.ts';
import { labs } from '../seed/codes/labs.ts';
import { connect, readSettings } from '../wire/connection.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';
import { callTrpc, signIn } from './visitor.ts';

export const name = 'Signing a basket of 20 orders';

const [rounds, warmUp] = [40, 5];
/** Drugs that anybody may be given together; what is alerted all the same gets a reason, as a doctor gives one. */
const ordered = Object.values(drugs).slice(0, 8);
const tests = Object.values(labs).slice(0, 12);

const day = (now: Date) => now.toLocaleDateString('sv-SE', { timeZone: 'Europe/Paris' });

function linesOf(now: Date): object[] {
  const common = { act: 'new', start: day(now), priority: 'routine', reason: '', note: '' };
  const step = {
    dose: { value: '1', unit: '{comprimé}' },
    ...{ doseMax: null, isPerKilogram: false, rate: null, over: null },
    timing: { times: { count: 2, per: { value: 1, unit: 'd' } } },
    duration: { value: 5, unit: 'd' },
  };
  return [
    ...ordered.map(({ atc, dci }) => ({
      ...{ kind: 'drug', ...common, setting: 'inpatient' },
      coded: { text: dci, code: { system: systems.atc, code: atc } },
      regimen: { route: 'oral', steps: [step], asNeeded: null, additives: [], instruction: '' },
    })),
    ...tests.map(({ code, display }) => ({
      ...{ kind: 'service', ...common, category: 'laboratory', timing: null, duration: null, addressee: '' },
      coded: { text: display, code: { system: systems.loinc, code } },
    })),
  ];
}

interface Checked {
  alerts: { key: string; level: string; reasons: { code: string }[] }[];
}

/** A new patient in a bed of the doctor each time, checked and signed as the page does; then the same resources straight. */
export async function run(stack: BenchStack): Promise<BenchRow[]> {
  const { token } = connect(readSettings(stack.settings));
  const server = connectFhir({ baseUrl: stack.settings['FHIR_URL'] ?? '', timeoutMs: 120_000 });
  const fhir = server.client({ token });
  const [checks, signs, straight]: [number[], number[], number[]] = [[], [], []];
  try {
    const doctor = await signIn(stack, 'medecin');
    stack.note(`signing ${rounds} baskets of ${ordered.length + tests.length} orders`);
    for (let round = -warmUp; round < rounds; round += 1) {
      const now = new Date();
      const patientId = await newPatient(fhir, now);
      const lines = linesOf(now);
      let begun = performance.now();
      const [found] = await callTrpc<Checked>(stack, doctor, {
        'orders.check': { patientId, lines, hook: 'order-sign', language: 'fr' },
      });
      const checked = performance.now() - begun;
      const answers = (found?.alerts ?? [])
        .filter(({ level }) => level !== 'informs')
        .map(({ key, reasons }) => ({ alert: key, reason: reasons[0]?.code ?? 'other', words: 'connu' }));
      begun = performance.now();
      await callTrpc(stack, doctor, { 'orders.sign': { patientId, key: randomUUID(), lines, answers } });
      const signed = performance.now() - begun;
      const written = await ordersOf(fhir, patientId);
      begun = performance.now();
      await fhir.transaction(again(written));
      if (round >= 0) {
        straight.push(performance.now() - begun);
        checks.push(checked);
        signs.push(signed);
      }
    }
    const [sign, check] = [percentile(signs, 0.95), percentile(checks, 0.95)];
    return [
      { name: 'basket of 20 signed, p95', value: sign, unit: 'ms', target: '≤ 600', ok: sign <= 600 },
      { name: 'basket of 20 signed, p50', value: percentile(signs, 0.5), unit: 'ms', target: '', ok: null },
      { name: 'basket of 20 checked over the BFF, p95', value: check, unit: 'ms', target: '', ok: null },
      {
        name: 'ratio to one FHIR transaction of the same orders, p50',
        value: percentile(signs, 0.5) / percentile(straight, 0.5),
        ...{ unit: '×', target: '', ok: null },
      },
    ];
  } finally {
    await server.close();
  }
}

async function newPatient(fhir: FhirClient, now: Date): Promise<string> {
  const id = `bench-orders-${randomUUID()}`;
  const subject = { reference: patientReference(id) };
  await fhir.update({ resourceType: 'Patient', id, birthDate: '1960-01-01', name: [{ family: 'Banc' }] });
  await fhir.update({
    resourceType: 'Encounter',
    id: `${id}-stay`.slice(0, 64),
    status: 'in-progress',
    class: { code: 'IMP' },
    subject,
    period: { start: new Date(now.getTime() - 3_600_000).toISOString() },
  });
  await fhir.create({
    resourceType: 'CareTeam',
    status: 'active',
    subject,
    participant: [{ member: { reference: 'Practitioner/pract-medecin' } }],
  });
  return id;
}

async function ordersOf(fhir: FhirClient, patientId: string): Promise<Resource[]> {
  const patient = patientReference(patientId);
  const found = await fhir.batchSearch([
    { type: 'MedicationRequest', params: { patient, _count: 50 } },
    { type: 'ServiceRequest', params: { patient, _count: 50 } },
  ]);
  return found.flatMap((answer) =>
    'entry' in answer ? (answer.entry ?? []).flatMap(({ resource }) => resource ?? []) : [],
  );
}

const again = (resources: readonly Resource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map(({ meta: _of, ...resource }) => {
    const id = randomUUID();
    return {
      resource: { ...resource, id } as Resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${id}` },
    };
  }),
});
