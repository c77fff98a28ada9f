import { connectFhir } from '@keneyapp/fhir-client';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import {
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type Visitor,
} from '@keneyapp/config/testing';
import type { Resource } from '@medplum/fhirtypes';
import { beforeAll, expect, it } from 'vitest';
import type { GivenView } from './view.ts';

let bff: RunningBff, doctor: Visitor, nurse: Visitor, secretary: Visitor;

const labelled = (code: string) => ({
  meta: {
    security: [
      {
        system:
          code === 'V'
            ? 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
            : 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
        code,
      },
    ],
  },
});
const ucum = (value: number, code: string) => ({
  value,
  unit: code,
  system: 'http://unitsofmeasure.org',
  code,
});
const drug = { medicationCodeableConcept: { text: 'Morphine' } };
const of = (patient: string) => ({ subject: { reference: `Patient/${patient}` } });
const order = (id: string, patient: string, more: object = {}) => ({
  ...{ resourceType: 'MedicationRequest', id, status: 'active', intent: 'order', ...drug, ...of(patient) },
  ...more,
});
const given = (id: string, at: string, more: object = {}) => ({
  ...{ resourceType: 'MedicationAdministration', id, status: 'completed', ...drug, ...of('given-1') },
  ...{ effectiveDateTime: at, request: { reference: 'MedicationRequest/given-order' } },
  performer: [{ actor: { reference: 'Practitioner/given-nurse' } }],
  dosage: { dose: ucum(5, 'mg'), route: { text: 'voie orale' } },
  ...more,
});

beforeAll(async () => {
  const sandbox = await sharedSandbox();
  bff = await sharedBff();
  const token = await sandboxSystemToken(sandbox);
  const fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: () => Promise.resolve(token) });
  for (const resource of [
    ...['given-1', 'given-2'].map((id) => ({
      ...{ resourceType: 'Patient', id, birthDate: '1950-01-01', name: [{ family: 'Doses' }] },
    })),
    { resourceType: 'Practitioner', id: 'given-nurse', name: [{ family: 'Caron', given: ['Lise'] }] },
    // the nurse is tied by this stay alone
    {
      ...{ resourceType: 'Encounter', id: 'given-stay', status: 'in-progress', class: { code: 'IMP' } },
      ...of('given-1'),
      period: { start: new Date(Date.now() - 3_600_000).toISOString() },
      participant: [{ individual: { reference: 'Practitioner/pract-infirmier' } }],
    },
    order('given-order', 'given-1'),
    order('given-order-v', 'given-1', labelled('V')),
    order('given-order-2', 'given-2'),
    given('given-morning', '2026-05-03T08:00:00+02:00'),
    given('given-drip', '2026-05-03T20:00:00+02:00', {
      effectiveDateTime: undefined,
      effectivePeriod: { start: '2026-05-03T20:00:00+02:00', end: '2026-05-03T21:00:00+02:00' },
      dosage: {
        route: { coding: [{ system: 'http://snomed.info/sct', code: '47625008' }] },
        rateRatio: { numerator: ucum(2, 'mg'), denominator: ucum(1, 'h') },
      },
    }),
    given('given-refused', '2026-05-03T12:00:00+02:00', {
      status: 'not-done',
      statusReason: [{ text: 'Refus du patient' }],
    }),
    given('given-wrong', '2026-05-03T09:00:00+02:00', { status: 'entered-in-error' }),
    given('given-psy', '2026-05-03T10:00:00+02:00', labelled('PSY')),
    given('given-v', '2026-05-03T11:00:00+02:00', labelled('V')),
    given('given-of-v', '2026-05-03T11:00:00+02:00', {
      request: { reference: 'MedicationRequest/given-order-v' },
    }),
    // somebody else's, on an order of this patient and on one of their own
    given('given-elsewhere', '2026-05-03T13:00:00+02:00', of('given-2')),
    given('given-theirs', '2026-05-03T14:00:00+02:00', {
      ...of('given-2'),
      request: { reference: 'MedicationRequest/given-order-2' },
    }),
    ...(['', 'V'] as const).map((label) => ({
      ...{ resourceType: 'MedicationDispense', id: `given-box${label}`, status: 'completed', ...drug },
      ...of('given-1'),
      authorizingPrescription: [{ reference: 'MedicationRequest/given-order' }],
      whenHandedOver: '2026-05-02T18:00:00+02:00',
      quantity: { value: 14, unit: 'gélules' },
      daysSupply: ucum(7, 'd'),
      ...(label && labelled(label)),
    })),
  ])
    await fhir.update(resource as unknown as Resource & { id: string });
  await entrustPatients(sandbox, ['given-1', 'given-2'], ['medecin']);
  [doctor, nurse, secretary] = (await Promise.all(
    ['medecin', 'infirmier', 'secretaire'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
}, 180_000);

const ask = (who: Visitor, patientId: string, requestId: string) =>
  callQuery(bff, who, 'medications.given', { patientId, requestId });
async function givenOf(who: Visitor, requestId: string, patientId = 'given-1'): Promise<GivenView> {
  const response = await ask(who, patientId, requestId);
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: { data: GivenView } }).result.data;
}
const idsOf = async (...args: Parameters<typeof givenOf>) =>
  (await givenOf(...args)).items.map(({ id }) => id);

