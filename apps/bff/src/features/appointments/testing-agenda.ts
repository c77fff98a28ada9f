import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import {
  callMutation,
  callQuery,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import { addDays, dayOf, mondayOf, offsetAt } from '@keneyapp/fhir-model/hospital-days';
import type { FhirClient } from '@keneyapp/fhir-client';
import type {
  HealthcareService,
  Location,
  Organization,
  Patient,
  Practitioner,
  PractitionerRole,
} from '@medplum/fhirtypes';
import { connectAsSystem, readResult } from '../../testing-http.ts';
import type { BookedView, HoldView } from './booking-view.ts';

/** Of what infra/demo/agenda.json knows: who gives it, and in which rooms. */
const given: Record<string, { name: string; by: string[]; rooms: string[] }> = {
  'cardio-suivi': { name: 'Consultation de suivi', by: ['pract-perrin'], rooms: [] },
  'cardio-echo': { name: 'Échocardiographie', by: ['pract-perrin'], rooms: ['loc-echo-1', 'loc-echo-2'] },
  'cardio-groupe': { name: 'Groupe', by: ['pract-perrin'], rooms: [] },
  'medint-suivi': { name: 'Consultation de suivi', by: ['pract-okonkwo', 'pract-vasseur'], rooms: [] },
};

const units = { 'org-cardiologie': 'Cardiologie', 'org-medecine-interne': 'Médecine interne' };
const unitOf = (kind: string): keyof typeof units =>
  kind.startsWith('cardio') ? 'org-cardiologie' : 'org-medecine-interne';

/** A small hospital in which something can be booked. */
export async function withBookableVisits(fhir: FhirClient): Promise<void> {
  for (const [id, name] of Object.entries(units))
    await fhir.update<Organization>({ resourceType: 'Organization', id, name });
  const ward: Location = {
    resourceType: 'Location',
    id: 'loc-agenda',
    name: 'Cardiologie',
    status: 'active',
  };
  await fhir.update(ward);
  for (const id of ['loc-echo-1', 'loc-echo-2'])
    await fhir.update<Location>({
      resourceType: 'Location',
      id,
      name: `Salle ${id.at(-1) ?? ''}`,
      status: 'active',
    });
  for (const [id, { name, rooms }] of Object.entries(given))
    await fhir.update<HealthcareService>({
      resourceType: 'HealthcareService',
      id,
      active: true,
      name,
      providedBy: { reference: `Organization/${unitOf(id)}` },
      location: ['loc-agenda', ...rooms].map((room) => ({ reference: `Location/${room}` })),
    });
  const people = new Set(Object.values(given).flatMap(({ by }) => by));
  for (const id of people) {
    await fhir.update<Practitioner>({
      resourceType: 'Practitioner',
      id,
      name: [{ family: id.slice(6).toUpperCase(), given: ['Dominique'] }],
    });
    await fhir.update<PractitionerRole>({
      resourceType: 'PractitionerRole',
      id: `role-agenda-${id}`,
      active: true,
      practitioner: { reference: `Practitioner/${id}` },
      healthcareService: Object.entries(given).flatMap(([kind, { by }]) =>
        by.includes(id) ? [{ reference: `HealthcareService/${kind}` }] : [],
      ),
    });
  }
}

let asked = 0;
/**
 * A Monday far enough that nobody else books there, and without a public holiday near; each one that asks has its own, and
 * each test file, since they share one agenda.
 */
export function farMonday(): string {
  const file = expect.getState().testPath?.split('/').at(-1) ?? '';
  const [slot = 0] = new Uint8Array(createHash('sha256').update(file).digest());
  // forty Mondays of a file: some seven years of them
  const first = addDays(mondayOf(dayOf(new Date())), 7 * (20 + (slot % 24) * 400));
  for (let weeks = 0, quiet = 0; ; weeks++) {
    const monday = addDays(first, 7 * weeks);
    const [, month, day] = monday.split('-').map(Number);
    if ((month === 2 || month === 9) && (day ?? 0) <= 20 && ++quiet > asked) {
      asked++;
      return monday;
    }
  }
}
export const at = (day: string, time: string): string => `${day}T${time}:00${offsetAt(`${day}T${time}:00`)}`;
export const perrin = 'Practitioner/pract-perrin';
export const visitAt = (start: string, kind = 'cardio-suivi', resources = [perrin]) => ({
  ...{ kind, start, resources },
});

/** A hospital that books, over HTTP. */
export class BookingHospital {
  readonly fhir: FhirClient;
  readonly close: () => Promise<void>;
  readonly secretary: Visitor;
  readonly #sandbox: RunningSandbox;
  readonly #bff: RunningBff;

  private constructor(sandbox: RunningSandbox, bff: RunningBff, { fhir, close, secretary }: Opened) {
    this.#sandbox = sandbox;
    this.#bff = bff;
    this.fhir = fhir;
    this.close = close;
    this.secretary = secretary;
  }

  static async open(): Promise<BookingHospital> {
    const sandbox = await sharedSandbox();
    const bff = await sharedBff();
    const { fhir, close } = await connectAsSystem(sandbox);
    await withBookableVisits(fhir);
    const secretary = await signInOverHttp(bff, sandbox, 'secretaire');
    return new BookingHospital(sandbox, bff, { fhir, close, secretary });
  }

  signIn = (name: string): Promise<Visitor> => signInOverHttp(this.#bff, this.#sandbox, name);

  somebody = async (): Promise<string> => {
    const { id } = await this.fhir.create<Patient>({
      resourceType: 'Patient',
      name: [{ use: 'official', family: 'Agenda', given: ['Alix'] }],
    });
    return id ?? '';
  };

  call = async <T>(name: string, input: object, visitor = this.secretary) =>
    readResult<T>(await callMutation(this.#bff, visitor, `appointments.${name}`, input));
  ask = async <T>(name: string, input?: object, visitor = this.secretary) =>
    readResult<T>(await callQuery(this.#bff, visitor, `appointments.${name}`, input));

  hold = (patientId: string, start: string, visitor = this.secretary, key: string = crypto.randomUUID()) =>
    this.call<HoldView>('hold', { patientId, key, visits: [visitAt(start)] }, visitor);

  book = (patientId: string, { data }: { data: HoldView }, more: object = {}) =>
    this.call<BookedView>('book', {
      patientId,
      key: crypto.randomUUID(),
      bookings: data.held.map(({ bookingId }) => bookingId),
      ...more,
    });

  booked = async (
    start: string,
    patientId?: string,
  ): Promise<{ patientId: string; appointmentId: string }> => {
    const who = patientId ?? (await this.somebody());
    const { data } = await this.book(who, await this.hold(who, start));
    return { patientId: who, appointmentId: data.appointments[0] ?? '' };
  };

  stored = (id: string) => this.fhir.read('Appointment', id);
}
interface Opened {
  fhir: FhirClient;
  close: () => Promise<void>;
  secretary: Visitor;
}
