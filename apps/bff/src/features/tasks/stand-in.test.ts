import { callMutation, type Visitor } from '@keneyapp/config/testing';
import { beforeAll, expect, it } from 'vitest';
import { daysFrom, me, startTasks, unit, type Tasks } from './testing-tasks.ts';

let { bff, put, lineOf, make, step } = {} as Tasks;
let doctor: Visitor, nurse: Visitor, pharmacist: Visitor;
const pharmacy = { key: 'Organization/tasks-pharmacy', role: null };
const away = { ...daysFrom(-10), standIn: 'Practitioner/pract-pharmacien' };
const set = (absence: object | null) => callMutation(bff, doctor, 'tasks.setAbsence', { absence });
const statusOf = async (...given: Parameters<Tasks['step']>) => (await step(...given)).status;

beforeAll(async () => {
  const tasks = await startTasks();
  ({ bff, put, lineOf, make, step } = tasks);
  ({ doctor, nurse, pharmacist } = tasks);
}, 180_000);

it('whoever stands in finishes the tasks of who is away, of another unit too', async () => {
  const forDoctor = await make(nurse, {});
  for (const wrong of [
    { ...away, toDay: '9999-01-01' },
    { ...away, ...daysFrom(500) },
  ])
    expect((await set(wrong)).status).toBe(400);
  expect((await step(pharmacist, forDoctor, { kind: 'take' })).status).toBe(403);
  expect((await set(away)).status).toBe(200);
  expect(await lineOf(pharmacist, forDoctor)).toMatchObject({ via: ['stand-in'], waits: true });
  expect((await step(pharmacist, forDoctor, { kind: 'take' })).status).toBe(200);
  expect((await step(pharmacist, forDoctor, { kind: 'finish', note: '' })).status).toBe(200);
  expect((await set(null)).status).toBe(200);
});

it('what somebody who stands in has taken stays in the unit that was asked: they give it back, also afterwards, and the others go on with it', async () => {
  const taken = async () => {
    const reference = await make(nurse, {});
    expect((await set(away)).status).toBe(200);
    expect(await statusOf(pharmacist, reference, { kind: 'take' })).toBe(200);
    return reference;
  };
  const handOn = (to: object) => ({ kind: 'hand-on', to, note: '' });
  const given = await taken();
  expect(await statusOf(pharmacist, given, handOn(pharmacy))).toBe(400);
  expect((await set(null)).status).toBe(200);
  expect(await statusOf(pharmacist, given, { kind: 'give-back' })).toBe(200);
  expect(await lineOf(doctor, given)).toMatchObject({ state: 'open', waits: true });

  const handed = await taken();
  expect(await statusOf(pharmacist, handed, handOn({ key: unit, role: 'doctor' }))).toBe(200);
  expect((await set(null)).status).toBe(200);
  expect(await statusOf(doctor, handed, { kind: 'take' })).toBe(200);

  // who asked calls it off; who is back takes it, and opens it again
  expect(await statusOf(nurse, await taken(), { kind: 'call-off' })).toBe(200);
  const back = await taken();
  expect((await set(null)).status).toBe(200);
  expect(await statusOf(doctor, back, { kind: 'take' })).toBe(200);
  const done = await taken();
  expect(await statusOf(pharmacist, done, { kind: 'finish', note: '' })).toBe(200);
  expect((await set(null)).status).toBe(200);
  expect(await statusOf(doctor, done, { kind: 'reopen' })).toBe(200);
});

it('a task of the unit that somebody took before they went away is given back to the unit by whoever stands in', async () => {
  const reference = await make(nurse, { to: { key: unit, role: null } });
  expect(await statusOf(doctor, reference, { kind: 'take' })).toBe(200);
  expect((await set(away)).status).toBe(200);
  expect(await statusOf(pharmacist, reference, { kind: 'take' })).toBe(200);
  expect(await statusOf(pharmacist, reference, { kind: 'give-back' })).toBe(200);
  expect(await statusOf(nurse, reference, { kind: 'take' })).toBe(200);
  expect((await set(null)).status).toBe(200);
});

it('what somebody asked who has left is handed on among those of the unit that was asked', async () => {
  await put({ resourceType: 'Practitioner', id: 'tasks-left', active: false, name: [{ family: 'Parti' }] });
  await put({
    ...{ resourceType: 'Task', id: 'tasks-of-left', status: 'requested', intent: 'order' },
    description: 'Rappeler le laboratoire',
    requester: { reference: 'Practitioner/tasks-left' },
    owner: { reference: me },
  } as const);
  const reference = 'Task/tasks-of-left';
  await expect.poll(async () => (await lineOf(doctor, reference))?.via, { timeout: 20_000 }).toEqual(['me']);
  const to = { key: unit, role: 'nurse' };
  expect(await statusOf(doctor, reference, { kind: 'hand-on', to: pharmacy, note: '' })).toBe(400);
  expect(await statusOf(doctor, reference, { kind: 'hand-on', to, note: '' })).toBe(200);
});

it('whoever works in no unit stands in for nobody', async () => {
  await put({ resourceType: 'Practitioner', id: 'tasks-nowhere', active: true, name: [{ family: 'Seul' }] });
  expect((await set({ ...away, standIn: 'Practitioner/tasks-nowhere' })).status).toBe(400);
});
