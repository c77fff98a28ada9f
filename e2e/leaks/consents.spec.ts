import { randomUUID } from 'node:crypto';
import { newPatient } from '../fhir.ts';
import {
  consentOf,
  daysFromNow,
  expect,
  expectClosed,
  labelled,
  letters,
  makeRecord,
  test,
} from './world.ts';

/** Family 21, by what a patient said: each refusal closes what it is about on the next request. */
for (const [what, kind, encounter] of [
  ['care by the unit', 'care', { status: 'in-progress', period: { start: daysFromNow(-2) } }],
  [
    'sharing with who cared before',
    'sharing',
    { status: 'finished', period: { start: daysFromNow(-20), end: daysFromNow(-10) } },
  ],
] as const) {
  test(`21 consent: refused is ${what}`, async ({ fhir, staff }) => {
    const { visitor } = await staff('doctor');
    const { id, reference, family } = await newPatient(fhir, {}, { isEntrusted: false });
    await fhir.create({
      resourceType: 'Encounter',
      class: { code: 'IMP' },
      subject: { reference },
      serviceProvider: { reference: 'Organization/org-cardiologie' },
      ...encounter,
    });
    const open = () => visitor.query('problems.list', { patientId: id });
    expect((await open()).status).toBe(200);
    await fhir.create(consentOf(reference, kind, 'deny'));
    const closed = await open();
    expectClosed(closed, { family, word: id }, [403]);
    expect(closed.text).toContain(`consent-${kind}`);
  });
}
test('21 consent: a portal that is closed shows a patient neither record nor agenda', async ({
  fhir,
  self: { patient, visitor },
}) => {
  const { id } = await fhir.create(consentOf(patient.reference, 'portal', 'deny'));
  const agenda = await visitor.query('appointments.agenda', {});
  const closed = await visitor.query('problems.list', { patientId: patient.id });
  await fhir.request('DELETE', `Consent/${id}`);
  expectClosed(closed, { family: patient.family, word: id }, [403]);
  expectClosed(agenda, { family: patient.family, word: id }, [403]);
  for (const [path, input] of [
    ['problems.list', { patientId: patient.id }],
    ['appointments.agenda', {}],
  ] as const)
    expect((await visitor.query(path, input)).status, path).toBe(200);
});
test('21 delegation: opens one chart while it lasts, and nothing is written with it', async ({
  fhir,
  stack,
  self: { patient, visitor },
}) => {
  const [entrusted, other] = [await makeRecord(stack, fhir, []), await makeRecord(stack, fhir, [])];
  const asked = { patientId: entrusted.id };
  expectClosed(await visitor.query('problems.list', asked), entrusted, [403]);
  const given = await fhir.create(
    consentOf(entrusted.reference, 'delegation', 'permit', { actors: [patient.reference] }),
  );
  expect((await visitor.query('problems.list', asked)).text).toContain(entrusted.word);
  expectClosed(await visitor.query('problems.list', { patientId: other.id }), other, [403]);
  const { token } = await visitor.data<{ token: string }>('consents.list', asked);
  const decision = { ...asked, key: randomUUID(), token, kind: 'research', agrees: true };
  expect((await visitor.mutate('consents.choose', decision)).status).toBe(403);
  await fhir.update({
    ...given,
    ...consentOf(entrusted.reference, 'delegation', 'permit', {
      actors: [patient.reference],
      period: { end: daysFromNow(-2).slice(0, 10) },
    }),
  });
  expectClosed(await visitor.query('problems.list', asked), entrusted, [403]);
});
test('12 hidden: what is labelled, from who acts for the patient', async ({
  fhir,
  self: { patient, visitor },
}) => {
  const { id, reference } = await newPatient(fhir, {}, { isEntrusted: false });
  await fhir.create(consentOf(reference, 'delegation', 'permit', { actors: [patient.reference] }));
  const words = [`notatum${letters()}`, `apertum${letters()}`] as const;
  for (const [i, text] of words.entries())
    await fhir.create({
      resourceType: 'Condition',
      subject: { reference },
      code: { text },
      ...(i === 0 ? { meta: labelled('R') } : {}),
    });
  const { text } = await visitor.query('problems.list', { patientId: id });
  expect(text).toContain(words[1]);
  expect(text).not.toContain(words[0]);
});
test('21 drafts: of a chart that was closed since are not listed', async ({ fhir, staff, world }) => {
  const { visitor, practitioner } = await staff('doctor');
  const { id, reference } = await newPatient(fhir, {}, { isEntrusted: false });
  const team = await fhir.create({
    resourceType: 'CareTeam',
    status: 'active',
    subject: { reference },
    participant: [{ member: { reference: practitioner } }],
  });
  const draft = { patientId: id, form: 'vitals.record', base: '' };
  await visitor.done('drafts.save', { ...draft, content: '{"note":"x"}', counter: 0 });
  expect((await visitor.query('drafts.list')).text).toContain(id);
  await fhir.update({ ...team, status: 'inactive' });
  const listed = await visitor.query('drafts.list');
  expect(listed.status).toBe(200);
  expect(listed.text).not.toContain(id);
  expectClosed(await visitor.query('drafts.get', draft), { word: id, family: world.mine.family }, [403]);
});
