import type { Resource } from '../fhir.ts';
import { newPatient } from '../fhir.ts';
import { daysFromNow, expect, expectClosed, labelled, letters, test, vitalSet } from './world.ts';

/** Family 1, by what ties somebody to a patient: where a tie ends nothing is open, and a step before it is. */
const cardiology = 'Organization/org-cardiologie',
  elsewhere = 'Organization/org-urgences';
interface Tie {
  me: string;
  subject: { reference: string };
}

const stay = ({ subject }: Tie, over: Record<string, unknown>): Resource => ({
  resourceType: 'Encounter',
  status: 'in-progress',
  class: { code: 'IMP' },
  subject,
  period: { start: daysFromNow(-200) },
  serviceProvider: { reference: cardiology },
  ...over,
});
const team = ({ me, subject }: Tie, period: object, ofMember: object = {}): Resource => ({
  resourceType: 'CareTeam',
  status: 'active',
  subject,
  ...period,
  participant: [{ member: { reference: me }, ...ofMember }],
});
const visit = ({ me, subject }: Tie, start: string, status = 'booked'): Resource => ({
  resourceType: 'Appointment',
  status,
  start,
  end: new Date(Date.parse(start) + 1_800_000).toISOString(),
  minutesDuration: 30,
  participant: [subject, { reference: me }].map((actor) => ({ actor, status: 'accepted' })),
});
const order = ({ subject }: Tie, over: object): Resource => ({
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'order',
  subject,
  category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
  code: { text: 'Scanner' },
  ...over,
});
const prescription = ({ me, subject }: Tie, status: string): Resource => ({
  resourceType: 'MedicationRequest',
  status,
  intent: 'order',
  subject,
  performer: { reference: me },
  medicationCodeableConcept: { text: 'Essai 5 mg' },
});
const [over, running] = [{ period: { end: daysFromNow(-1) } }, {}];

