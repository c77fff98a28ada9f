import { emptyStep } from '@keneyapp/clinical/prescribing';
import {
  callMutation,
  callQuery,
  entrustPatients,
  signInOverHttp,
  type Visitor,
} from '@keneyapp/config/testing';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import type { OrdersToAnswerFor } from '../tasks/view.ts';
import { issuesOf, morphine, morphineWords, startOrders, today, type Orders } from './testing-orders.ts';
import { drug, mos, openWard, storeProtocol, test, type Written } from './testing-protocols.ts';
import type { SignedView } from './view.ts';

let orders: Orders, nurse: Visitor;
const [patientId, home, infant, dead, merged] = [
  'asked-1',
  'asked-2-home',
  'asked-infant',
  'asked-dead',
  'asked-merged',
];
const all = [patientId, home, infant, dead, merged] as [string, ...string[]];
const ward = { reference: 'Organization/svc-asked', display: 'Médecine' };
let n = 0;
const written = ({ head = {}, lines = [drug()] }: Written = {}) =>
  storeProtocol(orders, ward, head.id ?? `asked-p${n++}`, {
    lines,
    head: { exclusions: ['Insuffisance hépatique'], ...head },
  });
const apply = async (protocol: object, more: object = {}, who = nurse) =>
  readResult<SignedView>(
    await callMutation(orders.bff, who, 'orders.applyProtocol', {
      patientId,
      key: crypto.randomUUID(),
      protocol,
      situation: 'EN à 6',
      absent: [0],
      answers: [],
      ...more,
    }),
  );
const requests = async (of = patientId) => (await orders.allOf('MedicationRequest', of)).length;
async function refused(protocol: object, more: object = {}) {
  const r = await apply(protocol, more);
  const got = r.error ? (issuesOf(r) ?? [`status ${r.status}`]) : ['APPLIED'];
  return got;
}
beforeAll(async () => {
  orders = await startOrders(...all);
  await openWard(orders, ward, [
    ['senior', 'Fontaine', '10', mos],
    ['medecin', 'Moreau', '10', mos],
    ['infirmier', 'Lefèvre', '60', mos],
  ]);
  await entrustPatients(orders.sandbox, all, ['medecin', 'senior', 'infirmier']);
  nurse = await signInOverHttp(orders.bff, orders.sandbox, 'infirmier');
}, 240_000);
afterAll(() => orders?.stop());
const perKg = () =>
  drug({
    steps: [
      {
        ...emptyStep,
        dose: { value: '15', unit: 'mg' },
        isPerKilogram: true,
        timing: { times: { count: 3, per: { value: 1, unit: 'd' } } },
        duration: { value: 2, unit: 'd' },
      },
    ],
  });
