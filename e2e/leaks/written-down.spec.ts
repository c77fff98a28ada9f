import { randomUUID } from 'node:crypto';
import type { ConsentsView } from '@keneyapp/bff/features/consents/view';
import { newOutsider } from '../directory.ts';
import { newPatient } from '../fhir.ts';
import {
  consentOf,
  daysFromNow,
  expect,
  expectClosed,
  makeRecord,
  test,
  Visitor,
  type Record_,
} from './world.ts';

type View = Pick<ConsentsView, 'token' | 'done'> & { proposals: { id: string; closedTo: string | null }[] };
const pdf = { data: Buffer.from(`%PDF-1.7\n${'a signed page '.repeat(20)}`).toString('base64') };
/** Of the hospital: after midnight in Paris it is another day than in UTC. */
const today = () => new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format();

/** A change on what there is now. */
const change = async (who: Visitor, procedure: string, patientId: string, input: object) => {
  const { token } = await who.data<View>('consents.list', { patientId });
  return who.mutate(`consents.${procedure}`, { patientId, key: randomUUID(), token, ...input });
};
const done = async (...asked: Parameters<typeof change>): Promise<View> => {
  const { status, text } = await change(...asked);
  expect(status, text).toBe(200);
  return (JSON.parse(text) as { result: { data: View } }).result.data;
};
const to = (id: string) => ({ delegate: { by: 'record', delegateId: id } });
const isClosed = async (visitor: Visitor, record: Record_) =>
  expectClosed(await visitor.query('problems.list', { patientId: record.id }), record, [403]);

/** Family 21, by what staff write down: what closes something holds at once, what opens something waits. */
test('21 written down: a delegation opens nothing until the patient confirms it', async ({
  fhir,
  stack,
  staff,
  self: { patient, visitor },
}) => {
  const record = await makeRecord(stack, fhir, []);
  const { visitor: secretary } = await staff('secretary');
  const { done: how, proposals } = await done(secretary, 'delegate', record.id, to(patient.id));
  await isClosed(visitor, record);
  expect(how).toBe('proposed');
  const account = await newOutsider(stack, fhir, record.reference);
  const owner = await Visitor.signIn(stack, account.username);
  await done(owner, 'confirm', record.id, { consentId: proposals[0]?.id });
  expect((await visitor.query('problems.list', { patientId: record.id })).text).toContain(record.word);
  await account.remove();
});
test('21 written down: one person alone confirms nothing, with the form neither', async ({
  fhir,
  stack,
  staff,
  self: { patient, visitor },
}) => {
  const record = await makeRecord(stack, fhir, []);
  const { visitor: secretary } = await staff('secretary');
  const form = { signedOn: today(), form: pdf };
  const { proposals } = await done(secretary, 'delegate', record.id, { ...to(patient.id), ...form });
  expect((await change(secretary, 'confirm', record.id, { consentId: proposals[0]?.id })).status).toBe(403);
  await isClosed(visitor, record);
});
test('21 written down: a second person confirms with the form, and not without', async ({
  as,
  fhir,
  stack,
  staff,
  self: { patient, visitor },
}) => {
  const record = await makeRecord(stack, fhir, []);
  const [{ visitor: first }, second] = [await staff('secretary'), await as('secretaire')];
  const { proposals } = await done(first, 'delegate', record.id, to(patient.id));
  const one = { consentId: proposals[0]?.id };
  expect((await change(second, 'confirm', record.id, one)).text).toContain('needs-form');
  await isClosed(visitor, record);
  await done(first, 'attach', record.id, { ...one, signedOn: today(), form: pdf });
  await done(second, 'confirm', record.id, one);
  expect((await visitor.query('problems.list', { patientId: record.id })).status).toBe(200);
});
test('21 written down: a file that is no form is none, whatever its name', async ({
  fhir,
  stack,
  staff,
  self: { patient },
}) => {
  const record = await makeRecord(stack, fhir, []);
  const { visitor: secretary } = await staff('secretary');
  const html = Buffer.from(`<script>${'alert(1)'.repeat(20)}</script>`).toString('base64');
  const sent = { ...to(patient.id), signedOn: today(), form: { data: html } };
  expect((await change(secretary, 'delegate', record.id, sent)).status).toBe(400);
  expect((await fhir.search(`Consent?patient=${record.reference}`)).entry ?? []).toEqual([]);
});
test('21 written down: an objection is not lifted, in whole or in part, by who writes it down', async ({
  fhir,
  staff,
}) => {
  const { visitor: doctor, practitioner } = await staff('doctor');
  const { visitor: secretary } = await staff('secretary');
  const { id, reference } = await newPatient(fhir, {}, { isEntrusted: false });
  await fhir.create({
    resourceType: 'CareTeam',
    status: 'active',
    subject: { reference },
    participant: [{ member: { reference: practitioner } }],
  });
  const objection = await fhir.create(consentOf(reference, 'objection', 'deny', { actors: [practitioner] }));
  const read = async () => (await doctor.query('problems.list', { patientId: id })).status;
  expect(await read()).toBe(403);
  const one = { consentId: objection.id };
  expect((await done(secretary, 'withdraw', id, { ...one, reference: practitioner })).done).toBe('proposed');
  expect(await read()).toBe(403);
});
test('21 written down: a decision that names somebody is not laid aside as a whole', async ({
  fhir,
  staff,
}) => {
  const { practitioner } = await staff('doctor');
  const { visitor: secretary } = await staff('secretary');
  const { id, reference } = await newPatient(fhir, {}, { isEntrusted: false });
  for (const consent of [
    consentOf(reference, 'objection', 'deny', { actors: [practitioner] }),
    consentOf(reference, 'sharing', 'deny'),
  ]) {
    const { id: consentId } = await fhir.create(consent);
    expect((await change(secretary, 'withdraw', id, { consentId, reference: null })).status).toBe(404);
  }
});
for (const [kind, input] of [
  ['an agreement over a refusal', { kind: 'care', agrees: true }],
  ['a refusal that is to end', { kind: 'care', agrees: true, from: daysFromNow(9).slice(0, 10) }],
] as const)
  test(`21 written down: ${kind} waits`, async ({ fhir, staff }) => {
    const { visitor: secretary } = await staff('secretary');
    const { id, reference } = await newPatient(fhir, {}, { isEntrusted: false });
    await fhir.create(consentOf(reference, 'care', 'deny'));
    expect((await done(secretary, 'choose', id, input)).done).toBe('proposed');
    const { entry } = await fhir.search(`Consent?patient=${reference}&status=active`);
    expect((entry ?? []).map(({ resource }) => (resource?.['provision'] as { type: string }).type)).toEqual([
      'deny',
    ]);
  });
