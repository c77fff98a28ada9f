// One long file: orders that wait, reread, validated and given by word, over one sandbox and the same people.
import {
  callMutation,
  callQuery,
  entrustPatients,
  signInOverHttp,
  type Visitor,
} from '@keneyapp/config/testing';
import { matches } from '@keneyapp/fhir-model/bundles';
import { ordersOfTask, orderTaskOf, type OrderTask } from '@keneyapp/fhir-model/order-task';
import { readTask } from '@keneyapp/fhir-model/task';
import type { MedicationRequest, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import type { OrdersToAnswerFor } from '../tasks/view.ts';
import { drugLine, formerOf, issuesOf, serviceLine, startOrders, type Orders } from './testing-orders.ts';
import type { ChecksView, SignedView } from './view.ts';

let orders: Orders;
let interne: Visitor, senior: Visitor, student: Visitor, nurse: Visitor, doctor: Visitor;

const patientId = 'authority-1';
const ward = { reference: 'Organization/svc-authority', display: 'Cardiologie' };
const own = 'https://keneyapp.example/profession';
const directory = 'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante';
const role = (name: string, code: string, system = own) =>
  orders.fhir.update({
    resourceType: 'PractitionerRole',
    id: `role-${name}`,
    active: true,
    practitioner: { reference: `Practitioner/pract-${name}` },
    organization: ward,
    code: [{ coding: [{ system, code }] }],
  });

beforeAll(async () => {
  orders = await startOrders(patientId, 'authority-2');
  await orders.fhir.update({
    resourceType: 'Organization',
    id: 'svc-authority',
    name: 'Cardiologie',
    active: true,
  });
  await role('interne', 'interne');
  await role('etudiant', 'student');
  await role('senior', '10', directory);
  await role('medecin', '10', directory);
  await role('infirmier', '60', directory);
  for (const [id, family] of [
    ['senior', 'Fontaine'],
    ['medecin', 'Moreau'],
    ['infirmier', 'Lefèvre'],
    ['interne', 'Cherif'],
  ])
    await orders.fhir.update({
      resourceType: 'Practitioner',
      id: `pract-${id}`,
      active: true,
      name: [{ family: family ?? '' }],
    });
  await entrustPatients(
    orders.sandbox,
    [patientId, 'authority-2'],
    ['medecin', 'interne', 'senior', 'etudiant', 'infirmier'],
  );
  const signIn = (name: string) => signInOverHttp(orders.bff, orders.sandbox, name);
  interne = await signIn('interne');
  senior = await signIn('senior');
  student = await signIn('etudiant');
  nurse = await signIn('infirmier');
  doctor = await signIn('medecin');
}, 180_000);
afterAll(() => orders?.stop());

const tasks = async (kind: OrderTask | null, of = patientId): Promise<Task[]> =>
  matches(await orders.fhir.search('Task', { patient: `Patient/${of}`, _count: 100 }), 'Task').filter(
    (task) => orderTaskOf(task) === kind,
  );
const open = async (kind: OrderTask, of = patientId) =>
  (await tasks(kind, of)).filter((task) => !['done', 'called-off'].includes(readTask(task).state));
const call = async (name: string, who: Visitor, input: object) =>
  readResult<SignedView>(
    await callMutation(orders.bff, who, `orders.${name}`, { patientId, key: crypto.randomUUID(), ...input }),
  );
const named = ({ id, meta }: Task) => ({ id, version: meta?.versionId });
const listOf = async (who: Visitor): Promise<OrdersToAnswerFor> =>
  (await readResult<OrdersToAnswerFor>(await callQuery(orders.bff, who, 'tasks.listOrders', undefined))).data;
const notCheckedOf = async (id = '') =>
  (await orders.allOf('DetectedIssue', patientId)).filter(({ implicated }) =>
    implicated?.some(({ reference }) => reference === `MedicationRequest/${id}`),
  ).length;
const drug = (id = '') => orders.fhir.read('MedicationRequest', id) as Promise<MedicationRequest>;
/** Answers to what no service checked are asked of nobody. */
const ordered = async (who: Visitor, lines: object[]) => {
  const result = await orders.sign(lines, { who });
  expect(issuesOf(result)).toBeUndefined();
  return result.data.ids;
};

describe('what an interne ordered', () => {
  it('stands in the list of a senior with its words, and of its author as waiting for somebody else', async () => {
    const [id] = await ordered(interne, [drugLine()]);
    const { rows, isSenior } = await listOf(senior);
    expect(isSenior).toBe(true);
    const row = rows.find((one) =>
      one.orders.some(({ reference }) => reference === `MedicationRequest/${id}`),
    );
    expect(row).toMatchObject({ kind: 'reread', patient: { id: patientId }, mayAnswer: true, note: null });
    expect(row?.orders[0]).toMatchObject({
      status: 'active',
      words: expect.stringMatching(/^Nouveau : DOLIPRANE.*fois par jour/),
    });
    const mine = (await listOf(interne)).rows.find(({ id: task }) => task === row?.id);
    expect(mine).toMatchObject({ mayAnswer: false });
  });

  it('shows nothing of an order that is kept back from the reader', async () => {
    const [id] = await ordered(interne, [drugLine(), serviceLine()]);
    const stored = await drug(id);
    await entrustPatients(orders.sandbox, [patientId], ['medecin', 'interne', 'etudiant', 'infirmier']);
    await orders.fhir.update({
      ...stored,
      id: stored.id ?? '',
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }] },
    });
    const stay = await orders.fhir.read('Encounter', `${patientId}-stay`);
    // the senior is tied by the service alone, and does not see what is very restricted
    await orders.fhir.update({ ...stay, id: stay.id ?? '', serviceProvider: ward });
    const [task] = (await open('reread')).filter(({ input }) =>
      input?.some(({ valueReference }) => valueReference?.reference === `MedicationRequest/${id}`),
    );
    const row = (await listOf(senior)).rows.find((one) => one.id === task?.id);
    expect(row).toMatchObject({ orders: [{ status: 'active' }], hidden: 1, mayAnswer: true });
    expect(JSON.stringify(row)).not.toContain(id);
    // of what they do not see they say nothing: it waits for who does
    expect((await call('reread', senior, { tasks: [named(task as Task)], remark: null })).status).toBe(200);
    const [still] = (await open('reread')).filter((one) => one.id === task?.id);
    expect(ordersOfTask(still as Task)).toMatchObject([{ said: null }, { said: 'agreed' }]);
    const left = (await listOf(senior)).rows.find((one) => one.id === task?.id);
    expect(left).toMatchObject({ orders: [], hidden: 1, mayAnswer: false });
    expect((await call('reread', senior, { tasks: [named(still as Task)], remark: null })).status).toBe(412);
    await entrustPatients(
      orders.sandbox,
      [patientId],
      ['medecin', 'interne', 'senior', 'etudiant', 'infirmier'],
    );
  });

  it('is agreed with all at once, once: two seniors, a replay, an old version change nothing more', async () => {
    await ordered(interne, [drugLine(), serviceLine()]);
    const all = (await open('reread')).map(named);
    expect(all.length).toBeGreaterThan(1);
    const key = crypto.randomUUID();
    const agree = { key, tasks: all, remark: null };
    const [first, second] = await Promise.all([
      call('reread', senior, agree),
      call('reread', doctor, { tasks: all, remark: null }),
    ]);
    const won = first.status === 200 ? first : second;
    expect([first.status, second.status].sort()).toEqual([200, 412]);
    expect(won.data).toEqual({ isReplay: false });
    expect(await open('reread')).toEqual([]);
    const [done] = await tasks('reread');
    expect(ordersOfTask(done as Task).every(({ said }) => said === 'agreed')).toBe(true);
    if (first.status === 200) expect((await call('reread', senior, agree)).data).toEqual({ isReplay: true });
    expect((await call('reread', senior, { tasks: all, remark: null })).status).toBe(412);
  });

  it('a remark to one order goes to its author, and the others of the signature wait on', async () => {
    const [id, other] = await ordered(interne, [drugLine(), serviceLine()]);
    const [task] = await open('reread');
    const remark = { order: `MedicationRequest/${id}`, words: 'Trop pour son poids' };
    expect((await call('reread', senior, { tasks: [named(task as Task)], remark })).status).toBe(200);
    const [still] = await open('reread');
    expect(ordersOfTask(still as Task)).toMatchObject([{ said: 'remarked' }, { said: null }]);
    const told = (await tasks(null)).find(({ owner }) => owner?.reference === 'Practitioner/pract-interne');
    expect(readTask(told as Task).note).toMatch(/^Trop pour son poids\nNouveau : DOLIPRANE/);
    const row = (await listOf(senior)).rows.find((one) => one.id === task?.id);
    expect(row?.orders.map(({ reference }) => reference)).toEqual([`ServiceRequest/${other}`]);
    await call('reread', senior, { tasks: [named(still as Task)], remark: null });
    expect(await open('reread')).toEqual([]);
  });

  it('is reread neither by its author, nor a student, nor a nurse, nor in the chart of somebody else', async () => {
    await ordered(interne, [drugLine()]);
    const [task] = await open('reread');
    const agree = { tasks: [named(task as Task)], remark: null };
    for (const who of [interne, student, nurse]) expect((await call('reread', who, agree)).status).toBe(403);
    const elsewhere = await call('reread', senior, { ...agree, patientId: 'authority-2' });
    expect([403, 404]).toContain(elsewhere.status);
    expect(
      (await call('validate', senior, { ...named(task as Task), verdict: { kind: 'refuse', why: 'non' } }))
        .status,
    ).toBe(403);
    expect((await call('countersign', senior, { ...named(task as Task), contest: null })).status).toBe(403);
    // of a unit where the senior does not work
    const moved = { ...(task as Task), id: task?.id ?? '', owner: { reference: 'Organization/svc-other' } };
    const other = await orders.fhir.update(moved);
    expect((await call('reread', senior, { tasks: [named(other)], remark: null })).status).toBe(403);
  });
});

