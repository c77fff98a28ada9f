import type { FhirClient } from '@keneyapp/fhir-client';
import { callQuery, signInOverHttp, type RunningBff, type Visitor } from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { addDays, dayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import type { Appointment, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connectAsSystem, readResult } from '../../testing-http.ts';
import type { UpcomingView } from './booking-view.ts';
import { visitKindSystem } from '../../booking/visit-kind.ts';
import { withBookableVisits } from './testing-agenda.ts';

let fhir: FhirClient;
let close: () => Promise<void>;
let bff: RunningBff;
let secretary: Visitor;
beforeAll(async () => {
  const sandbox = await sharedSandbox();
  bff = await sharedBff();
  ({ fhir, close } = await connectAsSystem(sandbox));
  await withBookableVisits(fhir);
  secretary = await signInOverHttp(bff, sandbox, 'secretaire');
}, 180_000);
afterAll(() => close());

it('what a patient has from today on, with whom and where, for who speaks to them', async () => {
  const { id: patientId = '' } = await fhir.create<Patient>({
    resourceType: 'Patient',
    name: [{ use: 'official', family: 'Agenda', given: ['Alix'] }],
  });
  const made = async (day: string, status: Appointment['status']) => {
    const start = new Date(startOf(day).getTime() + 10 * 3_600_000);
    const { id } = await fhir.create<Appointment>({
      resourceType: 'Appointment',
      status,
      start: start.toISOString(),
      end: new Date(start.getTime() + 30 * 60_000).toISOString(),
      serviceType: [
        { coding: [{ system: visitKindSystem, code: 'cardio-suivi' }], text: 'Consultation de suivi' },
      ],
      participant: [
        { actor: { reference: `Patient/${patientId}` }, status: 'accepted' },
        { actor: { reference: 'Practitioner/pract-perrin' }, status: 'accepted' },
        { actor: { reference: 'Location/loc-agenda', display: 'Cardiologie' }, status: 'accepted' },
      ],
    });
    return id;
  };
  const today = dayOf(new Date());
  const day = addDays(today, 40);
  const [later, first] = [await made(addDays(today, 90), 'booked'), await made(day, 'booked')];
  await made(addDays(today, 50), 'cancelled');
  await made(addDays(today, -10), 'booked');
  const { data } = await readResult<UpcomingView>(
    await callQuery(bff, secretary, 'appointments.upcoming', { patientId }),
  );
  expect(data.visits.map(({ appointmentId }) => appointmentId)).toEqual([first, later]);
  expect(data.visits[0]).toMatchObject({
    day,
    kind: 'cardio-suivi',
    service: 'Consultation de suivi',
    practitioners: [{ id: 'pract-perrin', name: expect.stringContaining('PERRIN') as string }],
    places: [{ id: 'loc-agenda', name: 'Cardiologie' }],
  });
});
