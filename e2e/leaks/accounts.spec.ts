import { randomUUID } from 'node:crypto';
import { newAccount } from '../directory.ts';
import { expect, test, Visitor } from './world.ts';

/** Families 17 and 21: sessions of a person, and who makes accounts. */
interface Own {
  most: number;
  sessions: { id: string; isThis: boolean }[];
}
const mine = (visitor: Visitor) => visitor.data<Own>('session.own');
const idOf = async (visitor: Visitor) =>
  (await mine(visitor)).sessions.find(({ isThis }) => isThis)?.id ?? '';
const isIn = async (visitor: Visitor) => (await visitor.query('session.me')).status === 200;

test('17 own sessions: one more than a person may have ends the oldest, and nobody else’s', async ({
  as,
  fhir,
  stack,
}) => {
  const other = await as('medecin'),
    account = await newAccount(stack, fhir, 'nurse');
  const first = await Visitor.signIn(stack, account.username),
    second = await Visitor.signIn(stack, account.username);
  const { most } = await mine(second);
  for (let i = 2; i < most; i += 1) await Visitor.signIn(stack, account.username);
  expect(await isIn(first), 'as many as allowed').toBe(true);
  const last = await Visitor.signIn(stack, account.username);
  expect(await isIn(first)).toBe(false);
  expect([await isIn(second), await isIn(last), await isIn(other)]).toEqual([true, true, true]);
  expect((await mine(last)).sessions).toHaveLength(most);
  await account.remove();
});

test('17 own sessions: those of somebody else are neither told nor ended', async ({ as, stack }) => {
  const nurse = await as('infirmier'),
    doctor = await Visitor.signIn(stack, 'medecin'),
    ofDoctor = await idOf(doctor);
  expect((await nurse.query('session.own')).text).not.toContain(ofDoctor);
  for (const sessionId of [ofDoctor, await idOf(nurse), randomUUID()])
    expect((await nurse.mutate('session.endOwn', { sessionId })).status).toBe(404);
  expect([await isIn(nurse), await isIn(doctor)]).toEqual([true, true]);
});

test('21 accounts: nobody but an administrator makes one, and an administrator none of a patient', async ({
  as,
}) => {
  const asked = {
    key: randomUUID(),
    family: 'Intrus',
    given: 'Jean',
    username: `intrus-${randomUUID().slice(0, 8)}`,
    role: 'doctor',
    first: { by: 'password' },
  };
  for (const username of ['medecin', 'dpo', 'secretaire', 'patient']) {
    const visitor = await as(username);
    expect((await visitor.mutate('administration.createAccount', asked)).status, username).toBe(403);
    expect((await visitor.query('administration.newAccount')).status, username).toBe(403);
  }
  const admin = await as('admin');
  for (const over of [
    { role: 'patient' },
    { role: 'system' },
    { role: 'admin', serviceId: 'org-cardiologie' },
  ])
    expect((await admin.mutate('administration.createAccount', { ...asked, ...over })).status).toBe(400);
  expect((await admin.query('administration.people', { text: asked.username })).text).toContain('"total":0');
});