describe('what a student orders', () => {
  it('waits: it is a draft, and no row of a student changes what runs', async () => {
    const [id, exam] = await ordered(student, [drugLine(), serviceLine()]);
    expect(await drug(id)).toMatchObject({ status: 'draft' });
    expect(await orders.fhir.read('ServiceRequest', exam ?? '')).toMatchObject({ status: 'draft' });
    // whoever orders beside it is told, and no check counts it
    const checked = await readResult<ChecksView>(
      await callQuery(orders.bff, senior, 'orders.check', {
        ...{ patientId, lines: [drugLine()], hook: 'order-select', language: 'fr' },
      }),
    );
    expect(checked.data.notRun).toContainEqual(
      expect.objectContaining({ detail: expect.stringMatching(/^Proposé, pas encore validé : DOLIPRANE/) }),
    );
    const [running] = await ordered(senior, [drugLine()]);
    const former = formerOf(await drug(running));
    for (const act of [{ act: 'stop', why: 'inutile' }, drugLine({ act: 'revise', why: 'moins' })])
      expect(issuesOf(await orders.sign([{ kind: 'drug', former, ...act }], { who: student }))).toEqual([
        'lines.0.kind not-allowed',
      ]);
    expect(await drug(running)).toMatchObject({ status: 'active' });
  });

  it('is not validated by its author, by a step of the list of tasks, nor by an interne', async () => {
    const [task] = await open('validate');
    const validate = { ...named(task as Task), verdict: { kind: 'validate', answers: [] } };
    for (const who of [student, interne, nurse])
      expect((await call('validate', who, validate)).status).toBe(403);
    const move = {
      patientId,
      key: crypto.randomUUID(),
      ...named(task as Task),
      move: { kind: 'finish', note: '' },
    };
    expect((await callMutation(orders.bff, senior, 'tasks.move', move)).status).toBe(403);
  });

  it('acts once a senior has validated it, under their name and with its checks, once', async () => {
    const [task] = await open('validate');
    const validate = { ...named(task as Task), verdict: { kind: 'validate', answers: [] } };
    const [proposed] = ordersOfTask(task as Task);
    const before = await notCheckedOf(proposed?.reference.split('/')[1]);
    expect(before).toBeGreaterThan(0);
    const [first, second] = await Promise.all([
      call('validate', senior, validate),
      call('validate', doctor, validate),
    ]);
    expect([first.status, second.status].sort()).toEqual([200, 412]);
    const [drugRef, examRef] = ordersOfTask(task as Task).map(
      ({ reference }) => reference.split('/')[1] ?? '',
    );
    const signer = first.status === 200 ? 'Practitioner/pract-senior' : 'Practitioner/pract-medecin';
    expect(await drug(drugRef)).toMatchObject({
      status: 'active',
      requester: { reference: signer },
      recorder: { reference: 'Practitioner/pract-etudiant' },
    });
    const exam = await orders.fhir.read('ServiceRequest', examRef ?? '');
    expect(exam).toMatchObject({ status: 'active', requester: { reference: signer } });
    expect(exam.extension).toContainEqual(
      expect.objectContaining({
        valueReference: expect.objectContaining({ reference: 'Practitioner/pract-etudiant' }),
      }),
    );
    // no service of checks is connected here: the record says it of what was proposed, and once more of what was validated
    expect(await notCheckedOf(drugRef)).toBe(2 * before);
  });

  it('is refused with a reason, which the student is told', async () => {
    const [id] = await ordered(student, [drugLine()]);
    const [task] = await open('validate');
    const refuse = { ...named(task as Task), verdict: { kind: 'refuse', why: 'Allergie' } };
    expect((await call('validate', senior, refuse)).status).toBe(200);
    expect(await drug(id)).toMatchObject({ status: 'cancelled', statusReason: { text: 'Allergie' } });
    const told = (await tasks(null)).find(({ owner }) => owner?.reference === 'Practitioner/pract-etudiant');
    expect(readTask(told as Task).note).toMatch(/^Allergie\n/);
  });
});

