import {
  callMutation,
  callQuery,
  newSandboxAccount,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import type { FhirClient } from '@keneyapp/fhir-client';
import { offsetAt } from '@keneyapp/fhir-model/hospital-days';
import type { Patient, Practitioner, PractitionerRole } from '@medplum/fhirtypes';
import { readResult, type ProcedureResult } from '../../testing-http.ts';
import type { BookedView, HoldView } from './booking-view.ts';

export { farMonday as someMonday } from './testing-agenda.ts';
export const at = (day: string, time: string): string => `${day}T${time}:00${offsetAt(`${day}T${time}:00`)}`;

/** A secretary of two units, with an account of their own. */
export async function secretaryOf(
  { sandbox, bff, fhir }: { sandbox: RunningSandbox; bff: RunningBff; fhir: FhirClient },
  name: string,
): Promise<Visitor> {
  await fhir.update<Practitioner>({
    resourceType: 'Practitioner',
    id: `pract-${name}`,
    name: [{ family: name }],
  });
  for (const unit of ['org-cardiologie', 'org-medecine-interne'])
    await fhir.update<PractitionerRole>({
      resourceType: 'PractitionerRole',
      id: `role-${name}-${unit}`,
      active: true,
      practitioner: { reference: `Practitioner/pract-${name}` },
      organization: { reference: `Organization/${unit}` },
    });
  await newSandboxAccount(sandbox, {
    username: name,
    role: 'secretary',
    fhirUser: `Practitioner/pract-${name}`,
  });
  return signInOverHttp(bff, sandbox, name);
}

/** Calls of procedures of the agenda in somebody's name. */
export function callerOf(bff: RunningBff, visitor: Visitor) {
  const call = async <T>(name: string, input: object): Promise<ProcedureResult<T>> =>
    readResult<T>(await callMutation(bff, visitor, `appointments.${name}`, input));
  const ask = async <T>(name: string, input?: object): Promise<ProcedureResult<T>> =>
    readResult<T>(await callQuery(bff, visitor, `appointments.${name}`, input));
  const held = (patientId: string, start: string, kind: string, resources: string[]) =>
    call<HoldView>('hold', { patientId, key: crypto.randomUUID(), visits: [{ kind, start, resources }] });
  /** @returns the id of the Appointment */
  async function booked(
    patientId: string,
    start: string,
    kind: string,
    resources: string[],
  ): Promise<string> {
    const { data } = await held(patientId, start, kind, resources);
    const bookings = data.held.map(({ bookingId }) => bookingId);
    const made = await call<BookedView>('book', { patientId, key: crypto.randomUUID(), bookings });
    return made.data.appointments[0] ?? '';
  }
  return { call, ask, held, booked };
}

export async function newPerson(fhir: FhirClient, family: string): Promise<string> {
  const { id } = await fhir.create<Patient>({
    resourceType: 'Patient',
    name: [{ use: 'official', family, given: ['Alix'] }],
  });
  return id ?? '';
}
