import { isInstant } from '@keneyapp/fhir-model/dates';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { afterStep, isOfSeveral, readReception, stepsFrom } from '@keneyapp/fhir-model/reception';
import type { z } from 'zod';
import { touchedBy } from '../../booking/touched.ts';
import type { PatientContext } from '../../context.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import type { receiveInput } from './schema.ts';
import { newTicket } from './ticket.ts';
import { statusOf, receptionOf, type ReceivedView } from './view.ts';

type Input = z.output<typeof receiveInput>;

/**
 * Somebody came, showed who they are, was called, is with the doctor, left, or did not come: today's appointments alone, as they stood before the eyes of whoever says
 * so. It changes when and whether, nothing else: what the reader does not see of the appointment stays in it.
 */
export async function receive(
  ctx: Pick<PatientContext, 'fhir' | 'services' | 'write' | 'auditResources'>,
  { key, appointmentId, step, room, ...shown }: Input,
): Promise<ReceivedView> {
  const now = new Date();
  const { references } = await ctx.write({
    key,
    plan: async (transaction) => {
      const appointment = await ctx.fhir.read('Appointment', appointmentId);
      if (!isInstant(appointment.start) || dayOf(new Date(appointment.start)) !== dayOf(now))
        throw changedMeanwhile();
      if (isOfSeveral(await ctx.services.capabilities.visitsTogether.read('Appointment', appointmentId)))
        throw changedMeanwhile();
      const found = readReception(appointment);
      const isAsShown =
        statusOf(appointment) === shown.status &&
        (['checked', 'called', 'entered'] as const).every((moment) => found[moment] === shown[moment]);
      if (!isAsShown || !stepsFrom(appointment).includes(step)) throw changedMeanwhile();
      const said = {
        ...(step === 'arrive' ? { ticket: await newTicket(ctx.services.db, dayOf(now)) } : {}),
        ...(room ? { room } : {}),
      };
      const next = afterStep(appointment, step, now, said);
      if (next === null) throw changedMeanwhile();
      transaction.update(next, appointment.meta?.versionId ?? '');
    },
  });
  ctx.auditResources(...references);
  const stored = await ctx.fhir.read('Appointment', appointmentId);
  // at once on every screen; where the engine is away, the follower tells of it when it is back
  void ctx.services.appointments.call('touched', { changes: touchedBy(stored) }).catch(() => undefined);
  return { id: appointmentId, status: statusOf(stored) ?? shown.status, ...receptionOf(stored) };
}
