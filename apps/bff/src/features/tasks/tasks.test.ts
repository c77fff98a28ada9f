import { callMutation, callQuery, type Visitor } from '@keneyapp/config/testing';
import { patientReference } from '@keneyapp/fhir-model/references';
import { readTask } from '@keneyapp/fhir-model/task';
import { beforeAll, expect, it } from 'vitest';
import { asked, dataOf, daysFrom, me, startTasks, unit, type Tasks } from './testing-tasks.ts';
import type { Found } from './view.ts';

let tasks: Tasks;
let doctor: Visitor, nurse: Visitor, pharmacist: Visitor, patient: Visitor;
let { bff, fhir, put, inbox, count, lineOf, make, refusedOf, step } = {} as Tasks;
beforeAll(async () => {
  tasks = await startTasks();
  ({ bff, fhir, put, inbox, count, lineOf, make, refusedOf, step } = tasks);
  ({ doctor, nurse, pharmacist, patient } = tasks);
}, 180_000);

it('a task of a chart is counted by whom it is for, taken and done; who and when is told; a step over another is refused', async () => {
  const before = await count(doctor);
  const made = { patientId: 'tasks-open', due: new Date(Date.now() - 3_600_000).toISOString() };
  const reference = await make(nurse, made);
  expect(await count(doctor)).toEqual({ waiting: before.waiting + 1, late: before.late + 1 });
  const line = await lineOf(doctor, reference);
  expect(line).toMatchObject({ state: 'open', isLate: true, waits: true, via: ['me'] });
  expect(line?.words).toMatchObject({ title: 'Renouveler la perfusion', patient: { birthName: 'Tachard' } });
  // the pharmacist was not asked; nobody takes over what they did not see
  const own = { patientId: 'tasks-open' };
  expect((await step(pharmacist, reference, { kind: 'take' }, own)).status).toBe(403);
  expect((await step(doctor, reference, { kind: 'take' }, { ...own, version: '99' })).status).toBe(412);
  expect((await step(doctor, reference, { kind: 'take' }, own)).status).toBe(200);
  // who asked sees that it is taken, and by whom
  expect(await lineOf(nurse, reference)).toMatchObject({ state: 'taken', via: ['made'], waits: false });
  expect((await step(doctor, reference, { kind: 'finish', note: 'Fait' }, own)).status).toBe(200);
  expect((await count(doctor)).waiting).toBe(before.waiting);
  const { words } = (await lineOf(nurse, reference)) ?? {};
  expect(words?.steps.map(({ kind, by }) => [kind, by?.key])).toEqual([
    ['made', 'Practitioner/pract-infirmier'],
    ['taken', me],
    ['done', me],
  ]);
  expect((await step(doctor, reference, { kind: 'take' }, own)).status).toBe(412);
  expect((await step(doctor, reference, { kind: 'reopen' }, own)).status).toBe(200);
  expect((await count(doctor)).waiting).toBe(before.waiting + 1);
  const until = new Date(Date.now() + 3_600_000).toISOString();
  expect((await step(doctor, reference, { kind: 'put-off', until }, own)).status).toBe(200);
  expect((await count(doctor)).waiting).toBe(before.waiting);
  expect(await lineOf(doctor, reference)).toMatchObject({ state: 'put-off', waits: false });
});

it('of a chart that is closed it tells that there is something and who asked, and not one word', async () => {
  const reference = await make(nurse, { patientId: 'tasks-closed', note: 'Kaliémie à 6,8' });
  const response = await callQuery(bff, doctor, 'tasks.list');
  const text = await response.text();
  expect(text).not.toMatch(/Kaliémie à 6,8|tasks-closed/);
  const line = await lineOf(doctor, reference);
  expect(line).toMatchObject({ words: null, waits: true, from: { isMe: false } });
  expect(line?.from.name).toBeTruthy();
  // neither is it moved
  expect((await step(doctor, reference, { kind: 'take' }, { patientId: 'tasks-closed' })).status).toBe(403);
});

