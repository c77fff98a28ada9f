// One long file: every way a protocol acts or is refused, over one sandbox, one house of people and two applications.
import { emptyRegimen, emptyStep, type Regimen } from '@keneyapp/clinical/prescribing';
import {
  callMutation,
  callQuery,
  entrustPatients,
  signInOverHttp,
  type Visitor,
} from '@keneyapp/config/testing';
import { startTestDecisionSupport } from '@keneyapp/config/testing-decision-support';
import { matches } from '@keneyapp/fhir-model/bundles';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import { ordersOfTask, orderTaskOf } from '@keneyapp/fhir-model/order-task';
import type { MedicationRequest, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import {
  issuesOf,
  morphine,
  morphineWords,
  paracetamol,
  startOrders,
  today,
  type Orders,
} from './testing-orders.ts';
import { drug, mos, openWard, storeProtocol, storeRole, test, type Written } from './testing-protocols.ts';
import type { ProtocolCheck, ProtocolsView, SignedView } from './view.ts';

/** Written protocols: what a nurse begins in the name of the doctor who signed them, and all that keeps one from acting. */
let orders: Orders, companion: Awaited<ReturnType<typeof startTestDecisionSupport>>;
let nurse: Visitor, senior: Visitor, secretary: Visitor, patient: Visitor;
const [patientId, home] = ['protocol-1', 'protocol-2-home'];
const ward = { reference: 'Organization/svc-protocol', display: 'Médecine' };
const own = 'https://keneyapp.example/profession';

const written = (id: string, how: Written = {}) => storeProtocol(orders, ward, id, how);
const apply = async (protocol: object, more: object = {}, who = nurse) =>
  readResult<SignedView>(
    await callMutation(orders.bff, who, 'orders.applyProtocol', {
      ...{ patientId, key: crypto.randomUUID(), protocol, situation: 'Échelle numérique à 6' },
      ...{ absent: [0, 1], answers: [], ...more },
    }),
  );
const check = async (protocol: object, of: string = patientId) =>
  readResult<ProtocolCheck>(
    await callQuery(orders.bff, nurse, 'orders.checkProtocol', { patientId: of, protocol, language: 'fr' }),
  );
const listed = async (who = nurse) =>
  (await readResult<ProtocolsView>(await callQuery(orders.bff, who, 'orders.protocols', undefined))).data;
const problemOf = async (id: string) => (await listed()).protocols.find((one) => one.id === id)?.problem;
const requests = async () => (await orders.allOf('MedicationRequest', patientId)).length;
const role = (name: string, code: string, system: string, more: object = {}) =>
  storeRole(orders, ward, [name, code, system], more);

beforeAll(async () => {
  [orders, companion] = await Promise.all([startOrders(patientId, home), startTestDecisionSupport()]);
  await openWard(orders, ward, [
    ['senior', 'Fontaine', '10', mos],
    ['medecin', 'Moreau', '10', mos],
    ['infirmier', 'Lefèvre', '60', mos],
    ['interne', 'Cherif', 'interne', own],
  ]);
  await entrustPatients(orders.sandbox, [patientId, home], ['medecin', 'senior', 'infirmier', 'interne']);
  const signIn = (name: string) => signInOverHttp(orders.bff, orders.sandbox, name);
  nurse = await signIn('infirmier');
  senior = await signIn('senior');
  secretary = await signIn('secretaire');
  patient = await signIn('patient');
}, 240_000);
afterAll(async () => {
  await companion?.stop();
  await orders?.stop();
});

describe('a protocol that is signed, dated and whole', () => {
  it('orders what it says, in the name of who signed it, and says who applied it and why', async () => {
    const protocol = await written('pain', { lines: [drug(), test] });
    const { data, error } = await apply(protocol);
    expect(issuesOf({ error } as never)).toBeUndefined();
    const order: MedicationRequest = await orders.fhir.read('MedicationRequest', data.ids[0] ?? '');
    expect(order).toMatchObject({
      status: 'active',
      instantiatesCanonical: ['https://chu.example/protocols/pain|2'],
      requester: { reference: 'Practitioner/pract-senior' },
      recorder: { reference: 'Practitioner/pract-infirmier' },
      dosageInstruction: [{ doseAndRate: [{ doseQuantity: { value: 1 } }] }],
    });
    expect(order.note?.[0]?.text).toMatch(
      /Selon le protocole « Protocole pain » \(version 2, signé par .*Fontaine.*\), appliqué par .*situation : Échelle numérique à 6 – vérifié absent : Insuffisance hépatique ; Moins de 50 kg/,
    );
    const exam = await orders.fhir.read('ServiceRequest', data.ids[1] ?? '');
    expect(exam).toMatchObject({
      instantiatesCanonical: ['https://chu.example/protocols/pain|2'],
      requester: { reference: 'Practitioner/pract-senior' },
      requisition: order.groupIdentifier,
    });
    // the doctors of the unit are told, and reread it where they reread
    const tasks: Task[] = matches(
      await orders.fhir.search('Task', { patient: `Patient/${patientId}`, _count: 50 }),
      'Task',
    );
    const told = tasks.find((task) =>
      ordersOfTask(task).some(({ reference }) => reference === `MedicationRequest/${data.ids[0]}`),
    );
    expect(told).toMatchObject({ owner: { reference: ward.reference }, priority: 'routine' });
    expect(told && orderTaskOf(told)).toBe('reread');
    const list = await readResult<{ rows: { id: string; note: string | null; mayAnswer: boolean }[] }>(
      await callQuery(orders.bff, senior, 'tasks.listOrders', undefined),
    );
    expect(list.data.rows.find(({ id }) => id === told?.id)).toMatchObject({
      mayAnswer: true,
      note: expect.stringContaining('Selon le protocole'),
    });
  });

  it('is applied once with one key, whatever became of the protocol meanwhile', async () => {
    const protocol = await written('once');
    const key = crypto.randomUUID();
    const before = await requests();
    const first = await apply(protocol, { key });
    await written('once', { plan: { status: 'retired' } });
    const again = await apply(protocol, { key });
    expect(again.data).toEqual({ ...first.data, isReplay: true });
    expect(await requests()).toBe(before + 1);
  });

  it('is listed for those who work in its units, with the name the directory has of who signed it', async () => {
    await written('shown');
    await written('elsewhere', { head: { units: [{ reference: 'Organization/svc-other' }] } });
    const { protocols } = await listed();
    expect(protocols.find(({ id }) => id === 'shown')).toMatchObject({
      problem: null,
      signer: expect.stringContaining('Fontaine'),
      lines: [{ kind: 'drug' }],
    });
    expect(protocols.some(({ id }) => id === 'elsewhere')).toBe(false);
    expect((await listed(secretary)).protocols).toEqual([]);
  });
});

describe('a protocol that cannot be applied is listed with why, and never acts', () => {
  const dayless: Regimen = {
    ...emptyRegimen,
    route: 'oral',
    steps: [{ ...emptyStep, dose: { value: '1', unit: 'g' } }],
  };
  it.each<[string, Written]>([
    ['expired', { head: { until: addDays(today, -1) } }],
    ['not-yet', { head: { from: addDays(today, 2) } }],
    ['unsigned', { head: { signer: null } }],
    ['undated', { head: { signedOn: null } }],
    ['retired', { plan: { status: 'retired' } }],
    ['no-edition', { plan: { version: undefined } }],
    ['no-indication', { head: { indication: null } }],
    ['no-quantity', { lines: [drug({ steps: [{ ...emptyStep, timing: { once: true } }] })] }],
    ['no-quantity', { lines: [drug(dayless)] }],
    [
      'no-quantity',
      { lines: [drug({ ...dayless, asNeeded: { condition: 'douleur', interval: null, maxPerDay: null } })] },
    ],
    ['not-whole', { plan: { action: [{ title: 'Ailleurs' }] } }],
    ['signer-left', { head: { signer: { reference: 'Practitioner/pract-infirmier' } } }],
    ['signer-left', { head: { signer: { reference: 'Practitioner/pract-interne' } } }],
    ['signer-left', { head: { signer: { reference: 'Practitioner/nobody' } } }],
  ])('%s', async (problem, how) => {
    const id = `bad-${crypto.randomUUID().slice(0, 8)}`;
    const version = await written(id, how);
    const before = await requests();
    expect(await problemOf(id)).toBe(problem);
    expect(issuesOf(await apply(version))).toEqual([`protocol ${problem}`]);
    expect(issuesOf((await check(version)) as never)).toEqual([`protocol ${problem}`]);
    expect(await requests()).toBe(before);
  });

  it('whose signer left meanwhile', async () => {
    const protocol = await written('left', { head: { signer: { reference: 'Practitioner/pract-medecin' } } });
    expect(await problemOf('left')).toBeNull();
    await role('medecin', '10', mos, { period: { end: addDays(today, -2) } });
    expect(issuesOf(await apply(protocol))).toEqual(['protocol signer-left']);
    await role('medecin', '10', mos);
    const stored = await orders.fhir.read('Practitioner', 'pract-medecin');
    await orders.fhir.update({ ...stored, id: 'pract-medecin', active: false });
    expect(issuesOf(await apply(protocol))).toEqual(['protocol signer-left']);
    await orders.fhir.update({ ...stored, id: 'pract-medecin', active: true });
    expect(issuesOf(await apply(protocol))).toBeUndefined();
  });
});

describe('what a nurse sends decides nothing of what is ordered', () => {
  it('a protocol that changed since it was read is refused, and what is no protocol is none', async () => {
    const read = await written('changing');
    await written('changing', { lines: [drug(), test] });
    expect(issuesOf(await apply(read))).toEqual(['protocol changed']);
    const set = await written('set', {
      plan: {
        type: {
          coding: [
            { system: 'http://terminology.hl7.org/CodeSystem/plan-definition-type', code: 'order-set' },
          ],
        },
      },
    });
    expect(issuesOf(await apply(set))).toEqual(['protocol gone']);
    expect(issuesOf(await apply({ id: 'nowhere', version: '1' }))).toEqual(['protocol gone']);
  });

  it('each exclusion is answered, the situation is in words, and another unit’s is not applied', async () => {
    const protocol = await written('asked');
    expect(issuesOf(await apply(protocol, { absent: [1] }))).toEqual(['absent.0 not-answered']);
    expect(issuesOf(await apply(protocol, { absent: [] }))).toHaveLength(2);
    for (const situation of ['', ' ', '\u200b\u200b\u200b'])
      expect((await apply(protocol, { situation })).status).toBe(400);
    const other = await written('other', { head: { units: [{ reference: 'Organization/svc-other' }] } });
    expect(issuesOf(await apply(other))).toEqual(['protocol other-unit']);
  });

  it('nothing that is sent beside it changes drug, dose or doctor', async () => {
    const protocol = await written('fixed');
    const more = { lines: [], doctor: 'Practitioner/pract-medecin', requester: 'Practitioner/pract-medecin' };
    const { data } = await apply(protocol, more);
    expect(await orders.fhir.read('MedicationRequest', data.ids[0] ?? '')).toMatchObject({
      requester: { reference: 'Practitioner/pract-senior' },
      medicationCodeableConcept: { coding: [{ code: paracetamol.code }] },
    });
  });

  it('a code of another system, a code of other words, and a text in place of a code are not written', async () => {
    const before = await requests();
    for (const [id, coded, reason] of [
      [
        'hostile-1',
        { text: 'paracétamol', code: { system: 'https://evil.example', code: 'N02BE01' } },
        'needs-code',
      ],
      ['hostile-2', { text: 'paracétamol', code: morphine }, 'other-words'],
      ['hostile-3', { text: morphineWords, code: { ...morphine, code: 'X99XX99' } }, 'unknown-code'],
      ['hostile-4', { text: 'de la morphine', code: null }, 'needs-code'],
    ] as const) {
      const protocol = await written(id, { lines: [drug({}, coded)] });
      expect(issuesOf(await apply(protocol)), id).toEqual([`lines.0.coded ${reason}`]);
    }
    expect(await requests()).toBe(before);
  });

  it('is for nurses, in charts that are open to them', async () => {
    const protocol = await written('mine');
    for (const who of [senior, orders.doctor, secretary, patient])
      expect((await apply(protocol, {}, who)).status).toBe(403);
    expect((await apply(protocol, { patientId: 'somebody-else' })).status).toBe(403);
  });

  it('what this patient lacks is said before, and refused', async () => {
    const protocol = await written('weight', {
      lines: [
        drug({
          steps: [
            {
              ...emptyStep,
              dose: { value: '15', unit: 'mg' },
              isPerKilogram: true,
              timing: { times: { count: 3, per: { value: 1, unit: 'd' } } },
            },
          ],
        }),
      ],
    });
    expect((await check(protocol, home)).data.problems).toEqual([
      { path: ['lines', 0, 'setting'], reason: 'not-in-house' },
      { path: ['lines', 0, 'weight'], reason: 'no-weight' },
    ]);
    expect((await check(protocol)).data.problems).toEqual([
      { path: ['lines', 0, 'weight'], reason: 'no-weight' },
    ]);
    expect(issuesOf(await apply(protocol))).toEqual(['lines.0.weight no-weight']);
    await orders.fhir.create({
      resourceType: 'Observation',
      status: 'final',
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
      subject: { reference: `Patient/${patientId}` },
      effectiveDateTime: new Date().toISOString(),
      valueQuantity: { value: 70, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
    });
    expect((await check(protocol)).data.problems).toEqual([]);
    expect(issuesOf(await apply(protocol))).toBeUndefined();
    expect(issuesOf(await apply(await written('home'), { patientId: home }))).toEqual([
      'lines.0.setting not-in-house',
    ]);
  });
});

/** Last: the application starts once more, with decision support. */
describe('what the checks find of a protocol', () => {
  const hl7 = 'http://terminology.hl7.org/CodeSystem';
  beforeAll(async () => {
    await orders.restart(companion.env);
    nurse = await signInOverHttp(orders.bff, orders.sandbox, 'infirmier');
    await orders.fhir.update({
      resourceType: 'AllergyIntolerance',
      id: 'protocol-allergy',
      patient: { reference: `Patient/${patientId}` },
      type: 'allergy',
      criticality: 'high',
      clinicalStatus: { coding: [{ system: `${hl7}/allergyintolerance-clinical`, code: 'active' }] },
      verificationStatus: {
        coding: [{ system: `${hl7}/allergyintolerance-verification`, code: 'confirmed' }],
      },
      code: { coding: [{ system: morphine.system, code: morphine.code }], text: morphineWords },
      reaction: [{ manifestation: [{ text: 'Choc anaphylactique' }], severity: 'severe' }],
    });
  }, 120_000);

  it('is said before it is applied, and a nurse lifts no block of it', async () => {
    const lines = [
      drug(
        { steps: [{ ...emptyStep, dose: { value: '10', unit: 'mg' }, timing: { once: true } }] },
        { text: morphineWords, code: morphine },
      ),
    ];
    const protocol = await written('blocked', { lines });
    const { alerts } = (await check(protocol)).data.checks;
    const [block] = alerts.filter(({ level }) => level === 'blocks');
    expect(block).toMatchObject({ canLift: false, lines: [0] });
    const before = await requests();
    for (const reason of block?.reasons.map(({ code }) => code) ?? ['monitored']) {
      const answers = alerts.map(({ key }) => ({ alert: key, reason, words: 'le médecin est au bloc' }));
      expect(issuesOf(await apply(protocol, { answers }))).toContain(`answers.${block?.key ?? ''} blocked`);
    }
    expect(await requests()).toBe(before);
  });
});
