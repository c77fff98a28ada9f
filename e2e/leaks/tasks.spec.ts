import { newPatient, type FhirAsSystem } from '../fhir.ts';
import { labelled, secretWord } from './labelled.ts';
import { expect, practitioner, test, type Visitor } from './world.ts';

/** Families 1, 8 and 12: what waits for somebody is told, and what it says only where the chart is open to them. */
const listOf = async (reader: Visitor) => (await reader.query('tasks.list')).text;
const countOf = async (reader: Visitor) => (await reader.data<{ waiting: number }>('tasks.count')).waiting;

/** Both kinds, each with a word of its own in every text, for this person. */
async function asked(fhir: FhirAsSystem, to: string, about: string, word: string, more: object = {}) {
  const staff = { reference: practitioner('infirmier'), display: 'Julien Lefèvre' };
  const task = await fhir.create({
    resourceType: 'Task',
    status: 'requested',
    intent: 'order',
    description: `Titre ${word}`,
    note: [{ text: `Note ${word}` }],
    for: { reference: about },
    requester: staff,
    owner: { reference: to },
    authoredOn: new Date().toISOString(),
    ...more,
  });
  const notice = await fhir.create({
    resourceType: 'Communication',
    status: 'completed',
    subject: { reference: about },
    sender: staff,
    recipient: [{ reference: to }],
    sent: new Date().toISOString(),
    payload: [{ contentString: `Texte ${word}` }],
    ...more,
  });
  return [`Task/${task.id}`, `Communication/${notice.id}`];
}
const arrive = async (reader: Visitor, references: readonly string[]) => {
  for (const reference of references)
    await expect.poll(() => listOf(reader), { timeout: 20_000 }).toContain(reference);
};

test('1 another patient: tasks.list tells that there is something, and who asked, and no word', async ({
  fhir,
  staff,
}) => {
  const { visitor, practitioner: me } = await staff('doctor', 'a doctor who is asked');
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  const word = secretWord();
  const before = await countOf(visitor);
  const references = await asked(fhir, me, patient.reference, word);
  await arrive(visitor, references);
  const text = await listOf(visitor);
  expect(text).toContain('Julien Lefèvre');
  for (const hidden of [word, patient.id, patient.family]) expect(text).not.toContain(hidden);
  // neither is it read or moved by its id
  const [id = ''] = references.map((one) => one.split('/')[1]);
  const move = { key: crypto.randomUUID(), id, version: '1', move: { kind: 'take' } };
  expect((await visitor.mutate('tasks.move', { ...move, patientId: patient.id })).status).toBe(403);
  expect((await visitor.mutate('tasks.moveInUnit', move)).status).toBe(404);
  expect(await countOf(visitor), 'what is closed counts as what is open').toBe(before + 2);
});

test('12 tasks: what is labelled is as closed as a closed chart, to who may not see it', async ({
  fhir,
  staff,
}) => {
  const [nurse, doctor] = [await staff('nurse'), await staff('doctor')];
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  const word = secretWord();
  // tied by the unit alone: who is of the care team sees what is labelled
  const period = { start: new Date(Date.now() - 86_400_000).toISOString() };
  const stay = await fhir.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: patient.reference },
    period,
    serviceProvider: { reference: 'Organization/org-cardiologie' },
    location: [{ location: { reference: 'Location/loc-cardiologie' }, status: 'active' }],
  });
  const forNurse = await asked(fhir, nurse.practitioner, patient.reference, word, { meta: labelled('PSY') });
  const forDoctor = await asked(fhir, doctor.practitioner, patient.reference, word, {
    meta: labelled('PSY'),
  });
  await arrive(nurse.visitor, forNurse);
  await arrive(doctor.visitor, forDoctor);
  const text = await listOf(nurse.visitor);
  for (const hidden of [word, patient.id, patient.family]) expect(text).not.toContain(hidden);
  expect(await listOf(doctor.visitor), 'who sees what is labelled so').toContain(word);
  await fhir.update({
    ...stay,
    resourceType: 'Encounter',
    status: 'finished',
    period: { ...period, end: new Date().toISOString() },
  });
});