it('a task of a chart that is moved as one of a unit is answered as one that is not there, whatever the version', async () => {
  const reference = await make(nurse, { patientId: 'tasks-closed' });
  const answers = [];
  for (const [id, version] of [
    ['tasks-unheard-of', '1'],
    [reference.slice('Task/'.length), '1'],
    [reference.slice('Task/'.length), '99'],
  ]) {
    const input = { key: crypto.randomUUID(), id, version, move: { kind: 'take' } };
    const response = await callMutation(bff, doctor, 'tasks.moveInUnit', input);
    const told = (await response.text()).replace(/"requestId":"[^"]*"/, '');
    answers.push({ status: response.status, told });
  }
  expect(answers[0]?.status).toBe(404);
  expect(answers.slice(1)).toEqual([answers[0], answers[0]]);
  // of a unit: who was not asked is told nothing of its version
  const forDoctor = await make(nurse, {});
  expect((await step(pharmacist, forDoctor, { kind: 'take' })).status).toBe(403);
  const input = { key: crypto.randomUUID(), id: forDoctor.slice('Task/'.length), move: { kind: 'take' } };
  const wrong = await callMutation(bff, pharmacist, 'tasks.moveInUnit', { ...input, version: '99' });
  expect(wrong.status).toBe(403);
});

it('a task of a unit is of those who work there, by role too; a stand-in has those of who is away', async () => {
  const before = [await count(doctor), await count(nurse)].map(({ waiting }) => waiting);
  const forRole = await make(doctor, { to: { key: unit, role: 'nurse' } });
  const forUnit = await make(nurse, { to: { key: unit, role: null } });
  const after = [await count(doctor), await count(nurse)].map(({ waiting }) => waiting);
  expect(after).toEqual([(before[0] ?? 0) + 1, (before[1] ?? 0) + 2]);
  expect(await lineOf(nurse, forRole)).toMatchObject({ via: ['role'] });
  expect((await step(doctor, forUnit, { kind: 'take' })).status).toBe(200);
  // it is taken, and the unit sees by whom
  expect(await lineOf(nurse, forUnit)).toMatchObject({ state: 'taken', waits: false });
  const forDoctor = await make(nurse, {});
  const days = { ...daysFrom(-10), standIn: 'Practitioner/pract-infirmier' };
  const set = async (absence: object | null) =>
    (await callMutation(bff, doctor, 'tasks.setAbsence', { absence })).status;
  expect(await set({ ...days, standIn: me })).toBe(400);
  expect(await set(days)).toBe(200);
  expect(await lineOf(nurse, forDoctor)).toMatchObject({ via: ['stand-in', 'made'], waits: true });
  expect((await inbox(nurse)).standsInFor).toHaveLength(1);
  expect(await set(null)).toBe(200);
  expect(await lineOf(nurse, forDoctor)).toMatchObject({ via: ['made'], waits: false });
});

it('a task of no chart stays among those who work together, whoever is asked first, next or later', async () => {
  const pharmacy = { key: 'Organization/tasks-pharmacy', role: null };
  const issueOf = (...path: (string | number)[]) => [{ path, message: 'other-unit' }];
  expect(await refusedOf({ to: pharmacy })).toMatchObject(issueOf('to'));
  expect(await refusedOf({ levels: [{ to: pharmacy, afterMinutes: 30 }] })).toMatchObject(
    issueOf('levels', 0, 'to'),
  );
  const reference = await make(doctor, { to: { key: unit, role: null } });
  const refused = await step(nurse, reference, { kind: 'hand-on', to: pharmacy, note: '' });
  expect(refused.status).toBe(400);
  expect(await refused.text()).toContain('other-unit');
  // a notice goes to whoever is to know
  await make(doctor, { kind: 'notice', to: pharmacy });
});

it('says of patients where they are and whose name is like another’s, where their stays are open to the reader', async () => {
  const subject = { reference: patientReference('tasks-alike') };
  const stay = {
    ...({ resourceType: 'Encounter', status: 'in-progress', class: { code: 'IMP' }, subject } as const),
    period: { start: new Date(Date.now() - 3_600_000).toISOString() },
  };
  // the nurse is there by this stay alone, which shows them nothing that carries a label
  await put({
    ...{ ...stay, id: 'tasks-stay' },
    participant: [{ individual: { reference: 'Practitioner/pract-infirmier' } }],
  });
  await put({
    ...{ ...stay, id: 'tasks-secret' },
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'PSY' }] },
    location: [{ status: 'active', location: { reference: 'Location/tasks-bed', display: 'Lit 7' } }],
  });
  const toUnit = { to: { key: unit, role: null } };
  await make(doctor, { ...toUnit, patientId: 'tasks-open' });
  const reference = await make(doctor, { ...toUnit, patientId: 'tasks-alike' });
  const patientOf = async (who: Visitor) => (await lineOf(who, reference))?.words?.patient;
  expect(await patientOf(doctor)).toMatchObject({ isHomonym: true, location: { text: 'Lit 7' } });
  expect(await patientOf(nurse)).toMatchObject({ isHomonym: true, location: null });
  // of an older stay that nobody ended nothing is told
  await put({
    ...{ ...stay, id: 'tasks-ancient', period: { start: '2026-01-01T08:00:00Z' } },
    location: [{ status: 'active', location: { reference: 'Location/tasks-old', display: 'Lit 1' } }],
  });
  expect(await patientOf(doctor)).toMatchObject({ location: { text: 'Lit 7' } });
});

