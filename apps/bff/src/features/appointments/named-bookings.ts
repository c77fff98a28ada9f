import type { Booking } from '@keneyapp/appointments/contract';
import type { FhirClient } from '@keneyapp/fhir-client';
import { orThrow } from '@keneyapp/fhir-model/bundles';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Appointment, Bundle } from '@medplum/fhirtypes';
import type { BookingCatalogue } from '../../booking/catalogue.ts';
import type { Context, Visit } from '../../context.ts';
import { placed } from './placed.ts';
import type { BookingLine } from './rules-view.ts';
import { agendaView, type AgendaItem } from './view.ts';

export type ListContext = Context &
  Visit & { fhir: FhirClient; auditResources: (...resources: string[]) => void };

const atOnce = 100;

/**
 * Bookings with whose they are, read as the agenda reads them: the engine knows references, and what of them the reader may
 * know is said by the list guard alone. What it does not show keeps its time and its place.
 */
export async function namedBookings(
  ctx: ListContext,
  catalogue: BookingCatalogue,
  bookings: readonly Booking[],
): Promise<BookingLine[]> {
  const ids = [...new Set(bookings.map(({ appointment }) => appointment))];
  const searches = Array.from({ length: Math.ceil(ids.length / atOnce) }, (_, i) => ({
    type: 'Appointment' as const,
    params: {
      _id: ids.slice(i * atOnce, (i + 1) * atOnce).join(','),
      _include: 'Appointment:actor',
      _count: atOnce,
    },
  }));
  const answers = searches.length > 0 ? await ctx.fhir.batchSearch(searches) : [];
  const items = new Map(answers.flatMap((answer) => itemsIn(orThrow(answer) as Bundle<Appointment>)));
  const patients = new Set([...items.values()].flatMap(({ patient }) => patient?.id ?? []));
  ctx.auditResources('Appointment', ...[...patients].map((id) => patientReference(id)));
  return bookings
    .map((booking) => lineOf(booking, catalogue, items.get(booking.appointment)))
    .sort((a, b) => a.start.localeCompare(b.start) || a.bookingId.localeCompare(b.bookingId));
}

function itemsIn(bundle: Bundle): [string, AgendaItem][] {
  const now = new Date();
  const today = dayOf(now);
  const span = { from: today, days: 1, today, fhirUser: null, receives: false, dayOf };
  return agendaView(bundle, span, now).items.map((item) => [item.id, item]);
}

function lineOf(booking: Booking, catalogue: BookingCatalogue, item: AgendaItem | undefined): BookingLine {
  const { start, end, resources, practitioners, rooms } = placed(catalogue, booking);
  return {
    bookingId: booking.id,
    appointmentId: booking.appointment,
    ...{ start, end, resources, practitioners, rooms },
    isHeld: booking.state === 'held',
    reason: item?.reason ?? null,
    patient: item?.patient ?? null,
  };
}
