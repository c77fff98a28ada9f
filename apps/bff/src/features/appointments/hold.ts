import type { Booking, ReserveAnswer } from '@keneyapp/appointments/contract';
import { codedOrNull } from '@keneyapp/fhir-model/coded';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { z } from 'zod';
import type { BookingCatalogue } from '../../booking/catalogue.ts';
import type { PatientContext } from '../../context.ts';
import { resourceIdOf, writeIdOf } from '../../writing/write-ids.ts';
import type { holdInput, letGoInput } from './booking-schema.ts';
import type { HoldView, OtherVisit } from './booking-view.ts';
import { fitKind, holdEnded, knownKind, obstaclesView, placed } from './placed.ts';

type Ctx = Pick<PatientContext, 'services' | 'session' | 'patientId' | 'fhir' | 'auditResources'>;

/** A person telephones no longer than this; then the places are free again. */
const holdSeconds = 600;

/**
 * Keeps places for a patient, all or none; others see them as taken. The ids of the Appointments follow from the key, so that
 * the same form sent again keeps the same places.
 */
export async function hold(
  ctx: Ctx,
  { key, visits, isTrial }: z.output<typeof holdInput>,
  over: boolean,
): Promise<HoldView> {
  const { services, session, patientId } = ctx;
  const catalogue = await services.appointments.catalogue();
  visits.forEach(({ kind, resources }, i) =>
    fitKind(knownKind(catalogue, kind, ['visits', i, 'kind']), resources, ['visits', i, 'resources']),
  );
  const holdId = writeIdOf({ key, userId: session.userId, patientId, operation: 'appointments.hold' });
  const answer = await services.appointments.call('reserve', {
    key: holdId,
    patient: patientReference(patientId),
    visits: visits.map((visit, i) => ({ ...visit, appointment: resourceIdOf(holdId, String(i)) })),
    ...{ holdSeconds, over, isTrial },
  });
  return holdView(ctx, catalogue, { ...answer, isTrial });
}

async function holdView(
  ctx: Ctx,
  catalogue: BookingCatalogue,
  { bookings, obstacles, others, isTrial }: ReserveAnswer & { isTrial: boolean },
): Promise<HoldView> {
  const held = isTrial ? [] : bookings.filter(({ state }) => state === 'held');
  return {
    held: held.map((one) => ({
      ...placed(catalogue, one),
      bookingId: one.id,
      appointmentId: one.appointment,
    })),
    expires: held[0]?.expires ?? null,
    ...obstaclesView(catalogue, obstacles),
    others: await othersView(ctx, others, bookings),
  };
}

/** Of what a label hides from the reader no more than the time is said. */
async function othersView(
  { fhir }: Ctx,
  others: readonly Booking[],
  wanted: readonly Booking[],
): Promise<OtherVisit[]> {
  if (others.length === 0) return [];
  const ids = others.map(({ appointment }) => appointment);
  const known = await fhir.searchAll('Appointment', { _id: ids.join(','), _count: ids.length }, ids.length);
  const named = new Map(known.map((one) => [one.id, codedOrNull(one.serviceType?.[0])?.text ?? null]));
  return others.map((other) => ({
    appointmentId: other.appointment,
    start: other.start,
    end: other.end,
    how: howClose(other, wanted),
    service: named.get(other.appointment) ?? null,
  }));
}

function howClose(other: Booking, wanted: readonly Booking[]): OtherVisit['how'] {
  const isDuring = (one: Booking) =>
    Date.parse(one.start) < Date.parse(other.end) && Date.parse(other.start) < Date.parse(one.end);
  if (wanted.some(isDuring)) return 'same-time';
  const day = dayOf(new Date(other.start));
  return wanted.some(({ start }) => dayOf(new Date(start)) === day) ? 'same-day' : 'same-kind';
}

/** Gives back what was kept: somebody changed their mind, or the dialog was closed. */
export async function letGo(ctx: Ctx, { bookings }: z.output<typeof letGoInput>): Promise<void> {
  const standing = await ownBookings(ctx, bookings);
  const held = standing.filter(({ state }) => state === 'held').map(({ id }) => id);
  if (held.length > 0) await ctx.services.appointments.call('step', { bookings: held, step: 'release' });
}

/** Bookings of this chart; throws when one is another's, or is not there. */
export async function ownBookings(
  { services, patientId }: Pick<Ctx, 'services' | 'patientId'>,
  ids: readonly string[],
): Promise<Booking[]> {
  const { bookings } = await services.appointments.call('bookings.list', { ids: [...ids] });
  const own = bookings.filter(({ patient }) => patient === patientReference(patientId));
  if (own.length !== new Set(ids).size) throw holdEnded();
  return own;
}