const weigh = (
  of: string,
  daysAgo: number,
  quantity: object = { value: 8, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
) =>
  orders.fhir.update({
    resourceType: 'Observation',
    id: `w-${of}`,
    status: 'final',
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
    subject: { reference: `Patient/${of}` },
    effectiveDateTime: new Date(Date.now() - daysAgo * 86_400_000).toISOString(),
    valueQuantity: quantity,
  });

describe('a dose by weight', () => {
  it('an infant’s weight is old after days, an adult’s after months', async () => {
    const p = await orders.fhir.read('Patient', infant);
    await orders.fhir.update({ ...p, id: infant, birthDate: addDays(today, -240) });
    await weigh(infant, 80);
    expect(await refused(await written({ lines: [perKg()] }), { patientId: infant })).toEqual([
      'lines.0.weight old-weight',
    ]);
  });
  it('a weight of tomorrow is none', async () => {
    await weigh(infant, -400);
    expect(await refused(await written({ lines: [perKg()] }), { patientId: infant })).not.toEqual([
      'APPLIED',
    ]);
  });
  it('nor is one of zero, or in centimetres', async () => {
    await weigh(infant, 0, { value: 0, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' });
    const zero = await refused(await written({ lines: [perKg()] }), { patientId: infant });
    await weigh(infant, 0, { value: 7, unit: 'cm', system: 'http://unitsofmeasure.org', code: 'cm' });
    const cm = await refused(await written({ lines: [perKg()] }), { patientId: infant });
    expect([zero, cm]).toEqual([['lines.0.weight no-weight'], ['lines.0.weight no-weight']]);
  });
});

describe('a protocol is not applied:', () => {
  it('an older edition beside the newer one', async () => {
    const url = 'https://chu.example/protocols/same';
    const old = await written({ head: { id: 'same-old', url, edition: '1', signedOn: addDays(today, -9) } });
    await written({
      head: { id: 'same-new', url, edition: '2', signedOn: addDays(today, -2), from: addDays(today, -2) },
    });
    expect(await refused(old)).not.toEqual(['APPLIED']);
  });
  it('two of one edition', async () => {
    const url = 'https://chu.example/protocols/twin';
    const a = await written({ head: { id: 'twin-a', url } });
    await written({ head: { id: 'twin-b', url }, lines: [drug(), test] });
    expect(await refused(a)).not.toEqual(['APPLIED']);
  });
  it('a drug for who is at home', async () => {
    expect(
      await refused(await written({ lines: [drug({}, undefined, 'community')] }), { patientId: home }),
    ).not.toEqual(['APPLIED']);
  });
  it('morphine that leaves the hospital', async () => {
    const m = drug(
      {
        steps: [
          {
            ...emptyStep,
            dose: { value: '10', unit: 'mg' },
            timing: { times: { count: 6, per: { value: 1, unit: 'd' } } },
            duration: { value: 7, unit: 'd' },
          },
        ],
      },
      { text: morphineWords, code: morphine },
      'discharge',
    );
    expect(await refused(await written({ lines: [m] }))).not.toEqual(['APPLIED']);
  });
  it('by two nurses at once, or again, begins once', async () => {
    const protocol = await written();
    const before = await requests();
    await Promise.all([apply(protocol), apply(protocol)]);
    await apply(protocol);
    expect(await requests()).toBe(before + 1);
  });
  it('for who has died, and in a record that another system has replaced', async () => {
    const p = await orders.fhir.read('Patient', dead);
    await orders.fhir.update({ ...p, id: dead, deceasedDateTime: today });
    expect(await refused(await written(), { patientId: dead })).toEqual(['lines deceased']);
    expect(await refused(await written({ lines: [test] }), { patientId: dead })).toEqual(['lines deceased']);
    const m = await orders.fhir.read('Patient', merged);
    await orders.fhir.update({
      ...m,
      id: merged,
      active: false,
      link: [{ type: 'replaced-by', other: { reference: `Patient/${patientId}` } }],
    });
    const got = await refused(await written(), { patientId: merged });
    expect(got).not.toEqual(['APPLIED']);
  });
});

describe('what was answered when an order was signed', () => {
  it('is before the eyes of who rereads it', async () => {
    const { data } = await apply(await written());
    const order = { reference: `MedicationRequest/${data.ids[0] ?? ''}` };
    await orders.fhir.create({
      resourceType: 'DetectedIssue',
      status: 'final',
      patient: { reference: `Patient/${patientId}` },
      implicated: [order],
      detail: 'Dose maximale dépassée\n\nSource',
      mitigation: [{ action: { text: 'Surveillance rapprochée' } }],
    });
    const senior = await signInOverHttp(orders.bff, orders.sandbox, 'senior');
    const { data: list } = await readResult<OrdersToAnswerFor>(
      await callQuery(orders.bff, senior, 'tasks.listOrders', undefined),
    );
    const shown = list.rows.flatMap((row) => row.orders).find((one) => one.reference === order.reference);
    const answered = shown?.checks.filter(({ answer }) => answer !== null);
    expect(answered).toEqual([{ says: 'Dose maximale dépassée', answer: 'Surveillance rapprochée' }]);
    // and what was not checked, as it was recorded
    expect(shown?.checks).toContainEqual({
      says: expect.stringContaining('Aucun service d’aide à la décision'),
      answer: null,
    });
  });
});
