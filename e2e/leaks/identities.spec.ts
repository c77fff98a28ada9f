import { randomUUID } from 'node:crypto';
import { newPatient } from '../fhir.ts';
import { expect, expectClosed, test, type Answer } from './world.ts';

const dataOf = ({ text }: Answer): unknown => (JSON.parse(text) as { result: { data: unknown } }).result.data;

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

test('1 another patient: a merge is for those who look after identities, and tells nothing of why', async ({
  as,
  fhir,
  world: { theirs },
}) => {
  const second = await newPatient(fhir, {}, { isEntrusted: false });
  const pair = { patients: [theirs.id, second.id] };
  const secretary = await as('secretaire');
  const compared = await secretary.query('identities.comparePair', pair);
  expect(compared.status).toBe(200);
  expect(compared.text).toContain(theirs.family);
  // in kinds of the administration, and without a word of what moves
  for (const hidden of [theirs.word, theirs.condition, theirs.observation, theirs.document, theirs.study])
    expect(compared.text).not.toContain(hidden);
  const merge = (versions: Record<'kept' | 'other', string>) => ({
    ...{ key: randomUUID(), kept: second.id, other: theirs.id, versions, choices: {} },
  });
  const anyVersion = { kept: '1', other: '1' };
  for (const username of ['medecin', 'infirmier', 'pharmacien', 'radiologue', 'patient', 'dpo', 'admin']) {
    const other = await as(username);
    expectClosed(await other.query('identities.comparePair', pair), theirs, [403]);
    expectClosed(await other.query('identities.mergesOf', { patientId: theirs.id }), theirs, [403]);
    for (const [path, input] of [
      ['identities.merge', merge(anyVersion)],
      ['identities.undoMerge', { key: randomUUID(), mergeId: randomUUID() }],
      ['identities.followMerge', { key: randomUUID(), mergeId: randomUUID() }],
    ] as const)
      expectClosed(await other.mutate(path, input), theirs, [403]);
  }
  // nothing of it went in
  expect(await fhir.read(`Patient/${theirs.id}`)).not.toHaveProperty('link');
});

test('12 merged: what is hidden moves, and neither counts nor answers tell that it did', async ({
  as,
  fhir,
}) => {
  const [kept, other] = [
    await newPatient(fhir, {}, { isEntrusted: false }),
    await newPatient(fhir, {}, { isEntrusted: false }),
  ];
  const security = [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }];
  const hidden = await fhir.create({
    resourceType: 'Observation',
    status: 'final',
    meta: { security },
    code: { text: 'Secretum' },
    subject: { reference: other.reference },
  });
  const secretary = await as('secretaire');
  const compared = await secretary.query('identities.comparePair', { patients: [kept.id, other.id] });
  const { sides } = dataOf(compared) as { sides: { version: string; moves: Record<string, number> }[] };
  expect(Object.values(sides[1]?.moves ?? { unread: 1 })).toEqual([0, 0, 0, 0, 0, 0]);
  const merged = await secretary.mutate('identities.merge', {
    ...{ key: randomUUID(), kept: kept.id, other: other.id, choices: {} },
    versions: { kept: sides[0]?.version, other: sides[1]?.version },
  });
  expect(dataOf(merged)).toMatchObject({ patientId: kept.id, moved: 0 });
  const told = await secretary.query('identities.mergesOf', { patientId: kept.id });
  expect(dataOf(told)).toMatchObject({ merges: [{ moved: 0, madeSince: 0 }] });
  for (const { text } of [compared, merged, told]) {
    expect(text).not.toContain('Secretum');
    expect(text).not.toContain(hidden.id);
  }
  // it is in the record that is kept, as hidden as it was
  expect(await fhir.read(`Observation/${hidden.id ?? ''}`)).toMatchObject({
    subject: { reference: kept.reference },
    meta: { security },
  });
});
