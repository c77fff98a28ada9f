import type { Booking, Obstacle } from '@keneyapp/appointments/contract';
import { patientIdOf, patientReference, referenceKey } from '@keneyapp/fhir-model/references';
import { isOfSeveral } from '@keneyapp/fhir-model/reception';
import type { Appointment, AppointmentParticipant } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { z } from 'zod';
import { DeniedError } from '../../access/denied.ts';
import type { BookingCatalogue } from '../../booking/catalogue.ts';
import { knownTo, occupiedBy, sameMoment } from '../../booking/occupies.ts';
import type { PatientContext } from '../../context.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { writeIdOf } from '../../writing/write-ids.ts';
import { referenceTo } from './book.ts';
import type { cancelInput, moveInput, restoreInput } from './booking-schema.ts';
import type { ChangeView } from './booking-view.ts';
import { visitKindOf } from '../../booking/visit-kind.ts';
import { cancellationSystem, overExtension } from './codes.ts';
import { fitKind, obstaclesView } from './placed.ts';
import { settleAround } from './settle-around.ts';

type Ctx = Pick<PatientContext, 'services' | 'session' | 'patientId' | 'fhir' | 'write' | 'auditResources'>;
type Stored = Appointment & { id: string };

const isToCome = new Set<Appointment['status']>(['booked', 'pending', 'waitlist', 'proposed']);
const done: ChangeView = { isDone: true, obstacles: [], mayBeOver: false };

/** Goes to another time, or to others: the new place is taken beside the old one until it is written (ADR 33). */
export async function move(
  ctx: Ctx,
  { key, appointmentId, start, to }: z.output<typeof moveInput>,
  overReason: string | null,
): Promise<ChangeView> {
  const { services, session, patientId } = ctx;
  const { appointments } = services;
  const catalogue = await appointments.catalogue();
  const booking = await bookingOf(ctx, appointmentId);
  const kind = catalogue.kind(booking.kind);
  if (to.resources && kind) fitKind(kind, to.resources, ['to', 'resources']);
  const moveKey = writeIdOf({ key, userId: session.userId, patientId, operation: 'appointments.move' });
  const { obstacles, bookings } = await appointments.call('move', {
    key: moveKey,
    moves: [{ booking: booking.id, ...to }],
    over: overReason !== null,
  });
  const isBeing = obstacles.some(({ reason }) => reason === 'moving' || reason === 'not-booked');
  if (isBeing || (obstacles.length === 0 && bookings.length !== 1)) throw changedMeanwhile();
  if (obstacles.length > 0) return { isDone: false, ...obstaclesView(catalogue, obstacles) };
  const goesTo = bookings[0]?.moving ?? bookings[0];
  const { references } = await settleAround(appointments, { bookings: [booking.id], otherwise: 'back' }, () =>
    ctx.write({
      key,
      plan: async (transaction) => {
        const { appointment, version } = await asSeen(ctx, appointmentId, start);
        if (!isToCome.has(appointment.status) || !goesTo) throw changedMeanwhile();
        transaction.update(moved(appointment, goesTo, { booking, catalogue, overReason }), version);
      },
    }),
  );
  ctx.auditResources(...references);
  return done;
}

function moved(
  appointment: Stored,
  { start, end, resources }: Pick<Booking, 'start' | 'end' | 'resources'>,
  {
    booking,
    catalogue,
    overReason,
  }: { booking: Booking; catalogue: BookingCatalogue; overReason: string | null },
): Stored {
  const { extension = [], participant = [] } = appointment;
  const others = extension.filter(({ url }) => url !== overExtension);
  const stays = (one: AppointmentParticipant) => {
    const reference = referenceKey(one.actor?.reference ?? '') ?? '';
    if (isInformation(one) || !isResource(reference) || resources.includes(reference)) return true;
    // a ward that others named among who comes was never taken, and is not left
    return !isPerson(reference) && !booking.resources.includes(reference);
  };
  const kept = participant.filter(stays);
  const there = new Set(kept.map(({ actor }) => referenceKey(actor?.reference ?? '')));
  const now = [...others, ...(overReason === null ? [] : [{ url: overExtension, valueString: overReason }])];
  const { extension: _old, slot: _slot, ...rest } = appointment;
  return {
    ...rest,
    ...(now.length > 0 ? { extension: now } : {}),
    start,
    end,
    minutesDuration: Math.round((Date.parse(end) - Date.parse(start)) / 60_000),
    participant: [
      ...kept,
      ...resources
        .filter((one) => !there.has(one))
        .map((one) => ({
          actor: referenceTo(catalogue, one),
          required: 'required' as const,
          status: 'accepted' as const,
        })),
    ],
  };
}

const isInformation = ({ required }: AppointmentParticipant): boolean => required === 'information-only';
const isPerson = (reference: string): boolean => /^Practitioner(Role)?\//.test(reference);
const isResource = (reference: string): boolean =>
  /^(Practitioner|PractitionerRole|Location|Device|HealthcareService)\//.test(reference);

