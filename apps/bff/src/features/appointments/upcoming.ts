import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { codedOrNull } from '@keneyapp/fhir-model/coded';
import { epochMs, isInstant } from '@keneyapp/fhir-model/dates';
import { dayOf, startOf } from '@keneyapp/fhir-model/hospital-days';
import { patientReference, referenceKey } from '@keneyapp/fhir-model/references';
import type { Appointment } from '@medplum/fhirtypes';
import type { BookingCatalogue } from '../../booking/catalogue.ts';
import type { PatientContext } from '../../context.ts';
import type { Named } from './view.ts';
import type { UpcomingView, UpcomingVisit } from './booking-view.ts';
import { visitKindOf } from '../../booking/visit-kind.ts';
import { statusOf } from './view.ts';

/** Nobody reads out more on the telephone; beyond it the view says that it is not all. */
const max = 50;

/** From the beginning of today: whoever telephones asks for what they missed this morning too. */
export async function upcoming(
  {
    asListed,
    services,
    patientId,
    auditResources,
  }: Pick<PatientContext, 'asListed' | 'services' | 'patientId' | 'auditResources'>,
  now: Date,
): Promise<UpcomingView> {
  const [bundle, catalogue] = await Promise.all([
    asListed('appointments').search('Appointment', {
      patient: patientReference(patientId),
      date: `ge${startOf(dayOf(now)).toISOString()}`,
      _sort: 'date',
      _count: max,
    }),
    services.appointments.catalogue(),
  ]);
  auditResources('Appointment', patientReference(patientId));
  return {
    visits: matches(bundle, 'Appointment')
      .flatMap((one) => visitOf(one, catalogue) ?? [])
      .sort((a, b) => epochMs(a.start) - epochMs(b.start)),
    hasMore: hasNext(bundle),
  };
}

const standing: readonly UpcomingVisit['status'][] = ['proposed', 'pending', 'booked', 'arrived', 'waitlist'];

/** Null of what does not take place, or has no time. */
function visitOf(appointment: Appointment, catalogue: BookingCatalogue): UpcomingVisit | null {
  const { start, end, participant = [] } = appointment;
  const known = statusOf(appointment);
  const status = standing.find((one) => one === known);
  if (!isInstant(start) || status === undefined) return null;
  const taking = (...types: string[]): Named[] =>
    participant.flatMap(({ actor }) => {
      const key = referenceKey(actor?.reference ?? '');
      if (!key || !types.includes(key.split('/')[0] ?? '')) return [];
      const named = catalogue.named(key);
      return [{ ...named, name: named.name === named.id ? (actor?.display ?? named.name) : named.name }];
    });
  return {
    appointmentId: appointment.id ?? '',
    day: dayOf(new Date(start)),
    start,
    end: isInstant(end) ? end : start,
    status,
    kind: visitKindOf(appointment),
    service: codedOrNull(appointment.serviceType?.[0])?.text ?? null,
    practitioners: taking('Practitioner'),
    places: taking('Location', 'HealthcareService'),
  };
}
