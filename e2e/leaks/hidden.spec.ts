import { randomUUID } from 'node:crypto';
import { newPatient } from '../fhir.ts';
import { expect, labelled, letters, practitioner, test } from './world.ts';

/** Family 12: what an open chart does not show to everybody. */
for (const [what, username, meta] of [
  [
    'very restricted, from a radiologist without a place in the care team',
    'radiologue',
    { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }] },
  ],
  [
    'withheld until told, from the patient',
    'patient',
    { tag: [{ system: 'https://keneyapp.example/release', code: 'withheld' }] },
  ],
] as const) {
  test(`12 hidden: ${what}`, async ({ as, fhir }) => {
    const word = `Absconditum${randomUUID().slice(0, 8)}`;
    const id =
        username === 'patient'
          ? 'pat-demo'
          : (await fhir.create({ resourceType: 'Patient', name: [{ family: 'Essai' }] })).id,
      subject = { reference: `Patient/${id}` };
    if (username !== 'patient')
      await fhir.create({
        resourceType: 'ServiceRequest',
        status: 'active',
        intent: 'order',
        subject,
        performer: [{ reference: practitioner(username) }],
        category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
        code: { text: 'Scanner' },
      });
    const condition = await fhir.create({
      resourceType: 'Condition',
      meta,
      subject,
      code: { text: word },
      clinicalStatus: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
      },
    });
    const document = await fhir.create({
      resourceType: 'DocumentReference',
      meta,
      status: 'current',
      subject,
      description: word,
      content: [{ attachment: { contentType: 'text/plain', data: Buffer.from(word).toString('base64') } }],
    });
    const reader = await as(username);
    for (const path of ['summary.get', 'problems.list', 'documents.list', 'timeline.list', 'record.types']) {
      const answer = await reader.query(path, { patientId: id });
      expect(answer.status, path).toBe(200);
      expect(answer.text, path).not.toContain(word);
    }
    expect(
      (await reader.query('record.read', { patientId: id, type: 'Condition', id: condition.id })).status,
    ).toBe(404);
    expect((await reader.query('record.list', { patientId: id, type: 'Condition' })).text).not.toContain(
      word,
    );
    expect((await reader.get(`/bff/documents/${id}/${document.id}/0`)).status).toBe(404);
    for (const { resourceType, id: own } of [condition, document])
      await fhir.request('DELETE', `${resourceType}/${own}`); // the demonstration patient is everybody's
  });
}
test('12 hidden: a result that is not final, from the patient', async ({ as, fhir }) => {
  const word = `Praeliminare${randomUUID().slice(0, 8)}`;
  const observation = await fhir.create({
    resourceType: 'Observation',
    status: 'preliminary',
    subject: { reference: 'Patient/pat-demo' },
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' },
        ],
      },
    ],
    code: { text: word },
    effectiveDateTime: new Date().toISOString(),
    valueQuantity: { value: 1 },
  });
  const patient = await as('patient');
  for (const path of ['summary.get', 'results.list', 'timeline.list'])
    expect((await patient.query(path, { patientId: 'pat-demo' })).text).not.toContain(word);
  await fhir.request('DELETE', `Observation/${observation.id}`);
});
test('12 hidden: nothing clinical for a secretary, anywhere', async ({ as, fhir, world: { mine } }) => {
  const today = new Date();
  await fhir.create({
    resourceType: 'Appointment',
    status: 'booked',
    start: today.toISOString(),
    end: new Date(today.getTime() + 1_800_000).toISOString(),
    minutesDuration: 30,
    description: `${mine.word} motif`,
    reasonCode: [{ text: `${mine.word} raison` }],
    appointmentType: { text: 'Consultation' },
    participant: [
      { actor: { reference: mine.reference }, status: 'accepted' },
      { actor: { reference: 'Practitioner/pract-medecin' }, status: 'accepted' },
    ],
  });
  const secretary = await as('secretaire');
  for (const [path, input] of [
    ['appointments.agenda', {}],
    ['patients.search', { query: mine.family }],
    ['patients.banner', { patientId: mine.id }],
    ['patients.recent', undefined],
    ['consents.list', { patientId: mine.id }],
  ] as const) {
    const answer = await secretary.query(path, input);
    expect(answer.status, path).toBe(200);
    expect(answer.text, path).not.toContain(mine.word);
  }
  expect(
    (await (await as('medecin')).query('appointments.agenda', {})).text,
    'who cares for the patient reads why they come',
  ).toContain(mine.word);
});
test('12 hidden: where a patient lies is told to those who may open the chart', async ({
  as,
  fhir,
  world: { theirs },
}) => {
  await fhir.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: theirs.reference },
    period: { start: new Date().toISOString() },
    serviceProvider: { reference: 'Organization/org-oncologie', display: 'Service d’oncologie médicale' },
    location: [{ location: { reference: 'Location/loc-oncologie', display: 'Oncologie' } }],
  });
  const located = async (username: string) =>
    (
      await (
        await as(username)
      ).data<{ hits: { location: unknown }[] }>('patients.search', { query: theirs.family })
    ).hits.map((hit) => hit.location !== null);
  expect(await located('medecin')).toEqual([false]);
  expect(await located('secretaire')).toEqual([false]);
  expect(await located('medecin2')).toEqual([true]);
});
for (const [what, resource] of [
  [
    'whose document says so itself',
    (word: string) => ({
      resourceType: 'DocumentReference',
      status: 'current',
      description: word,
      securityLabel: labelled('V').security.map((coding) => ({ coding: [coding] })),
      content: [{ attachment: { contentType: 'text/plain', data: 'eA==' } }],
    }),
  ],
  [
    'whose composition says so itself',
    (word: string) => ({
      resourceType: 'Composition',
      status: 'final',
      title: word,
      confidentiality: 'V',
      type: { text: word },
      date: new Date().toISOString(),
      author: [{ display: 'x' }],
    }),
  ],
] as const) {
  test(`12 hidden: very restricted, ${what}`, async ({ fhir, staff }) => {
    const { visitor, practitioner: me } = await staff('radiologist');
    const { id, reference } = await newPatient(fhir, {}, { isEntrusted: false }),
      subject = { reference };
    await fhir.create({
      resourceType: 'ServiceRequest',
      status: 'active',
      intent: 'order',
      subject,
      performer: [{ reference: me }],
      category: [{ coding: [{ system: 'http://snomed.info/sct', code: '363679005' }] }],
      code: { text: 'Scanner' },
    });
    const word = `Absconditum${letters()}`,
      made = await fhir.create({ ...resource(word), subject });
    const open = async () =>
      (await visitor.query('record.list', { patientId: id, type: made.resourceType })).text;
    expect(await open()).not.toContain(word);
    const {
      securityLabel: _label,
      confidentiality: _code,
      ...plain
    } = made as typeof made & { securityLabel?: unknown; confidentiality?: unknown };
    await fhir.update(plain);
    expect(await open()).toContain(word);
  });
}
test('12 hidden: a letter that is not finished, from the patient', async ({
  fhir,
  self: { patient, visitor },
}) => {
  const word = `Inchoata${letters()}`;
  const letter = await fhir.create({
    resourceType: 'DocumentReference',
    status: 'current',
    docStatus: 'preliminary',
    subject: { reference: patient.reference },
    description: word,
    content: [{ attachment: { contentType: 'text/plain', data: 'eA==' } }],
  });
  const open = async () => (await visitor.query('documents.list', { patientId: patient.id })).text;
  expect(await open()).not.toContain(word);
  await fhir.update({ ...letter, docStatus: 'final' });
  expect(await open()).toContain(word);
});
