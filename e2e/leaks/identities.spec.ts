import { expect, expectClosed, test } from './world.ts';

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
  }
});