it('what is immediate stands above what is late', async () => {
  const late = await make(nurse, { due: new Date(Date.now() - 60_000).toISOString(), priority: 'urgent' });
  const now = await make(nurse, { priority: 'stat' });
  const lines = (await inbox(doctor)).lines.map(({ reference }) => reference);
  expect(lines.indexOf(now)).toBeLessThan(lines.indexOf(late));
});

it('a notice is read once by each, and told to who wrote it; what another system wrote arrives as well', async () => {
  const before = await count(doctor);
  const reference = await make(nurse, { kind: 'notice', title: 'Réunion à 15 h' });
  expect(await count(doctor)).toEqual({ ...before, waiting: before.waiting + 1 });
  const see = (who: Visitor) =>
    callMutation(bff, who, 'tasks.see', { id: reference.slice('Communication/'.length) });
  expect((await see(pharmacist)).status).toBe(404);
  for (let twice = 0; twice < 2; twice += 1) expect((await see(doctor)).status).toBe(200);
  expect(await count(doctor)).toEqual(before);
  expect((await lineOf(nurse, reference))?.seenBy).toHaveLength(1);
  await put({
    resourceType: 'Task',
    id: 'tasks-foreign',
    status: 'requested',
    intent: 'order',
    description: 'Rappeler le laboratoire',
    owner: { reference: 'PractitionerRole/tasks-role-medecin' },
  });
  await expect
    .poll(async () => (await lineOf(doctor, 'Task/tasks-foreign'))?.via, { timeout: 20_000 })
    .toEqual(['me']);
});

it('patients have none, and are told so without a list; those who are asked are found by their names', async () => {
  expect((await callQuery(bff, patient, 'tasks.list')).status).toBe(403);
  expect(await count(patient)).toEqual({ waiting: 0, late: 0 });
  const found = await dataOf<Found[]>(await callQuery(bff, doctor, 'tasks.find', { words: 'unité des tâ' }));
  expect(found.map(({ kind, role }) => role ?? kind)).toEqual(
    expect.arrayContaining(['unit', 'nurse', 'secretary']),
  );
  const ofRole = await dataOf<Found[]>(
    await callQuery(bff, doctor, 'tasks.find', { words: 'infirmières des tâches' }),
  );
  expect(ofRole.filter(({ key }) => key === unit)).toMatchObject([{ role: 'nurse', isEmpty: false }]);
  // everybody's profession is known there, and nobody is a pharmacist
  const empty = await dataOf<Found[]>(
    await callQuery(bff, doctor, 'tasks.find', { words: 'pharmaciens unité' }),
  );
  expect(empty.filter(({ key }) => key === unit)).toMatchObject([{ role: 'pharmacist', isEmpty: true }]);
  // a unit is found by its name, though it is that of a role too; a title is no part of a name
  const named = async (words: string) =>
    (await dataOf<Found[]>(await callQuery(bff, doctor, 'tasks.find', { words }))).map(
      ({ key, kind }) => `${kind} ${key}`,
    );
  expect(await named('Pharmacie des tâches')).toContain('unit Organization/tasks-pharmacy');
  expect(await named('docteur martin')).toContain(`person ${me}`);
  const nobody = {
    to: { key: 'Practitioner/nobody', role: null },
    ...{ key: crypto.randomUUID(), title: 'abc' },
  };
  const refused = await callMutation(bff, doctor, 'tasks.createInUnit', { ...asked, ...nobody });
  expect(refused.status).toBe(400);
  for (const due of ['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-12:00'])
    expect(await refusedOf({ due })).toMatchObject([{ path: ['due'] }]);
  expect(readTask(await fhir.read('Task', 'tasks-foreign')).state).toBe('open');
});
