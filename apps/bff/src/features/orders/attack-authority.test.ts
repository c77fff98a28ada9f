import {
  callMutation,
  callQuery,
  entrustPatients,
  signInOverHttp,
  type Visitor,
} from '@keneyapp/config/testing';
import { matches } from '@keneyapp/fhir-model/bundles';
import { addDays } from '@keneyapp/fhir-model/hospital-days';
import { ordersOfTask, orderTaskOf, type OrderTask } from '@keneyapp/fhir-model/order-task';
import { readTask } from '@keneyapp/fhir-model/task';
import type { MedicationRequest, Resource, ServiceRequest, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResult } from '../../testing-http.ts';
import {
  drugLine,
  formerOf,
  issuesOf,
  morphine,
  morphineWords,
  regimen,
  serviceLine,
  startOrders,
  today,
  type Orders,
} from './testing-orders.ts';
import type { SignedView } from './view.ts';

/** Ways around who answers for an order. */
let orders: Orders;
let interne: Visitor, senior: Visitor, student: Visitor, nurse: Visitor;
const [patientId, home] = ['attack-ward', 'attack-out-home'];
const ward = { reference: 'Organization/svc-attack', display: 'Cardiologie' };
const everybody = ['medecin', 'interne', 'senior', 'etudiant', 'infirmier'];
const own = 'https://keneyapp.example/profession';
const directory = 'https://mos.esante.gouv.fr/NOS/TRE_G15-ProfessionSante/FHIR/TRE-G15-ProfessionSante';

beforeAll(async () => {
  orders = await startOrders(patientId, home);
  const { fhir, sandbox } = orders;
  await fhir.update({ resourceType: 'Organization', id: 'svc-attack', name: 'Cardiologie', active: true });
  for (const [name, family, code, system] of [
    ['interne', 'Cherif', 'interne', own],
    ['etudiant', 'Petit', 'student', own],
    ['senior', 'Fontaine', '10', directory],
    ['medecin', 'Moreau', '10', directory],
    ['infirmier', 'Lefèvre', '60', directory],
  ] as const) {
    await fhir.update({
      resourceType: 'PractitionerRole',
      id: `role-${name}`,
      active: true,
      practitioner: { reference: `Practitioner/pract-${name}` },
      organization: ward,
      code: [{ coding: [{ system, code }] }],
    });
    await fhir.update({
      resourceType: 'Practitioner',
      id: `pract-${name}`,
      active: true,
      name: [{ family }],
    });
  }
  await entrustPatients(sandbox, [patientId, home], everybody);
  const signIn = (name: string) => signInOverHttp(orders.bff, sandbox, name);
  interne = await signIn('interne');
  senior = await signIn('senior');
  student = await signIn('etudiant');
  nurse = await signIn('infirmier');
}, 180_000);
afterAll(() => orders?.stop());

const open = async (kind: OrderTask, of: string = patientId): Promise<Task[]> =>
  matches(await orders.fhir.search('Task', { patient: `Patient/${of}`, _count: 100 }), 'Task').filter(
    (task) => orderTaskOf(task) === kind && !['done', 'called-off'].includes(readTask(task).state),
  );
const call = async (path: string, who: Visitor, input: object) =>
  readResult<SignedView>(
    await callMutation(orders.bff, who, path, { patientId, key: crypto.randomUUID(), ...input }),
  );
const named = ({ id, meta }: Resource) => ({ id, version: meta?.versionId });
const drug = (id = ''): Promise<MedicationRequest> => orders.fhir.read('MedicationRequest', id);
const exam = (id = ''): Promise<ServiceRequest> => orders.fhir.read('ServiceRequest', id);
const ordered = async (who: Visitor, lines: object[], of = patientId) => {
  const result = await orders.sign(lines, { who, patientId: of });
  expect(issuesOf(result)).toBeUndefined();
  return result.data.ids;
};
const veryRestricted = {
  security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }],
};
/** Kept back from who is tied by their service alone. */
async function keptBack<R extends MedicationRequest | ServiceRequest>(stored: R, from: string): Promise<R> {
  const others = everybody.filter((one) => one !== from);
  await entrustPatients(orders.sandbox, [patientId], others);
  const stay = await orders.fhir.read('Encounter', `${patientId}-stay`);
  await orders.fhir.update({ ...stay, id: stay.id ?? '', serviceProvider: ward });
  return (await orders.fhir.update({ ...stored, id: stored.id ?? '', meta: veryRestricted })) as R;
}
const entrustAll = () => entrustPatients(orders.sandbox, [patientId], everybody);
const opioid = (start: string, days: number) =>
  drugLine({
    ...{ coded: { text: morphineWords, code: morphine }, setting: 'community', start },
    regimen: {
      ...regimen,
      steps: [
        { ...regimen.steps[0], dose: { value: '10', unit: 'mg' }, duration: { value: days, unit: 'd' } },
      ],
    },
  });

