import { randomUUID } from 'node:crypto';
import { newAccount, type TestAccount } from '../directory.ts';
import { expect, expectClosed, makeRecord, test as base, Visitor } from './world.ts';

/** Family 22, further: what opens an emergency access, for whom, how often, and what has to follow. */
const reason = 'Patient inconscient amené par le SAMU, antécédents inconnus';
/** A nurse of each case alone: what one opened is counted, and may be taken away from them. */
const test = base.extend<{ nurse: TestAccount & { visitor: Visitor } }>({
  nurse: async ({ stack, fhir }, use) => {
    const account = await newAccount(stack, fhir, 'nurse');
    await use({ ...account, visitor: await Visitor.signIn(stack, account.username) });
    await account.remove();
  },
});
const invisible: Record<string, string> = {
  'zero width': '\u200b\u200c\u200d\u2060\ufeff',
  'marks of direction': '\u200e\u200f\u202a\u202e\u2066\u2069',
  'Hangul fillers': '\u115f\u1160\u3164\uffa0',
  'the empty Braille cell': '\u2800',
  tags: '\u{e0001}\u{e0061}\u{e007f}',
  'variation selectors': '\ufe0f\u{e0100}',
  'spaces that do not break': '\u00a0\u2007\u202f',
  'marks without letters': '\u0301\u0302\u0303',
};

for (const [what, characters] of Object.entries(invisible))
  test(`22 emergency: a reason of nothing but ${what} opens nothing`, async ({
    nurse: { visitor },
    world: { theirs },
  }) => {
    for (const kind of ['other', 'vital'])
      expect(
        (
          await visitor.mutate('emergency.request', {
            patientId: theirs.id,
            kind,
            reason: characters.repeat(40),
          })
        ).status,
      ).toBe(400);
    expectClosed(await visitor.query('problems.list', { patientId: theirs.id }), theirs, [403]);
  });

test('22 emergency: a judgement says something that can be seen', async ({ as, fhir, nurse, stack }) => {
  const { visitor } = nurse,
    officer = await as('dpo'),
    { id: patientId } = await makeRecord(stack, fhir, []);
  const { current } = await visitor.done<{ current: { grantId: string } }>('emergency.request', {
    patientId,
    kind: 'other',
    reason,
  });
  await visitor.done('emergency.end', { patientId });
  for (const characters of Object.values(invisible))
    expect(
      (
        await officer.mutate('reviews.judge', {
          grantId: current.grantId,
          opinionId: randomUUID(),
          comment: characters.repeat(20),
        })
      ).status,
    ).toBe(400);
});

test('22 emergency: a patient who does not exist has none, and nothing to review', async ({ as }) => {
  const doctor = await as('medecin'),
    officer = await as('dpo');
  const before = await officer.data<{ open: number }>('reviews.list', {});
  for (const kind of ['other', 'vital'])
    expect(
      (await doctor.mutate('emergency.request', { patientId: 'nobody-has-this-id', kind, reason })).status,
    ).toBe(404);
  const after = await officer.data<{ open: number; reviews: { patientId: string }[] }>('reviews.list', {});
  expect(after.reviews.map((one) => one.patientId)).not.toContain('nobody-has-this-id');
  expect(after.open).toBeGreaterThanOrEqual(before.open);
});

test('22 emergency: opened over and over it is not one review each time', async ({
  as,
  fhir,
  nurse,
  stack,
}) => {
  const { visitor } = nurse,
    officer = await as('dpo'),
    own = await makeRecord(stack, fhir, []);
  for (let i = 0; i < 6; i += 1) {
    await visitor.done('emergency.request', { patientId: own.id, kind: 'other', reason });
    await visitor.done('emergency.request', { patientId: own.id, kind: 'other', reason });
    await visitor.done('emergency.end', { patientId: own.id });
  }
  const { reviews } = await officer.data<{ reviews: { patientId: string }[] }>('reviews.list', {
    limit: 200,
  });
  expect(reviews.filter((one) => one.patientId === own.id).length).toBeLessThanOrEqual(2);
});

test('22 emergency: many in a row are seen by the officer', async ({ as, fhir, nurse, stack }) => {
  const { visitor, username } = nurse,
    officer = await as('dpo');
  for (let i = 0; i < 6; i += 1) {
    const { id: patientId } = await makeRecord(stack, fhir, []);
    await visitor.done('emergency.request', { patientId, kind: 'other', reason });
  }
  const day = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());
  const { volumes } = await officer.data<{ volumes: { userName: string; of: string; n: number }[] }>(
    'audit.unusual',
    { from: day, to: day },
  );
  expect(volumes).toContainEqual(
    expect.objectContaining({ userName: expect.stringContaining(username), of: 'emergencies', n: 6 }),
  );
});

test('22 emergency: only a vital one opens without a word, which is waited for and shown as missing', async ({
  as,
  fhir,
  nurse,
  stack,
}) => {
  const { visitor } = nurse,
    officer = await as('dpo'),
    own = await makeRecord(stack, fhir, []);
  for (const kind of ['continuity', 'unconscious', 'transfer', 'other'])
    expect((await visitor.mutate('emergency.request', { patientId: own.id, kind })).status, kind).toBe(400);
  expectClosed(await visitor.query('problems.list', { patientId: own.id }), own, [403]);
  const { current } = await visitor.done<{ current: { grantId: string } }>('emergency.request', {
    patientId: own.id,
    kind: 'vital',
  });
  const text = async () =>
    (
      await officer.data<{ reviews: { grantId: string; text: string }[] }>('reviews.list', { limit: 200 })
    ).reviews.find((one) => one.grantId === current.grantId)?.text;
  expect(await text()).toBe('awaited');
  expect(await visitor.data<{ grantId: string }[]>('session.awaited', undefined)).toHaveLength(1);
  // nobody gives it for somebody else
  expect(
    (
      await (
        await as('medecin')
      ).mutate('emergency.explain', { patientId: own.id, grantId: current.grantId, reason })
    ).status,
  ).not.toBe(200);
  expect(await text()).toBe('awaited');
  await visitor.done('emergency.explain', { patientId: own.id, grantId: current.grantId, reason });
  expect(await text()).toBe('given');
  expect(await visitor.data('session.awaited', undefined)).toEqual([]);
});

test('22 emergency: nothing is offered under it that is refused under it', async ({ fhir, nurse, stack }) => {
  const { visitor } = nurse,
    own = await makeRecord(stack, fhir, []);
  await visitor.done('emergency.request', { patientId: own.id, kind: 'other', reason });
  expect(await visitor.data('consents.list', { patientId: own.id })).toMatchObject({ mayRecord: false });
  expect(await visitor.data('vitals.form', { patientId: own.id })).toMatchObject({
    subject: { canCorrect: false },
  });
});