it('says of an order what was given and handed out, how much, how and by whom, the latest first', async () => {
  const { items, truncated } = await givenOf(doctor, 'given-order');
  expect(truncated).toBe(false);
  expect(items.map(({ id }) => id).filter((id) => !/psy|v$/i.test(id))).toEqual([
    ...['given-drip', 'given-refused', 'given-morning', 'given-box'],
  ]);
  const item = (id: string) => items.find((one) => one.id === id);
  expect(item('given-morning')).toMatchObject({
    kind: 'administration',
    status: 'completed',
    at: '2026-05-03T08:00:00+02:00',
    amount: { value: 5, unit: 'mg' },
    route: { known: 'oral' },
    rate: null,
    by: ['Lise Caron'],
  });
  expect(item('given-drip')).toMatchObject({
    at: '2026-05-03T20:00:00+02:00',
    end: '2026-05-03T21:00:00+02:00',
    amount: null,
    route: { known: 'intravenous' },
    rate: { low: { value: 2, unit: 'mg' }, per: { value: 1, unit: 'h' } },
  });
  // what was not given says so, and why
  expect(item('given-refused')).toMatchObject({
    status: 'not-done',
    statusReasons: [{ text: 'Refus du patient' }],
  });
  expect(item('given-box')).toMatchObject({
    kind: 'dispense',
    amount: { value: 14, unit: 'gélules' },
    supply: { value: 7 },
  });
});

it('shows nothing of a chart that is closed to the reader', async () => {
  for (const who of [nurse, secretary]) {
    const response = await ask(who, 'given-2', 'given-order-2');
    expect(response.status).toBe(403);
    expect(await response.text()).not.toMatch(/given-theirs|Morphine|Caron/);
  }
  expect(await idsOf(doctor, 'given-order-2', 'given-2')).toEqual(['given-theirs']);
});

it('keeps from a nurse of the stay alone what is very restricted, itself or by its order, and no other label', async () => {
  const all = ['given-drip', 'given-refused', 'given-psy', 'given-morning', 'given-box'];
  expect(await idsOf(nurse, 'given-order')).toEqual(all);
  expect(await idsOf(nurse, 'given-order-v')).toEqual([]);
  expect((await idsOf(doctor, 'given-order')).toSorted()).toEqual(
    [...all, 'given-v', 'given-boxV'].toSorted(),
  );
  expect(await idsOf(doctor, 'given-order-v')).toEqual(['given-of-v']);
});

it('shows nothing of another patient, whichever order is asked for', async () => {
  for (const who of [doctor, nurse]) {
    expect(await idsOf(who, 'given-order-2')).toEqual([]);
    expect(await idsOf(who, 'given-order')).not.toContain('given-elsewhere');
    expect(await idsOf(who, 'never-was')).toEqual([]);
    expect((await ask(who, 'given-1', '../x')).status).toBe(400);
  }
});
