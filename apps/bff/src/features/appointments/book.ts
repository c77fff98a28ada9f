import type { Booking } from '@keneyapp/appointments/contract';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Appointment, Reference } from '@medplum/fhirtypes';
import type { z } from 'zod';
import type { BookingCatalogue } from '../../booking/catalogue.ts';
import type { PatientContext } from '../../context.ts';
import { refuse } from '../../errors.ts';
import { writtenLength } from '../../free-text.ts';
import type { bookInput } from './booking-schema.ts';
import type { BookedView } from './booking-view.ts';
import { ownBookings } from './hold.ts';
import { holdEnded } from './placed.ts';
import { settleAround } from './settle-around.ts';
import { visitKindSystem } from '../../booking/visit-kind.ts';
import { overExtension } from './codes.ts';

type Ctx = Pick<
  PatientContext,
  'services' | 'session' | 'patientId' | 'write' | 'asListed' | 'auditResources'
>;
type Input = z.output<typeof bookInput>;

/**
 * Makes Appointments of what is held: `begin`, the transaction, `confirm` (ADR 33). What is known not to have gone in gives
 * its places back; what is not known is settled by its id.
 */
export async function book(ctx: Ctx, input: Input): Promise<BookedView> {
  const { services, patientId } = ctx;
  const bookings = await ownBookings(ctx, input.bookings);
  if (bookings.some(({ isOver }) => isOver) && writtenLength(input.overReason) === 0)
    refuse([{ path: ['overReason'], reason: 'required' }]);
  if (bookings.some(({ moving, state }) => moving !== null || state === 'released')) throw holdEnded();
  const catalogue = await services.appointments.catalogue();
  const { refused } = await services.appointments.call('step', {
    ...{ bookings: idsOf(bookings), step: 'begin', isFirst: true },
  });
  if (refused.some(({ reason }) => reason !== 'begun')) throw holdEnded();
  const isFirst = refused.length === 0;
  const write = () =>
    ctx.write({
      key: input.key,
      plan: (transaction) => {
        // somebody has made them already: whoever sent this very form is answered as the first time, everybody else refused
        if (!isFirst) return Promise.reject(holdEnded());
        const now = new Date();
        for (const booking of bookings)
          transaction.createOnce(appointmentOf(booking, { patientId, catalogue, input, now }));
        return Promise.resolve();
      },
    });
  const { references } = isFirst
    ? await settleAround(services.appointments, { bookings: idsOf(bookings), otherwise: 'release' }, write)
    : await write();
  ctx.auditResources(...references);
  return { appointments: bookings.map(({ appointment }) => appointment) };
}

const idsOf = (bookings: readonly Booking[]): string[] => bookings.map(({ id }) => id);

interface Around {
  patientId: string;
  catalogue: BookingCatalogue;
  input: Pick<Input, 'comment' | 'overReason'>;
  now: Date;
}

function appointmentOf(
  { appointment: id, kind: kindId, start, end, resources, isOver }: Booking,
  { patientId, catalogue, input: { comment, overReason }, now }: Around,
): Appointment & { id: string } {
  const kind = catalogue.kind(kindId);
  return {
    resourceType: 'Appointment',
    id,
    ...(isOver ? { extension: [{ url: overExtension, valueString: overReason }] } : {}),
    status: 'booked',
    ...(kind
      ? {
          serviceType: [
            { coding: [{ system: visitKindSystem, code: kind.id, display: kind.name }], text: kind.name },
          ],
        }
      : {}),
    start,
    end,
    minutesDuration: Math.round((Date.parse(end) - Date.parse(start)) / 60_000),
    created: now.toISOString(),
    ...(comment ? { comment } : {}),
    participant: [
      { actor: { reference: patientReference(patientId) }, required: 'required', status: 'accepted' },
      ...resources.map((reference) => ({
        actor: referenceTo(catalogue, reference),
        required: 'required' as const,
        status: 'accepted' as const,
      })),
      ...(kind?.wards ?? []).map(({ id: ward, name }) => ({
        actor: { reference: `Location/${ward}`, display: name },
        required: 'information-only' as const,
        status: 'accepted' as const,
      })),
    ],
  };
}

export const referenceTo = (
  catalogue: BookingCatalogue,
  reference: string,
): Reference<never> & { reference: string } => ({ reference, display: catalogue.named(reference).name });
