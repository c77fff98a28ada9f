import { hasNext } from '@keneyapp/fhir-model/bundles';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import type { PatientContext } from '../../context.ts';
import type { ChartAppointment, ChartAppointmentsView } from './chart-view.ts';
import { agendaView } from './view.ts';

const max = 300;

/**
 * All appointments of one patient, each as the agenda shows it to this reader; of a chart that is closed, when, where and
 * with whom alone.
 */
export async function appointmentsOf(
  ctx: Pick<PatientContext, 'asListed' | 'access' | 'patientId' | 'auditResources'>,
): Promise<ChartAppointmentsView> {
  const now = new Date();
  const today = dayOf(now);
  const [bundle, chart] = await Promise.all([
    ctx
      .asListed('appointments')
      .search('Appointment', {
        patient: ctx.patientId,
        _sort: '-date',
        _count: max,
        _include: 'Appointment:actor',
      }),
    ctx.access.decide('summary.read', ctx.patientId),
  ]);
  const span = { from: today, days: 0, today, fhirUser: null, receives: false, dayOf };
  const all = agendaView(bundle, span, now).items.map((item): ChartAppointment => ({
    ...{ id: item.id, day: item.day, start: item.start, minutes: item.minutes, status: item.status },
    ...{ practitioners: item.practitioners, services: [...item.services, ...item.rooms] },
    reason: chart.allow ? item.reason : null,
    cancelled: chart.allow ? item.cancelled : null,
  }));
  ctx.auditResources('Appointment');
  return {
    coming: all.filter(({ day }) => day >= today),
    past: all.filter(({ day }) => day < today).toReversed(),
    isTruncated: hasNext(bundle),
  };
}
