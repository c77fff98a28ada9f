import type { Resource } from '../fhir.ts';
import { newPatient } from '../fhir.ts';
import { daysFromNow, expect, expectClosed, expectSilent, letters, practitioner, test } from './world.ts';

/** Family 1: nobody ties themselves to a patient, and no tie is for ever or for whoever comes by. */
const cardiology = 'Organization/org-cardiologie',
  other = practitioner('medecin2');
interface Tie {
  me: string;
  subject: { reference: string };
}

const stay = ({ me, subject }: Tie, over: object = {}): Resource => ({
  resourceType: 'Encounter',
  status: 'in-progress',
  class: { code: 'IMP' },
  subject,
  period: { start: daysFromNow(-3) },
  participant: [{ individual: { reference: me } }],
  serviceProvider: { reference: cardiology },
  ...over,
});
const visit = ({ me, subject }: Tie, status = 'booked'): Resource => ({
  resourceType: 'Appointment',
  status,
  start: daysFromNow(1),
  end: new Date(Date.parse(daysFromNow(1)) + 1_800_000).toISOString(),
  minutesDuration: 30,
  participant: [subject, { reference: me }].map((actor) => ({ actor, status: 'accepted' })),
});
const team = ({ me, subject }: Tie): Resource => ({
  resourceType: 'CareTeam',
  status: 'active',
  subject,
  participant: [{ member: { reference: me } }],
});
const order = ({ subject }: Tie, over: object): Resource => ({
  resourceType: 'ServiceRequest',
  status: 'active',
  intent: 'order',
  subject,
  authoredOn: daysFromNow(-1),
  category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
  code: { text: 'Scanner' },
  ...over,
});
const study = ({ subject }: Tie, over: object): Resource => ({
  resourceType: 'ImagingStudy',
  status: 'available',
  subject,
  started: daysFromNow(-1),
  ...over,
});
const prescription = ({ subject }: Tie, over: object): Resource => ({
  resourceType: 'MedicationRequest',
  status: 'active',
  intent: 'order',
  subject,
  authoredOn: daysFromNow(-1),
  medicationCodeableConcept: { text: 'Essai 5 mg' },
  ...over,
});
const by = (...people: string[]) => people;
const refs = (reference: string) => ({ reference });

/** What stands in no element of its own stands in a Provenance of it. */
const written: [what: string, role: string, resource: (tie: Tie) => Resource][] = [
  ['an appointment', 'doctor', (t) => visit(t)],
  ['a place in the care team', 'doctor', team],
  ['a place in the care team', 'nurse', team],
  ['a part in a stay', 'nurse', (t) => stay(t, { serviceProvider: undefined })],
  ['a stay in their unit', 'doctor', (t) => stay(t, { participant: undefined })],
  [
    'a stay in their unit that ended',
    'doctor',
    (t) => stay(t, { status: 'finished', period: { start: daysFromNow(-5), end: daysFromNow(-2) } }),
  ],
  ['an order for them', 'radiologist', (t) => order(t, { performer: [refs(t.me)] })],
  ['a prescription for them', 'pharmacist', (t) => prescription(t, { performer: refs(t.me) })],
];
for (const [what, role, resource] of written)
  test(`1 own ties: ${what}, written by a ${role} alone, opens nothing to them`, async ({ fhir, staff }) => {
    const { visitor, practitioner: me } = await staff(role);
    const patient = await newPatient(fhir, {}, { isEntrusted: false }),
      tie = { me, subject: refs(patient.reference) };
    const status = async () => (await visitor.query('problems.list', { patientId: patient.id })).status;
    const write = async (people: readonly string[]) => {
      const { id, resourceType } = await fhir.create(resource(tie));
      const { id: provenance } = await fhir.create({
        resourceType: 'Provenance',
        target: [refs(`${resourceType}/${id}`)],
        recorded: new Date().toISOString(),
        activity: { coding: [{ code: 'CREATE' }] },
        agent: people.map((who) => ({ who: refs(who) })),
      });
      return { key: `${resourceType}/${id}`, provenance: `Provenance/${provenance}` };
    };
    const own = await write(by(me));
    expect(await status()).toBe(403);
    await fhir.request('DELETE', own.provenance);
    await fhir.request('DELETE', own.key);
    const changed = await fhir.create(resource(tie));
    expect(await status()).toBe(200);
    const change = await fhir.create({
      resourceType: 'Provenance',
      target: [refs(`${changed.resourceType}/${changed.id}`)],
      recorded: new Date().toISOString(),
      agent: [{ who: refs(me) }],
    });
    expect(await status()).toBe(403);
    await fhir.request('DELETE', `Provenance/${change.id}`);
    await fhir.request('DELETE', `${changed.resourceType}/${changed.id}`);
    await write(by(me, other));
    expect(await status()).toBe(200);
  });

