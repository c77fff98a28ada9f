import type { Bundle } from '@medplum/fhirtypes';
import { asInChart } from '../../access/visible.ts';
import { TRPCError } from '@trpc/server';
import { DeniedError, featureProcedure, router } from '../../trpc.ts';
import { addDays, dayOf, mondayOf, startOf } from '../../fhir/hospital-days.ts';
import { agendaInput } from './schema.ts';
import { matches } from '../../fhir/bundle.ts';
import { agendaView, patientsOf } from './view.ts';

/** More than one hospital's week of consultations; beyond it the view says that it is not all. */
const most = 1_000;

export const appointmentsRouter = router({
  /** Appointments of a span of days, with who comes: everybody's for staff, their own for a patient. */
  agenda: featureProcedure('appointments', 'read')
    .input(agendaInput)
    .query(async ({ ctx, input }) => {
      const { role, fhirUser } = ctx.session;
      if (role === 'patient' && !fhirUser?.startsWith('Patient/'))
        throw new TRPCError({
          code: 'FORBIDDEN',
          message: 'denied',
          cause: new DeniedError('not-own-record'),
        });
      if (role === 'patient') {
        // a patient who closed the portal closed it to the agenda as well
        const own = await ctx.access.decide('appointments', 'read', (fhirUser ?? '').replace('Patient/', ''));
        if (!own.allow)
          throw new TRPCError({
            code: 'FORBIDDEN',
            message: 'denied',
            cause: new DeniedError(own.reasons[0] ?? 'role'),
          });
      }
      await ctx.services.lookups.count('agenda', ctx.session.userId);
      const now = new Date();
      const today = dayOf(now);
      const from = input.from ?? mondayOf(today);
      const found = await ctx.fhir.search('Appointment', {
        date: [`ge${startOf(from).toISOString()}`, `lt${startOf(addDays(from, input.days)).toISOString()}`],
        ...(role === 'patient' ? { actor: fhirUser ?? '' } : {}),
        _include: 'Appointment:actor',
        _sort: 'date',
        _count: most,
      });
      const bundle = role === 'patient' ? ownAgenda(found, (fhirUser ?? '').replace('Patient/', '')) : found;
      const patients = [...new Set(matches(bundle, 'Appointment').flatMap(patientsOf))];
      const verdicts = await ctx.access.decideFor('summary', 'read', patients);
      const readable = new Set(patients.filter((id) => verdicts.get(id)?.allow));
      const view = agendaView(bundle, { from, days: input.days, today, fhirUser, dayOf, readable }, now);
      ctx.touch(
        'Appointment',
        ...new Set(view.items.flatMap((item) => (item.patient ? [`Patient/${item.patient.id}`] : []))),
      );
      return view;
    }),
});

/** Who else comes to a group appointment is none of a patient's business. */
function ownAgenda<B extends Bundle>(bundle: B, patientId: string): B {
  return {
    ...bundle,
    entry: (bundle.entry ?? []).flatMap((entry) =>
      !entry.resource || (entry.resource.resourceType === 'Patient' && entry.resource.id !== patientId)
        ? []
        : [{ ...entry, resource: asInChart(entry.resource, patientId) }],
    ),
  };
}
