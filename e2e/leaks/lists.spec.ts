import { labelled, onTheWard, secretWord } from './labelled.ts';
import { expect, practitioner, test, type Visitor } from './world.ts';
import type { FhirAsSystem } from '../fhir.ts';

/** Family 12: lists over patients show of each what the chart would. */
const agendaOf = async (reader: Visitor) => (await reader.query('appointments.agenda', {})).text;

async function appointment(
  fhir: FhirAsSystem,
  patient: string,
  more: object,
  staff = 'medecin',
): Promise<string> {
  const start = new Date();
  const { id } = await fhir.create({
    resourceType: 'Appointment',
    status: 'booked',
    start: start.toISOString(),
    end: new Date(start.getTime() + 1_800_000).toISOString(),
    minutesDuration: 30,
    participant: [patient, practitioner(staff)].map((reference) => ({
      actor: { reference },
      status: 'accepted',
    })),
    ...more,
  });
  return id;
}

test('12 lists: who is objected to sees none of that patient’s appointments', async ({ as, fhir }) => {
  const { reference, subject } = await onTheWard(fhir);
  const staff = ['medecin', 'secretaire'];
  const id = await appointment(fhir, reference, {});
  for (const name of staff) expect(await agendaOf(await as(name)), name).toContain(id);
  const consent = await fhir.create({
    resourceType: 'Consent',
    status: 'active',
    dateTime: new Date().toISOString(),
    patient: subject,
    scope: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }],
    },
    category: [{ coding: [{ system: 'https://keneyapp.example/consent-kind', code: 'objection' }] }],
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTOUT' }] },
    provision: {
      type: 'deny',
      actor: staff.map((name) => ({
        role: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }],
        },
        reference: { reference: practitioner(name) },
      })),
    },
  });
  for (const name of staff) expect(await agendaOf(await as(name)), name).not.toContain(id);
  expect(await agendaOf(await as('medecin2')), 'others are not objected to').toContain(id);
  await fhir.update({ ...consent, status: 'inactive' });
});

const told = (word: string) => ({
  status: 'cancelled',
  reasonCode: [{ text: word }],
  cancelationReason: { text: word },
  description: word,
  comment: word,
  serviceType: [{ text: word }],
  appointmentType: { text: word },
});
test('12 lists: of a labelled appointment its reason is told to nobody but who sees what is labelled so', async ({
  as,
  fhir,
}) => {
  const { reference } = await onTheWard(fhir);
  const word = secretWord();
  const id = await appointment(fhir, reference, { ...told(word), meta: labelled('PSY') }, 'radiologue');
  for (const name of ['secretaire', 'infirmier', 'infirmier2', 'medecin2', 'radiologue'])
    expect(await agendaOf(await as(name)), name).not.toContain(word);
  expect(await agendaOf(await as('medecin')), 'who follows the patient reads it').toContain(word);
  for (const name of ['secretaire', 'radiologue'])
    expect(await agendaOf(await as(name)), `${name} knows that somebody comes`).toContain(id);
  for (const name of ['infirmier', 'infirmier2', 'medecin2'])
    expect(await agendaOf(await as(name)), `${name} has no part in it`).not.toContain(id);
});
test('12 lists: an appointment for something labelled is labelled', async ({ as, fhir }) => {
  const { reference, subject } = await onTheWard(fhir);
  const word = secretWord();
  const { id } = await fhir.create({
    resourceType: 'Condition',
    meta: labelled('PSY'),
    subject,
    code: { text: word },
  });
  await appointment(fhir, reference, {
    ...told(word),
    reasonReference: [{ reference: `Condition/${id}`, display: word }],
  });
  for (const name of ['secretaire', 'infirmier', 'infirmier2'])
    expect(await agendaOf(await as(name)), name).not.toContain(word);
  expect(await agendaOf(await as('medecin'))).toContain(word);
});
test('12 lists: why somebody comes is told to who may open the chart', async ({ as, fhir }) => {
  const { reference } = await onTheWard(fhir);
  const word = secretWord();
  const id = await appointment(fhir, reference, told(word));
  for (const name of ['infirmier2', 'medecin2', 'pharmacien', 'radiologue']) {
    const text = await agendaOf(await as(name));
    expect(text, name).toContain(id);
    if (name !== 'pharmacien') expect(text, name).not.toContain(word); // the pharmacy serves who is in
  }
  for (const name of ['infirmier', 'medecin']) expect(await agendaOf(await as(name)), name).toContain(word);
});

test('12 lists: search and recently opened charts tell no nurse of a psychiatric stay', async ({
  as,
  fhir,
}) => {
  const { id, family, subject } = await onTheWard(fhir);
  const word = secretWord();
  const location = await fhir.create({ resourceType: 'Location', status: 'active', name: word });
  await fhir.create({
    resourceType: 'Encounter',
    status: 'in-progress',
    class: { code: 'IMP' },
    meta: labelled('PSY'),
    subject,
    period: { start: new Date().toISOString() },
    serviceProvider: { display: word },
    location: [{ location: { reference: `Location/${location.id}`, display: word } }],
  });
  const asked = async (name: string) => {
    const reader = await as(name);
    await reader.query('patients.banner', { patientId: id });
    return [
      await reader.query('patients.search', { query: family }),
      await reader.query('patients.recent'),
      await reader.query('patients.banner', { patientId: id }),
    ].map(({ text }) => [text.includes(id), text.includes(word)]);
  };
  expect(await asked('infirmier')).toEqual([
    [true, false],
    [true, false],
    [true, false],
  ]);
  expect((await asked('medecin'))[0]).toEqual([true, true]);
});
