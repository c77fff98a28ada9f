import { patientReference } from '@keneyapp/fhir-model/references';
import type { Appointment } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { HoldView } from './booking-view.ts';
import { BookingHospital, at, farMonday, perrin, visitAt } from './testing-agenda.ts';

let hospital: BookingHospital;
const made: string[] = [];
beforeAll(async () => {
  hospital = await BookingHospital.open();
}, 180_000);
afterAll(async () => {
  for (const id of made)
    await hospital.fhir.update({ ...(await hospital.stored(id)), status: 'entered-in-error' });
  await hospital.close();
});

/** As another program would write it. */
async function written(
  day: string,
  who: readonly string[],
  more: Partial<Appointment> = {},
): Promise<string> {
  const { id = '' } = await hospital.fhir.create<Appointment>({
    resourceType: 'Appointment',
    status: 'booked',
    start: at(day, '14:00'),
    end: at(day, '14:30'),
    participant: who.map((reference) => ({ actor: { reference }, status: 'accepted' })),
    ...more,
  });
  made.push(id);
  return id;
}

/** Whether somebody is there, once whoever follows the record has looked. */
const isTaken = async (start: string, patientId: string): Promise<boolean> => {
  const { data } = await hospital.call<HoldView>('hold', {
    patientId,
    key: crypto.randomUUID(),
    isTrial: true,
    visits: [visitAt(start)],
  });
  return data.obstacles.some(({ reason }) => reason === 'taken');
};

it('an Appointment that the agenda cannot take keeps no other from occupying', async () => {
  const [day, patientId] = [farMonday(), await hospital.somebody()];
  const many = Array.from({ length: 120 }, (_, i) => `Practitioner/elsewhere-${i}`);
  await written(day, many);
  await written(day, [perrin], { end: `${Number(day.slice(0, 4)) + 3}${day.slice(4)}T10:00:00Z` });
  await written(day, [perrin], { start: `${day}T08:59:60Z` });
  await written(day, [perrin], { start: '9999-12-31T23:00:00-11:00', end: '9999-12-31T23:30:00-11:00' });
  await written(day, ['PractitionerRole/a,b', 'PractitionerRole/../Patient']);
  await written(day, [`${perrin}/_history/1`], { start: at(day, '15:00'), end: at(day, '15:30') });
  await written(day, [perrin], { start: at(day, '16:00'), end: at(day, '16:30') });
  await expect.poll(() => isTaken(at(day, '16:00'), patientId), { timeout: 20_000 }).toBe(true);
  // a reference with a version is of the same practitioner
  expect(await isTaken(at(day, '15:00'), patientId)).toBe(true);
}, 60_000);

it('a time that cannot be computed with is left out of what is shown, and the rest is shown', async () => {
  const [day, patientId] = [farMonday(), await hospital.somebody()];
  const who = [patientReference(patientId), perrin];
  await written(day, who, { start: `${day}T08:59:60Z` });
  const id = await written(day, who);
  const { data, status } = await hospital.ask<{ coming: { id: string }[] }>('ofChart', { patientId });
  expect([status, data.coming.map((one) => one.id)]).toEqual([200, [id]]);
});