/** Does not take place: by whom and why. Its place is free for others at once. */
export async function cancel(
  ctx: Ctx,
  { key, appointmentId, start, by, reason }: z.output<typeof cancelInput>,
): Promise<ChangeView> {
  const booking = await bookingOf(ctx, appointmentId).catch(() => null);
  const { references } = await ctx.write({
    key,
    plan: async (transaction) => {
      const { appointment, version } = await asSeen(ctx, appointmentId, start);
      if (!isToCome.has(appointment.status)) throw changedMeanwhile();
      const code = by === 'patient' ? 'pat' : 'prov';
      transaction.update(
        {
          ...appointment,
          status: 'cancelled',
          cancelationReason: { coding: [{ system: cancellationSystem, code }], text: reason },
        },
        version,
      );
    },
  });
  ctx.auditResources(...references);
  // should it not be told now, whoever follows the appointments gives the place back
  if (booking)
    await ctx.services.appointments
      .call('step', { bookings: [booking.id], step: 'release' })
      .catch(() => undefined);
  return done;
}

/** Takes place after all, where its place is still free. */
export async function restore(
  ctx: Ctx,
  { key, appointmentId, start }: z.output<typeof restoreInput>,
): Promise<ChangeView> {
  const { services, session, patientId } = ctx;
  const { appointments } = services;
  const catalogue = await appointments.catalogue();
  const { appointment } = await asSeen(ctx, appointmentId, start);
  const place = { ...(await placeOf(ctx, appointment)), start };
  const restoreKey = writeIdOf({ key, userId: session.userId, patientId, operation: 'appointments.restore' });
  const kind = visitKindOf(appointment);
  const write = () =>
    ctx.write({
      key,
      plan: async (transaction) => {
        const now = await asSeen(ctx, appointmentId, start);
        if (now.appointment.status !== 'cancelled') throw changedMeanwhile();
        const { cancelationReason: _reason, ...rest } = now.appointment;
        transaction.update({ ...rest, status: 'booked' }, now.version);
      },
    });
  if (kind === null || !catalogue.kind(kind) || place.resources.length === 0) {
    // of others' making, or given by nobody any more: no place of a kind can be taken for it, and it occupies as theirs do
    const taken = await inTheWay(ctx, appointment, place.resources);
    if (taken.length > 0) return { isDone: false, ...obstaclesView(catalogue, taken), mayBeOver: false };
    const { references } = await write();
    ctx.auditResources(...references);
    return done;
  }
  const { bookings, obstacles } = await appointments.call('reserve', {
    key: restoreKey,
    patient: patientReference(patientId),
    visits: [{ kind, start, resources: place.resources, appointment: appointmentId }],
    holdSeconds: 60,
  });
  if (obstacles.length > 0) return { isDone: false, ...obstaclesView(catalogue, obstacles) };
  const ids = bookings.map(({ id }) => id);
  const begun = await appointments.call('step', { bookings: ids, step: 'begin' });
  if (begun.refused.length > 0) throw changedMeanwhile();
  const { references } = await settleAround(appointments, { bookings: ids, otherwise: 'release' }, write);
  ctx.auditResources(...references);
  return done;
}

/** Who has what an Appointment would occupy, where that is all that a resource does at once. */
async function inTheWay(
  { services }: Ctx,
  { start, end }: Stored,
  resources: readonly string[],
): Promise<Obstacle[]> {
  if (start === undefined || end === undefined || resources.length === 0) return [];
  const [from, until] = [new Date(start).toISOString(), new Date(end).toISOString()];
  const { columns, bookings } = await services.appointments.call('agenda', {
    ...{ resources: [...resources], from, until },
  });
  return columns.flatMap(({ resource, lanes }) => {
    const by = bookings.filter(
      (one) => one.resources.includes(resource) && one.start < until && from < one.end,
    );
    const visits = new Set(by.map((one) => (one.places > 1 ? `${one.kind ?? ''} ${one.start}` : one.id)));
    return visits.size >= lanes ? [{ at: 0, resource, reason: 'taken', by }] : [];
  });
}

async function placeOf({ services }: Ctx, appointment: Stored): Promise<{ resources: string[] }> {
  return occupiedBy({ ...appointment, status: 'booked' }, await knownTo(services.appointments), new Map());
}

/** Of this chart, at the time that was shown, and of nobody else besides. */
async function asSeen(
  { fhir, services, patientId }: Ctx,
  appointmentId: string,
  start: string,
): Promise<{ appointment: Stored; version: string }> {
  const appointment = await fhir.read('Appointment', appointmentId);
  const isOwn = appointment.participant?.some(({ actor }) => patientIdOf(actor?.reference) === patientId);
  if (!isOwn || !sameMoment(appointment.start ?? null, start)) throw changedMeanwhile();
  // who else comes is shown in nobody's chart: one change would speak for all of them
  if (isOfSeveral(await services.capabilities.visitsTogether.read('Appointment', appointmentId)))
    throw new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError('several-patients') });
  return { appointment: { ...appointment, id: appointmentId }, version: appointment.meta?.versionId ?? '' };
}

/** Its place in the agenda; what others wrote a moment ago is told to the agenda first. */
async function bookingOf(ctx: Ctx, appointmentId: string): Promise<Booking> {
  const { services, patientId, fhir } = ctx;
  const { appointments } = services;
  const standing = async () => {
    const { bookings } = await appointments.call('bookings.list', { appointments: [appointmentId] });
    return bookings.find(({ state }) => state !== 'released');
  };
  const known = await standing();
  const of = patientReference(patientId);
  if (known?.patient === of) return known;
  const appointment = { ...(await fhir.read('Appointment', appointmentId)), id: appointmentId };
  await appointments.call('arrived', occupiedBy(appointment, await knownTo(appointments), new Map()));
  const now = await standing();
  if (now?.patient !== of) throw changedMeanwhile();
  return now;
}
