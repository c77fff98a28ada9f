import type { FhirClient } from '@keneyapp/fhir-client';
import type {
  HealthcareService,
  Location,
  Organization,
  Practitioner,
  PractitionerRole,
} from '@medplum/fhirtypes';

/** Of what infra/demo/agenda.json knows: who gives it, and in which rooms. */
const given: Record<string, { name: string; by: string[]; rooms: string[] }> = {
  'cardio-suivi': { name: 'Consultation de suivi', by: ['pract-perrin'], rooms: [] },
  'cardio-echo': { name: 'Échocardiographie', by: ['pract-perrin'], rooms: ['loc-echo-1', 'loc-echo-2'] },
  'cardio-groupe': { name: 'Groupe', by: ['pract-perrin'], rooms: [] },
  'medint-suivi': { name: 'Consultation de suivi', by: ['pract-okonkwo', 'pract-vasseur'], rooms: [] },
};

const units = { 'org-cardiologie': 'Cardiologie', 'org-medecine-interne': 'Médecine interne' };
const unitOf = (kind: string): keyof typeof units =>
  kind.startsWith('cardio') ? 'org-cardiologie' : 'org-medecine-interne';

/** A small hospital in which something can be booked. */
export async function withBookableVisits(fhir: FhirClient): Promise<void> {
  for (const [id, name] of Object.entries(units))
    await fhir.update<Organization>({ resourceType: 'Organization', id, name });
  const ward: Location = {
    resourceType: 'Location',
    id: 'loc-agenda',
    name: 'Cardiologie',
    status: 'active',
  };
  await fhir.update(ward);
  for (const id of ['loc-echo-1', 'loc-echo-2'])
    await fhir.update<Location>({
      resourceType: 'Location',
      id,
      name: `Salle ${id.at(-1) ?? ''}`,
      status: 'active',
    });
  for (const [id, { name, rooms }] of Object.entries(given))
    await fhir.update<HealthcareService>({
      resourceType: 'HealthcareService',
      id,
      active: true,
      name,
      providedBy: { reference: `Organization/${unitOf(id)}` },
      location: ['loc-agenda', ...rooms].map((room) => ({ reference: `Location/${room}` })),
    });
  const people = new Set(Object.values(given).flatMap(({ by }) => by));
  for (const id of people) {
    await fhir.update<Practitioner>({
      resourceType: 'Practitioner',
      id,
      name: [{ family: id.slice(6).toUpperCase(), given: ['Dominique'] }],
    });
    await fhir.update<PractitionerRole>({
      resourceType: 'PractitionerRole',
      id: `role-agenda-${id}`,
      active: true,
      practitioner: { reference: `Practitioner/${id}` },
      healthcareService: Object.entries(given).flatMap(([kind, { by }]) =>
        by.includes(id) ? [{ reference: `HealthcareService/${kind}` }] : [],
      ),
    });
  }
}
