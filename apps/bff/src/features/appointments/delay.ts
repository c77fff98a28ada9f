import { readReception } from '@keneyapp/fhir-model/reception';
import type { Appointment } from '@medplum/fhirtypes';

/** Nobody is promised a minute: delays are told in quarters of an hour. */
const stepMinutes = 15;

/**
 * How late each of those who receive is, in steps of 15 minutes: by the longest of those who came in time, were neither called
 * nor with them yet and should have been. Who came late makes nobody late before they have waited.
 */
export function delaysOf(appointments: readonly Appointment[], now: Date): Map<string, number> {
  const delays = new Map<string, number>();
  for (const appointment of appointments) {
    const { arrived, called, entered } = readReception(appointment);
    if (arrived === null || called !== null || entered !== null || !isHere(appointment)) continue;
    const due = Math.max(Date.parse(appointment.start ?? ''), Date.parse(arrived));
    const minutes = (now.getTime() - due) / 60_000;
    for (const key of receiversOf(appointment))
      delays.set(key, Math.max(delays.get(key) ?? 0, inSteps(minutes)));
  }
  return delays;
}

/** Rounded; 0 for what is less than half a step, or no time at all. */
const inSteps = (minutes: number): number =>
  minutes > 0 ? Math.round(minutes / stepMinutes) * stepMinutes : 0;

export const isHere = ({ status }: Appointment): boolean => status === 'arrived' || status === 'checked-in';

/** Who receives: a practitioner, or a role of one. */
export const receiversOf = ({ participant = [] }: Appointment): string[] =>
  participant.flatMap(({ actor }) =>
    /^Practitioner(Role)?\//.test(actor?.reference ?? '') ? (actor?.reference ?? []) : [],
  );
