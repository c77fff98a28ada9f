import { randomUUID } from 'node:crypto';
import { addDays, dayOf, mondayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import { newPatient, type FhirAsSystem } from '../fhir.ts';
import { labelled, secretWord } from './labelled.ts';
import { expect, test, type Visitor } from './world.ts';

/** Family 12: whoever books knows no more of somebody's other visits than their agenda shows, and reaches one chart at a time. */
const kind = 'cardio-suivi',
  who = 'pract-perrin';

/** Ten in the morning of a Monday far away, and without a public holiday near. */
function farMorning(): Date {
  for (let weeks = 30 + Math.floor(Math.random() * 500); ; weeks++) {
    const monday = addDays(mondayOf(dayOf(new Date())), 7 * weeks);
    const [, month, day] = monday.split('-').map(Number);
    if ((month === 2 || month === 9) && (day ?? 0) <= 20)
      return new Date(startOf(monday).getTime() + 10 * 3_600_000);
  }
}

/** Where the demo hospital is not there, as much of it as a visit takes. */
async function hasKind(fhir: FhirAsSystem, secretary: Visitor): Promise<void> {
  const isThere = async () =>
    (await secretary.data<{ id: string }[]>('appointments.kinds')).some(({ id }) => id === kind);
  if (await isThere()) return;
  await fhir.update({ resourceType: 'Practitioner', id: who, name: [{ family: 'Perrin' }] });
  await fhir.update({ resourceType: 'HealthcareService', id: kind, active: true, name: 'Suivi' });
  await fhir.update({
    resourceType: 'PractitionerRole',
    id: 'role-perrin',
    active: true,
    practitioner: { reference: `Practitioner/${who}` },
    healthcareService: [{ reference: `HealthcareService/${kind}` }],
  });
  await expect.poll(isThere, { timeout: 40_000 }).toBe(true);
}

interface Held {
  held: { bookingId: string }[];
  others: unknown[];
}
const hold = (secretary: Visitor, patientId: string, start: Date, isTrial = false) =>
  secretary.mutate('appointments.hold', {
    ...{ patientId, key: randomUUID(), isTrial },
    visits: [{ kind, start: start.toISOString(), resources: [`Practitioner/${who}`] }],
  });
const readHeld = ({ text }: { text: string }) => (JSON.parse(text) as { result: { data: Held } }).result.data;

/** Somebody's visit on that day, of which a label keeps back what for. */
async function labelledVisit(fhir: FhirAsSystem, patient: string, start: Date, word: string) {
  return fhir.create({
    resourceType: 'Appointment',
    status: 'booked',
    meta: labelled('PSY'),
    start: start.toISOString(),
    end: new Date(start.getTime() + 1_800_000).toISOString(),
    serviceType: [{ text: word }],
    description: word,
    participant: [patient, 'Practitioner/pract-okonkwo'].map((reference) => ({
      actor: { reference },
      status: 'accepted',
    })),
  });
}

test('12 booking: of another visit that day its time is told to who books, and not what a label keeps back', async ({
  as,
  fhir,
}) => {
  const secretary = await as('secretaire');
  await hasKind(fhir, secretary);
  const colleague = await fhir.search('Practitioner?_id=pract-okonkwo');
  if ((colleague.entry ?? []).length === 0)
    await fhir.update({ resourceType: 'Practitioner', id: 'pract-okonkwo', name: [{ family: 'Okonkwo' }] });
  const { id, reference } = await newPatient(fhir, {});
  const [start, word] = [farMorning(), secretWord()];
  await labelledVisit(fhir, reference, new Date(start.getTime() + 4 * 3_600_000), word);
  const asked = async () => hold(secretary, id, start, true);
  await expect.poll(async () => readHeld(await asked()).others.length, { timeout: 20_000 }).toBe(1);
  expect((await asked()).text).not.toContain(word);
});

test('12 booking: what is held for one chart is neither booked nor given back through another', async ({
  as,
  fhir,
}) => {
  const secretary = await as('secretaire');
  await hasKind(fhir, secretary);
  const [one, other] = [await newPatient(fhir, {}), await newPatient(fhir, {})];
  const start = farMorning();
  const bookings = readHeld(await hold(secretary, one.id, start)).held.map(({ bookingId }) => bookingId);
  expect(bookings).toHaveLength(1);
  const ofOther = { patientId: other.id, bookings };
  expect((await secretary.mutate('appointments.book', { ...ofOther, key: randomUUID() })).status).toBe(412);
  expect((await secretary.mutate('appointments.letGo', ofOther)).status).toBe(412);
  expect(readHeld(await hold(secretary, other.id, start)).held).toEqual([]);
});

test('12 booking: what happened to an appointment is told of the chart that is open, and of no other', async ({
  as,
  fhir,
}) => {
  const secretary = await as('secretaire');
  const [one, other] = [await newPatient(fhir, {}), await newPatient(fhir, {})];
  const start = farMorning();
  const { id: appointmentId } = await labelledVisit(fhir, one.reference, start, secretWord());
  const history = async (patientId: string) =>
    secretary.query('appointments.history', { patientId, appointmentId });
  await expect.poll(async () => (await history(one.id)).text, { timeout: 20_000 }).toContain('arrived');
  const answer = await history(other.id);
  expect(answer.status).toBe(404);
  expect(answer.text).not.toContain(String(start.getUTCFullYear()));
});
