import type { FhirClient } from '@keneyapp/fhir-client';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import {
  callMutation,
  callQuery,
  signInOverHttp,
  type RunningBff,
  type Visitor,
} from '@keneyapp/config/testing';
import { offsetAt } from '@keneyapp/fhir-model/hospital-days';
import type { Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectAsSystem, readResult } from '../../testing-http.ts';
import type { HoldView, MonthView, OpeningsView } from './booking-view.ts';
import { farMonday, withBookableVisits } from './testing-agenda.ts';

let bff: RunningBff;
let fhir: FhirClient;
let close: () => Promise<void>;
let secretary: Visitor, doctor: Visitor;

beforeAll(async () => {
  const sandbox = await sharedSandbox();
  bff = await sharedBff();
  ({ fhir, close } = await connectAsSystem(sandbox));
  await withBookableVisits(fhir);
  [secretary, doctor] = await Promise.all([
    signInOverHttp(bff, sandbox, 'secretaire'),
    signInOverHttp(bff, sandbox, 'medecin'),
  ]);
}, 180_000);
afterAll(() => close());

const at = (day: string, time: string): string => `${day}T${time}:00${offsetAt(`${day}T${time}:00`)}`;
const ask = async <T>(name: string, input: object) =>
  readResult<T>(await callQuery(bff, doctor, `appointments.${name}`, input));

/** Held by the secretary for somebody whom nobody knows. */
async function held(start: string): Promise<{ patientId: string; bookings: string[] }> {
  const name = [{ use: 'official' as const, family: 'Agenda', given: ['Alix'] }];
  const { id: patientId = '' } = await fhir.create<Patient>({ resourceType: 'Patient', name });
  const visits = [{ kind: 'cardio-suivi', start, resources: ['Practitioner/pract-perrin'] }];
  const input = { patientId, key: crypto.randomUUID(), visits };
  const { data } = await readResult<HoldView>(await callMutation(bff, secretary, 'appointments.hold', input));
  return { patientId, bookings: data.held.map(({ bookingId }) => bookingId) };
}

it('openings: when somebody can be booked, and what is held without whom', async () => {
  const day = farMonday();
  await held(at(day, '10:00'));
  const { data } = await ask<OpeningsView>('openings', {
    resources: ['Practitioner/pract-perrin'],
    from: day,
    days: 1,
  });
  expect(data.columns[0]?.open.map(({ start }) => start)).toEqual(
    ['09:00', '14:00'].map((time) => new Date(at(day, time)).toISOString()),
  );
  expect(data.held).toEqual([
    {
      start: new Date(at(day, '10:00')).toISOString(),
      end: new Date(at(day, '10:30')).toISOString(),
      resources: ['Practitioner/pract-perrin'],
    },
  ]);
});

it('a month: how many come on each day and how much is free, without whom', async () => {
  const day = farMonday();
  const input = { ...(await held(at(day, '10:00'))), key: crypto.randomUUID() };
  await callMutation(bff, secretary, 'appointments.book', input);
  const asked = { practitionerId: 'pract-perrin', from: day, days: 2 };
  const { data } = await ask<MonthView>('month', asked);
  const [first, second] = data.days;
  expect(first).toMatchObject({ day, appointments: 1 });
  expect(first?.freeMinutes).toBe((first?.openMinutes ?? 0) - 30);
  expect(second).toMatchObject({ appointments: 0, freeMinutes: first?.openMinutes });
  expect(data.practitioners.map(({ id }) => id)).toContain('pract-perrin');
  expect((await ask('month', { ...asked, days: 43 })).status).toBe(400);
});