describe('an order that a senior is not shown', () => {
  it('is not reread by a step of the list of tasks, and no task tells what it is', async () => {
    const [id] = await ordered(interne, [drugLine({ note: 'secret du dossier' }), serviceLine()]);
    await keptBack(await drug(id), 'senior');
    const [task] = await open('reread');
    const finish = { ...named(task as Task), move: { kind: 'finish', note: 'Relu' } };
    expect((await call('tasks.move', senior, finish)).status).toBe(403);
    expect(ordersOfTask((await open('reread'))[0] as Task)).toMatchObject([{ said: null }, { said: null }]);
    const lists = [
      await callQuery(orders.bff, senior, 'tasks.list', {}),
      await callQuery(orders.bff, senior, 'tasks.listOrders', undefined),
    ];
    for (const list of lists) {
      const text = JSON.stringify((await readResult<unknown>(list)).data);
      expect(text).toContain(task?.id);
      expect(text).not.toMatch(/doliprane|secret du dossier/i);
    }
    await entrustAll();
    expect((await call('tasks.move', senior, finish)).status).toBe(200);
  });

  it('is stopped by nobody, by word neither', async () => {
    const [id, other] = await ordered(senior, [drugLine(), serviceLine()]);
    const hiddenDrug = await keptBack(await drug(id), 'infirmier');
    const hiddenExam = await keptBack(await exam(other), 'infirmier');
    const stop = (kind: string, former: Resource) =>
      call('orders.recordVerbal', nurse, {
        lines: [{ kind, act: 'stop', former: formerOf(former), why: 'choc' }],
        ...{ answers: [], doctor: 'Practitioner/pract-medecin', how: 'telephone' },
        ...{ emergency: 'Choc, médecin au bloc', isReadBack: true },
      });
    expect(issuesOf(await stop('drug', hiddenDrug))).toEqual(['lines.0.former gone']);
    expect(issuesOf(await stop('service', hiddenExam))).toEqual(['lines.0.former gone']);
    await entrustAll();
    expect([(await drug(id)).status, (await exam(other)).status]).toEqual(['active', 'active']);
  });
});

describe('what a student proposed', () => {
  it('is no way around the longest time of a narcotic', async () => {
    // each alone is short enough, and none of them runs while the other is proposed
    await ordered(student, [opioid(today, 28)], home);
    await ordered(student, [opioid(addDays(today, 28), 28)], home);
    const [first, second] = await open('validate', home);
    const validate = (task: Task | undefined) =>
      call('orders.validate', senior, {
        patientId: home,
        ...named(task as Task),
        verdict: { kind: 'validate', answers: [] },
      });
    expect((await validate(first)).status).toBe(200);
    expect(issuesOf(await validate(second))).toEqual(['verdict beyond-28-days-with-running']);
  });

  it('and was refused is nothing that the patient reads', async () => {
    const [id, other] = await ordered(student, [drugLine(), serviceLine()]);
    const [task] = await open('validate');
    const refuse = { ...named(task as Task), verdict: { kind: 'refuse', why: 'Étudiant : à revoir' } };
    expect((await call('orders.validate', senior, refuse)).status).toBe(200);
    for (const order of [await drug(id), await exam(other)])
      expect(order.meta?.tag).toContainEqual(expect.objectContaining({ code: 'withheld' }));
  });

  it('is neither printed, renewed, revised nor stopped', async () => {
    const [id] = await ordered(student, [drugLine({ setting: 'community' })], home);
    const former = formerOf(await drug(id));
    for (const act of [
      { act: 'stop', why: 'inutile' },
      drugLine({ act: 'revise', why: 'moins', setting: 'community' }),
      { act: 'renew', start: today, duration: { value: 3, unit: 'd' } },
    ])
      for (const who of [student, senior])
        expect(
          issuesOf(await orders.sign([{ kind: 'drug', former, ...act }], { who, patientId: home })),
        ).toEqual(['lines.0.former ended']);
    expect((await call('orders.print', senior, { patientId: home, requestId: id })).status).toBe(400);
    expect((await drug(id)).status).toBe('draft');
  });
});

describe('an order by word', () => {
  it('that stops another one is said on the order that it stops', async () => {
    const [id] = await ordered(senior, [drugLine()]);
    const lines = [{ kind: 'drug', act: 'stop', former: formerOf(await drug(id)), why: 'choc' }];
    const stop = await call('orders.recordVerbal', nurse, {
      ...{ lines, answers: [], doctor: 'Practitioner/pract-medecin', how: 'telephone' },
      ...{ emergency: 'Choc, médecin au bloc', isReadBack: true },
    });
    expect(issuesOf(stop)).toBeUndefined();
    const stopped = await drug(id);
    expect(stopped.status).toBe('stopped');
    expect(stopped.note?.at(-1)?.text).toMatch(/verbale par téléphone de .*Moreau.*Choc/);
  });

  it('is of a doctor who still works here', async () => {
    const word = { lines: [drugLine()], answers: [], how: 'present', emergency: 'Choc', isReadBack: true };
    const say = (doctor: string) => call('orders.recordVerbal', nurse, { ...word, doctor });
    await orders.fhir.update({
      resourceType: 'PractitionerRole',
      id: 'role-gone',
      active: true,
      practitioner: { reference: 'Practitioner/pract-gone' },
      code: [{ coding: [{ system: directory, code: '10' }] }],
      period: { end: addDays(today, -2) },
    });
    await orders.fhir.update({ resourceType: 'Practitioner', id: 'pract-gone', active: true });
    for (const doctor of ['pract-gone', 'pract-infirmier', 'pract-etudiant', 'pract-interne'])
      expect(issuesOf(await say(`Practitioner/${doctor}`)), doctor).toEqual(['doctor no-doctor']);
  });
});

it('whoever was in training is no doctor of the house once their place there has ended', async () => {
  const stored = await orders.fhir.read('PractitionerRole', 'role-interne');
  for (const over of [{ period: { end: addDays(today, -2) } }, { active: false }]) {
    await orders.fhir.update({ ...stored, id: 'role-interne', ...over });
    expect(issuesOf(await orders.sign([drugLine()], { who: interne, patientId }))).toEqual([
      'lines.0.kind no-rereader',
    ]);
  }
  await orders.fhir.update({ ...stored, id: 'role-interne' });
});
