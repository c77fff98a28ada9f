import { expect, expectClosed, test } from './world.ts';

/** A birth with a mother of whom nothing is known. */
const birthOf = (patientId: string) => ({
  patientId,
  key: crypto.randomUUID(),
  mother: { birthName: 'Nobody', birthDate: '1901-01-01' },
  birthName: null,
  birthDate: '2026-01-01',
  birthPlace: { code: '37261', name: 'Tours' },
  children: [{ firstGivenName: null, sex: 'female', birthTime: null }],
  others: [],
});

/** Family 11: who looks after identities sees who people are, and nothing of why they are here. */
test('1 another patient: identities are for those who register, and say nothing of why', async ({
  as,
  world: { theirs },
}) => {
  const typed = { birthName: theirs.family };
  const secretary = await as('secretaire');
  const found = await secretary.query('identities.alike', typed);
  expect(found.status).toBe(200);
  const form = await secretary.query('identities.form', { patientId: theirs.id });
  expect(form.text).toContain(theirs.family);
  for (const { text } of [found, form]) expect(text).not.toContain(theirs.word);
  // who does not know the mother learns nothing of her, and registers no child of hers
  const guess = await secretary.mutate('identities.registerNewborn', birthOf(theirs.id));
  expect(guess.status).toBe(400);
  expect(guess.text).not.toContain(theirs.family);
  // a nurse registers, and opens the identities of those she cares for
  const nurse = await as('infirmier');
  for (const path of ['identities.form', 'identities.suspects'])
    expectClosed(await nurse.query(path, { patientId: theirs.id }), theirs, [403]);
  for (const username of ['pharmacien', 'radiologue', 'patient', 'dpo', 'admin']) {
    const other = await as(username);
    for (const [path, input] of [
      ['identities.alike', typed],
      ['identities.form', { patientId: theirs.id }],
      ['identities.suspects', { patientId: theirs.id }],
      ['identities.open', undefined],
    ] as const)
      expectClosed(await other.query(path, input), theirs, [403]);
    expectClosed(await other.mutate('identities.registerNewborn', birthOf(theirs.id)), theirs, [403]);
  }
});
