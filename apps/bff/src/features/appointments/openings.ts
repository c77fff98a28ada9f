import { addDays, startOf } from '@keneyapp/fhir-model/hospital-days';
import type { z } from 'zod';
import type { PatientContext, Services } from '../../context.ts';
import type { historyInput, openingsInput } from './booking-schema.ts';
import type { HistoryView, OpeningsView } from './booking-view.ts';
import { placed } from './placed.ts';

/** When practitioners and rooms can be booked, when they are away, and what is kept for somebody who is being spoken to. */
export async function openings(
  { call }: Pick<Services['appointments'], 'call'>,
  { resources, from, days }: z.output<typeof openingsInput>,
): Promise<OpeningsView> {
  const { columns, bookings } = await call('agenda', {
    resources,
    from: startOf(from).toISOString(),
    until: startOf(addDays(from, days)).toISOString(),
  });
  return {
    columns: columns.map(({ resource, open, absent }) => ({
      resource,
      open: open.map(({ start, end }) => ({ start, end })),
      absent: absent.map(({ start, end }) => ({ start, end })),
    })),
    held: bookings
      .filter(({ state }) => state === 'held')
      .map(({ start, end, resources: kept }) => ({ start, end, resources: kept })),
  };
}

/** Refuses what is of another chart, and what a label keeps from this reader: of that not even that it was moved is told. */
export async function assertShown(
  { fhir, asListed }: Pick<PatientContext, 'fhir' | 'asListed'>,
  appointmentId: string,
): Promise<void> {
  await fhir.read('Appointment', appointmentId);
  await asListed('appointments').read('Appointment', appointmentId);
}

/** What happened to an appointment in the agenda; who did it is in the trail. */
export async function history(
  ctx: Pick<PatientContext, 'services' | 'patientId' | 'fhir' | 'asListed'>,
  { appointmentId }: z.output<typeof historyInput>,
): Promise<HistoryView> {
  const { appointments } = ctx.services;
  await assertShown(ctx, appointmentId);
  const { bookings } = await appointments.call('bookings.list', { appointments: [appointmentId] });
  const booking = bookings.at(-1);
  if (!booking) return { entries: [] };
  const catalogue = await appointments.catalogue();
  const { entries } = await appointments.call('bookings.history', { booking: booking.id });
  return {
    entries: entries.map(({ at, what, start, end, resources }) => {
      const { practitioners, rooms } = placed(catalogue, { kind: null, start, end, resources });
      return { at, what, start, end, practitioners, rooms };
    }),
  };
}
