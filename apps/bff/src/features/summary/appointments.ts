import { codedOrNull } from '@keneyapp/fhir-model/coded';
import { matches } from '@keneyapp/fhir-model/bundles';
import { date, epochMs } from '@keneyapp/fhir-model/dates';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { nameBehind } from '@keneyapp/fhir-model/names';
import { lookupIn, referenceKey } from '@keneyapp/fhir-model/references';
import type { Bundle } from '@medplum/fhirtypes';
import type { AppointmentRow } from './rows.ts';

/** Those of this patient that are still to come, and today's; the next first. What was called off or done is none of them. */
export function upcoming(bundle: Bundle, now: Date): AppointmentRow[] {
  const lookup = lookupIn(bundle);
  const today = dayOf(now);
  return matches(bundle, 'Appointment')
    .flatMap((appointment): AppointmentRow[] => {
      const { status, participant = [] } = appointment;
      const start = date(appointment.start);
      const day = start === null ? null : start.length > 10 ? dayOf(new Date(start)) : start;
      const isOff = ['cancelled', 'noshow', 'fulfilled', 'entered-in-error'].includes(status ?? '');
      if (start === null || day === null || day < today || isOff) return [];
      const named = (...types: string[]) =>
        participant.flatMap(({ actor }) => {
          const type = referenceKey(actor?.reference ?? '')?.split('/')[0] ?? '';
          return types.includes(type) ? (nameBehind(actor, lookup, appointment) ?? []) : [];
        });
      return [
        {
          id: appointment.id ?? '',
          start,
          day,
          status: status === 'checked-in' ? 'arrived' : (status ?? 'booked'),
          reason:
            codedOrNull(appointment.reasonCode?.[0]) ??
            codedOrNull(appointment.serviceType?.[0]) ??
            codedOrNull(appointment.appointmentType),
          who: named('Practitioner', 'PractitionerRole'),
          where: named('Location', 'HealthcareService'),
        },
      ];
    })
    .sort((a, b) => epochMs(a.start) - epochMs(b.start));
}