const cases: [what: string, role: string, closed: (tie: Tie) => Resource, open: (tie: Tie) => Resource][] = [
  ['a care team that is over', 'doctor', (t) => team(t, over), (t) => team(t, running)],
  ['a place in the team that is over', 'doctor', (t) => team(t, {}, over), (t) => team(t, {}, running)],
  [
    'a stay in another unit',
    'doctor',
    (t) => stay(t, { serviceProvider: { reference: elsewhere } }),
    (t) => stay(t, {}),
  ],
  [
    'a stay that is over, to a nurse',
    'nurse',
    (t) => stay(t, { status: 'finished', period: { start: daysFromNow(-5), end: daysFromNow(-2) } }),
    (t) => stay(t, {}),
  ],
  [
    'a stay that was entered in error',
    'doctor',
    (t) => stay(t, { status: 'entered-in-error' }),
    (t) => stay(t, {}),
  ],
  [
    'a stay that ended a hundred days ago',
    'doctor',
    (t) => stay(t, { status: 'finished', period: { start: daysFromNow(-110), end: daysFromNow(-100) } }),
    (t) => stay(t, { status: 'finished', period: { start: daysFromNow(-90), end: daysFromNow(-80) } }),
  ],
  [
    'an appointment of three weeks ago',
    'doctor',
    (t) => visit(t, daysFromNow(-21)),
    (t) => visit(t, daysFromNow(-2)),
  ],
  [
    'an appointment that was cancelled',
    'doctor',
    (t) => visit(t, daysFromNow(1), 'cancelled'),
    (t) => visit(t, daysFromNow(1)),
  ],
  ['an appointment, to a nurse', 'nurse', (t) => visit(t, daysFromNow(1)), (t) => team(t, running)],
  [
    'an order for somebody else',
    'radiologist',
    (t) => order(t, { performer: [{ reference: elsewhere }] }),
    (t) => order(t, { performer: [{ reference: cardiology }] }),
  ],
  [
    'an order that was revoked',
    'radiologist',
    (t) => order(t, { status: 'revoked', performer: [{ reference: t.me }] }),
    (t) => order(t, { performer: [{ reference: t.me }] }),
  ],
  [
    'a prescription that is a draft',
    'pharmacist',
    (t) => prescription(t, 'draft'),
    (t) => prescription(t, 'active'),
  ],
  ['a prescription, to a nurse', 'nurse', (t) => prescription(t, 'active'), (t) => team(t, running)],
];
for (const [what, role, closed, open] of cases) {
  test(`1 ties: ${what} opens nothing`, async ({ fhir, staff }) => {
    const { visitor, practitioner: me } = await staff(role);
    const patient = await newPatient(fhir, {}, { isEntrusted: false }),
      tie = { me, subject: { reference: patient.reference } };
    await fhir.create(closed(tie));
    const { family } = patient;
    expectClosed(
      await visitor.query('problems.list', { patientId: patient.id }),
      { family, word: me },
      [403],
    );
    await fhir.create(open(tie));
    expect((await visitor.query('problems.list', { patientId: patient.id })).status).toBe(200);
  });
}
test('1 ties: a unit somebody worked in opens nothing', async ({ fhir, staff }) => {
  const { visitor, practitioner: me } = await staff('doctor');
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  const unit = `Organization/${(await fhir.create({ resourceType: 'Organization', name: 'Essai' })).id}`;
  const role = await fhir.create({
    resourceType: 'PractitionerRole',
    active: true,
    practitioner: { reference: me },
    organization: { reference: unit },
    ...over,
  });
  await fhir.create(
    stay({ me, subject: { reference: patient.reference } }, { serviceProvider: { reference: unit } }),
  );
  const status = async () => (await visitor.query('problems.list', { patientId: patient.id })).status;
  expect(await status()).toBe(403);
  await fhir.update({ ...role, period: { start: daysFromNow(-2) } });
  expect(await status()).toBe(200);
});
test('1 roles: who reads measures does not write them all the same', async ({ as, world: { mine } }) => {
  for (const username of ['pharmacien', 'radiologue']) {
    const visitor = await as(username);
    expect((await visitor.query('vitals.flowsheet', { patientId: mine.id })).status, username).toBe(200);
    expect((await visitor.mutate('vitals.record', vitalSet(mine.id))).status, username).toBe(403);
  }
});
test('1 roles: a page of extracts shows nothing of pages the role does not have', async ({
  as,
  world: { mine },
}) => {
  const pharmacist = await as('pharmacien');
  for (const path of ['documents.list', 'imaging.list', 'timeline.list', 'record.types'])
    expect((await pharmacist.query(path, { patientId: mine.id })).status, path).toBe(403);
  const { text, status } = await pharmacist.query('summary.get', { patientId: mine.id });
  expect(status).toBe(200);
  expect(text).toContain(`${mine.word} morbus`);
  for (const hidden of ['littera', 'imago']) expect(text).not.toContain(`${mine.word} ${hidden}`);
});

for (const [what, role, label, open] of [
  ['very restricted, from a doctor of the unit', 'doctor', 'V', 'R'],
  ['of a subject that stigmatises, from a nurse of the ward', 'nurse', 'HIV', null],
] as const) {
  test(`12 hidden: ${what}`, async ({ fhir, staff }) => {
    const { visitor, practitioner: me } = await staff(role);
    const { id, reference } = await newPatient(fhir, {}, { isEntrusted: false }),
      subject = { reference };
    await fhir.create(stay({ me, subject }, {}));
    const condition = async (code: string | null) => {
      const word = `notatum${letters()}`;
      await fhir.create({
        resourceType: 'Condition',
        subject,
        code: { text: word },
        ...(code ? { meta: labelled(code) } : {}),
      });
      return word;
    };
    const [hidden, shown] = [await condition(label), await condition(open)];
    const before = await visitor.query('problems.list', { patientId: id });
    expect(before.text).toContain(shown);
    expect(before.text).not.toContain(hidden);
    await fhir.create(team({ me, subject }, running));
    expect((await visitor.query('problems.list', { patientId: id })).text).toContain(hidden);
  });
}