test('21 written down: a refusal to come is not called off by who writes it down', async ({
  fhir,
  staff,
}) => {
  const { visitor: secretary } = await staff('secretary');
  const { id, reference } = await newPatient(fhir, {}, { isEntrusted: false });
  const later = await fhir.create(
    consentOf(reference, 'care', 'deny', { period: { start: daysFromNow(9).slice(0, 10) } }),
  );
  expect((await done(secretary, 'callOff', id, { consentId: later.id })).done).toBe('proposed');
  expect(await fhir.read(`Consent/${later.id}`)).toMatchObject({ status: 'active' });
});
test('21 written down: nobody of the staff lets themselves in, or somebody of their family', async ({
  fhir,
  staff,
}) => {
  const { visitor: secretary, practitioner } = await staff('secretary');
  const [stranger, own] = [
    await newPatient(fhir, {}, { isEntrusted: false }),
    await newPatient(fhir, {}, { isEntrusted: false }),
  ];
  await fhir.create({
    resourceType: 'Person',
    link: [{ target: { reference: own.reference } }, { target: { reference: practitioner } }],
  });
  const [name] = (await fhir.read(practitioner))['name'] as { family: string }[];
  const cousin = await newPatient(
    fhir,
    { name: [{ use: 'official', family: name?.family, given: ['Paul'] }] },
    { isEntrusted: false },
  );
  for (const [chart, id] of [
    [stranger.id, own.id],
    [own.id, stranger.id],
    [stranger.id, cousin.id],
  ] as const) {
    const { status, text } = await change(secretary, 'delegate', chart, to(id));
    expect(status).toBe(403);
    expect(text).toContain('own-relation');
  }
});
test('21 written down: what one had before one’s eyes of another patient is no ground', async ({
  fhir,
  staff,
}) => {
  const { visitor: secretary } = await staff('secretary');
  const [seen, unseen] = [
    await newPatient(fhir, {}, { isEntrusted: false }),
    await newPatient(fhir, {}, { isEntrusted: false }),
  ];
  const { token } = await secretary.data<View>('consents.list', { patientId: seen.id });
  const input = { patientId: unseen.id, key: randomUUID(), token, kind: 'sharing', agrees: false };
  expect((await secretary.mutate('consents.choose', input)).status).toBe(412);
});
test('21 written down: nothing is signed before the birth', async ({ fhir, staff }) => {
  const { visitor: secretary } = await staff('secretary');
  const { id } = await newPatient(fhir, {}, { isEntrusted: false });
  const sharing = { kind: 'sharing', agrees: false };
  for (const signedOn of ['1900-01-01', '1984-07-11'])
    expect((await change(secretary, 'choose', id, { ...sharing, signedOn })).status).toBe(400);
  expect((await change(secretary, 'choose', id, { ...sharing, signedOn: '1984-07-12' })).status).toBe(200);
});
test('24 trail: what is changed of a patient’s decisions is told, for whom, to patient and officer', async ({
  as,
  fhir,
  stack,
  staff,
  self: { patient },
}) => {
  const record = await newPatient(fhir, {}, { isEntrusted: false });
  const { visitor: secretary } = await staff('secretary');
  await done(secretary, 'delegate', record.id, to(patient.id));
  const account = await newOutsider(stack, fhir, record.reference);
  const owner = await Visitor.signIn(stack, account.username);
  const officer = await as('dpo');
  const person = { reference: patient.reference };
  const change = { stage: 'proposed', kind: 'delegation', before: 'none', after: 'agreed', person };
  interface Told {
    patientId?: string;
    consentChanges: unknown[];
  }
  const unusual = await officer.data<{ consents: Told[] }>('audit.unusual', { from: today(), to: today() });
  expect(unusual.consents.find((c) => c.patientId === record.id)).toMatchObject({ consentChanges: [change] });
  const { days } = await owner.data<{ days: { people: Told[] }[] }>('accesses.list', {
    patientId: record.id,
  });
  expect(days.flatMap((d) => d.people).flatMap((p) => p.consentChanges)).toMatchObject([change]);
  await account.remove();
});
