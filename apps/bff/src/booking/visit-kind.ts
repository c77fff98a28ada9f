import type { Appointment } from '@medplum/fhirtypes';

/** Code of the kind of visit, in Appointment.serviceType: the id of its HealthcareService. */
export const visitKindSystem = 'https://keneyapp.example/visit-kind';

export const visitKindOf = ({ serviceType = [] }: Pick<Appointment, 'serviceType'>): string | null =>
  serviceType
    .flatMap(({ coding = [] }) => coding)
    .find(({ system, code }) => system === visitKindSystem && code)?.code ?? null;
