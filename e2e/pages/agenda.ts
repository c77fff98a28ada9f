import type { FhirAsSystem, TestPatient } from '../fhir.ts';

/** Somebody who is to come to the first doctor today, and should have so many minutes ago. `places`: named besides. */
export const dueToday = (
  fhir: FhirAsSystem,
  who: TestPatient,
  minutesAgo: number,
  places: readonly string[] = [],
) => {
  const start = new Date(Date.now() - minutesAgo * 60_000);
  const actors = [who.reference, 'Practitioner/pract-medecin', ...places];
  return fhir.create({
    resourceType: 'Appointment',
    status: 'booked',
    start: start.toISOString(),
    end: new Date(start.getTime() + 15 * 60_000).toISOString(),
    participant: actors.map((reference) => ({ actor: { reference }, status: 'accepted' })),
  });
};