describe('what a doctor ordered by word', () => {
  const verbal = (more: object = {}) => ({
    ...{ lines: [drugLine()], answers: [], doctor: 'Practitioner/pract-medecin', how: 'telephone' },
    ...{ emergency: 'Choc, médecin au bloc', isReadBack: true },
    ...more,
  });

  it('acts at once under the name of the doctor, and says who wrote it down and why', async () => {
    const { data, error } = await call('recordVerbal', nurse, verbal());
    expect(issuesOf({ error } as never)).toBeUndefined();
    const order = await drug(data.ids[0]);
    expect(order).toMatchObject({
      status: 'active',
      requester: { reference: 'Practitioner/pract-medecin' },
      recorder: { reference: 'Practitioner/pract-infirmier' },
    });
    expect(order.note?.at(-1)?.text).toMatch(/verbale par téléphone de .*Moreau.*Choc/);
    const row = (await listOf(doctor)).rows.find(({ kind }) => kind === 'countersign');
    expect(row).toMatchObject({ mayAnswer: true, isLate: false, note: expect.stringContaining('Choc') });
    expect((await listOf(senior)).rows.some(({ kind }) => kind === 'countersign')).toBe(false);
  });

  it('is not recorded without an emergency, without having been read back, or of who gives no orders', async () => {
    for (const more of [{ emergency: ' ' }, { isReadBack: false }, { doctor: 'Practitioner/nobody' }])
      expect((await call('recordVerbal', nurse, verbal(more))).status).toBe(400);
    for (const of of ['infirmier', 'interne'])
      expect(
        issuesOf(await call('recordVerbal', nurse, verbal({ doctor: `Practitioner/pract-${of}` }))),
      ).toEqual(['doctor no-doctor']);
    const [running] = await ordered(senior, [drugLine()]);
    const renew = {
      kind: 'drug',
      act: 'renew',
      former: formerOf(await drug(running)),
      start: drugLine().start,
      duration: { value: 2, unit: 'd' },
    };
    expect(issuesOf(await call('recordVerbal', nurse, verbal({ lines: [renew] })))).toEqual([
      'lines.0.kind not-by-word',
    ]);
    for (const who of [senior, interne, student])
      expect((await call('recordVerbal', who, verbal())).status).toBe(403);
    // a nurse signs nothing of their own
    expect((await orders.sign([drugLine()], { who: nurse })).status).toBe(403);
  });

  it('is signed by that doctor alone, once; late beyond its time', async () => {
    const [task] = await open('countersign');
    const sign = { ...named(task as Task), contest: null };
    for (const who of [senior, interne, nurse])
      expect((await call('countersign', who, sign)).status).toBe(403);
    const move = {
      patientId,
      key: crypto.randomUUID(),
      ...named(task as Task),
      move: { kind: 'finish', note: '' },
    };
    expect((await callMutation(orders.bff, doctor, 'tasks.move', move)).status).toBe(403);
    const late = await orders.fhir.update({
      ...(task as Task),
      id: task?.id ?? '',
      restriction: { period: { end: new Date(Date.now() - 60_000).toISOString() } },
    });
    expect((await listOf(doctor)).rows[0]).toMatchObject({ kind: 'countersign', isLate: true });
    expect((await call('countersign', doctor, sign)).status).toBe(412);
    expect((await call('countersign', doctor, { ...named(late), contest: null })).status).toBe(200);
    expect(await open('countersign')).toEqual([]);
  });

  it('is contested in words, which stand on the order and reach who wrote it down', async () => {
    const { data } = await call('recordVerbal', nurse, verbal());
    const [task] = await open('countersign');
    const contest = { ...named(task as Task), contest: 'Ce n’est pas ce que j’ai dit' };
    expect((await call('countersign', doctor, contest)).status).toBe(200);
    const order = await drug(data.ids[0]);
    expect(order).toMatchObject({ status: 'active' });
    expect(order.note?.at(-1)?.text).toMatch(/contestée : Ce n’est pas/);
    const told = (await tasks(null)).find(({ owner }) => owner?.reference === 'Practitioner/pract-infirmier');
    expect(told?.description).toBe('Prescription verbale contestée');
  });
});

it('who has no row in the table stops nothing', async () => {
  const [running, exam] = await ordered(senior, [drugLine(), serviceLine()]);
  await role('interne', 'nobody');
  const stops = [
    { kind: 'drug', act: 'stop', former: formerOf(await drug(running)), why: 'inutile' },
    {
      kind: 'service',
      act: 'stop',
      former: formerOf(await orders.fhir.read('ServiceRequest', exam ?? '')),
      why: 'inutile',
    },
  ];
  expect(issuesOf(await orders.sign(stops, { who: interne }))).toEqual([
    'lines.0.kind not-allowed',
    'lines.1.kind not-allowed',
  ]);
  expect(await drug(running)).toMatchObject({ status: 'active' });
});