const pairs: [what: string, role: string, closed: (tie: Tie) => Resource, open: (tie: Tie) => Resource][] = [
  [
    'an order that they placed themselves',
    'radiologist',
    (t) => order(t, { performer: [refs(t.me)], requester: refs(t.me) }),
    (t) => order(t, { performer: [refs(t.me)], requester: refs(other) }),
  ],
  [
    'images that they asked for themselves',
    'radiologist',
    (t) => study(t, { interpreter: [refs(t.me)], referrer: refs(t.me) }),
    (t) => study(t, { interpreter: [refs(t.me)], referrer: refs(other) }),
  ],
  [
    'a prescription that they wrote themselves',
    'pharmacist',
    (t) => prescription(t, { performer: refs(t.me), requester: refs(t.me) }),
    (t) => prescription(t, { performer: refs(t.me), requester: refs(other) }),
  ],
  [
    'a prescription that they recorded themselves',
    'pharmacist',
    (t) => prescription(t, { performer: refs(t.me), recorder: refs(t.me) }),
    (t) => prescription(t, { performer: refs(t.me), recorder: refs(other) }),
  ],
  [
    'an order that names nobody',
    'radiologist',
    (t) => order(t, {}),
    (t) => order(t, { performer: [refs(cardiology)] }),
  ],
  [
    'images that name nobody',
    'radiologist',
    (t) => study(t, {}),
    (t) => study(t, { interpreter: [refs(t.me)] }),
  ],
  [
    'a prescription that names nobody',
    'pharmacist',
    (t) => prescription(t, {}),
    (t) => prescription(t, { dispenseRequest: { performer: refs(cardiology) } }),
  ],
  [
    'an order of last year',
    'radiologist',
    (t) => order(t, { performer: [refs(t.me)], authoredOn: daysFromNow(-300) }),
    (t) => order(t, { performer: [refs(t.me)], authoredOn: daysFromNow(-100) }),
  ],
  [
    'images of last year',
    'radiologist',
    (t) => study(t, { interpreter: [refs(t.me)], started: daysFromNow(-300) }),
    (t) => study(t, { interpreter: [refs(t.me)], started: daysFromNow(-100) }),
  ],
  [
    'a prescription of two years ago',
    'pharmacist',
    (t) => prescription(t, { performer: refs(t.me), authoredOn: daysFromNow(-700) }),
    (t) => prescription(t, { performer: refs(t.me), authoredOn: daysFromNow(-300) }),
  ],
  [
    'a prescription that is a plan',
    'pharmacist',
    (t) => prescription(t, { performer: refs(t.me), intent: 'plan' }),
    (t) => prescription(t, { performer: refs(t.me) }),
  ],
  [
    'a stay without end that began two years ago',
    'nurse',
    (t) => stay(t, { period: { start: daysFromNow(-730) } }),
    (t) => stay(t, { period: { start: daysFromNow(-300) } }),
  ],
  [
    'a stay that ends in a hundred years, begun two years ago',
    'doctor',
    (t) => stay(t, { period: { start: daysFromNow(-730), end: daysFromNow(36_500) } }),
    (t) => stay(t, { period: { start: daysFromNow(-30), end: daysFromNow(36_500) } }),
  ],
  [
    'a stay planned for next month',
    'doctor',
    (t) => stay(t, { status: 'planned', period: { start: daysFromNow(30) } }),
    (t) => stay(t, { status: 'planned', period: { start: daysFromNow(5) } }),
  ],
  [
    'a stay planned for no day',
    'nurse',
    (t) => stay(t, { status: 'planned', period: undefined }),
    (t) => stay(t, { status: 'planned', period: { start: daysFromNow(1) } }),
  ],
  [
    'a stay that was planned and never began',
    'doctor',
    (t) => stay(t, { status: 'planned', period: { start: daysFromNow(-20) } }),
    (t) => stay(t, { status: 'planned', period: { start: daysFromNow(-1) } }),
  ],
  [
    'a stay that was planned, and is over without having begun',
    'doctor',
    (t) => stay(t, { status: 'planned', period: { start: daysFromNow(-20), end: daysFromNow(-10) } }),
    (t) => stay(t, { status: 'finished', period: { start: daysFromNow(-20), end: daysFromNow(-10) } }),
  ],
  [
    'a stay planned elsewhere, to the pharmacy',
    'pharmacist',
    (t) => stay(t, { status: 'planned', participant: undefined, period: { start: daysFromNow(2) } }),
    (t) => stay(t, { participant: undefined }),
  ],
  ['an appointment that waits for an answer', 'doctor', (t) => visit(t, 'pending'), (t) => visit(t)],
  ['an appointment on the waiting list', 'doctor', (t) => visit(t, 'waitlist'), (t) => visit(t, 'arrived')],
];
for (const [what, role, closed, open] of pairs)
  test(`1 own ties: ${what} opens nothing to a ${role}`, async ({ fhir, staff }) => {
    const { visitor, practitioner: me } = await staff(role);
    const { id: patientId, reference, family } = await newPatient(fhir, {}, { isEntrusted: false }),
      tie = { me, subject: refs(reference) };
    await fhir.create(closed(tie));
    expectClosed(await visitor.query('problems.list', { patientId }), { family, word: me }, [403]);
    await fhir.create(open(tie));
    expect((await visitor.query('problems.list', { patientId })).status).toBe(200);
  });

test('1 own ties: an order that names nobody is read while the patient is here', async ({ fhir, staff }) => {
  const { visitor, practitioner: me } = await staff('radiologist');
  const { id: patientId, reference } = await newPatient(fhir, {}, { isEntrusted: false }),
    tie = { me, subject: refs(reference) };
  const status = async () => (await visitor.query('problems.list', { patientId })).status;
  await fhir.create(stay(tie, { participant: undefined }));
  expect(await status()).toBe(403);
  await fhir.create(order(tie, {}));
  expect(await status()).toBe(200);
});

for (const [what, context, shown] of [
  ['a document of somebody else shows', ['theirs'], null],
  ['a document of somebody else shows in an older version', ['theirs-old'], null],
  ['a document of this chart alone shows', [], 'shown'],
] as const)
  test(`14 files: of a Binary that says nothing of itself and ${what}`, async ({
    as,
    fhir,
    world: { mine, theirs },
  }) => {
    const word = `filum${letters()}`;
    const binary = await fhir.create({
      resourceType: 'Binary',
      contentType: 'text/plain',
      data: Buffer.from(word).toString('base64'),
    });
    const document = async (subject: string, url: string) =>
      fhir.create({
        resourceType: 'DocumentReference',
        status: 'current',
        subject: refs(subject),
        description: 'x',
        content: [{ attachment: { contentType: 'text/plain', url } }],
      });
    for (const one of context)
      await document(
        theirs.reference,
        one === 'theirs' ? `Binary/${binary.id}` : `Binary/${binary.id}/_history/1`,
      );
    const { id } = await document(mine.reference, `Binary/${binary.id}`);
    const answer = await (await as('medecin')).get(`/bff/documents/${mine.id}/${id}/0`);
    if (shown) {
      expect(answer.status).toBe(200);
      expect(answer.text).toBe(word);
      // its first version, while the whole is of this chart
      const { id: older } = await document(mine.reference, `Binary/${binary.id}/_history/1`);
      expect((await (await as('medecin')).get(`/bff/documents/${mine.id}/${older}/0`)).status).toBe(200);
      return;
    }
    expect(answer.status).toBe(404);
    expectSilent(answer, { word, family: theirs.family });
  });
