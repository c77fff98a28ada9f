import type { Resource } from '@medplum/fhirtypes';
import { factsFhir } from '../testing-access.ts';
import { readRelationships } from './relationships.ts';
import { factsOfGroup } from './operations.ts';
import type { Role } from './roles.ts';

/** What is read of patient `a`, for a doctor, at one moment. */
const now = new Date('2026-03-10T12:00:00Z');
export const doctor = { role: 'doctor' as const, fhirUser: 'Practitioner/me' };
/** Everything that a doctor's ties are made of, of one patient. */
export const ofA = { patientIds: ['a'], facts: new Set(factsOfGroup.chart.doctor), now };
export const subject = { reference: 'Patient/a' };
export const me = { individual: { reference: 'Practitioner/me' } };
export const read = async (resources: Resource[], who: { role: Role; fhirUser: string | null } = doctor) => {
  const facts = await readRelationships(factsFhir(resources), who, {
    patientIds: ['a', 'b'],
    facts: new Set(factsOfGroup.chart[who.role]),
    now,
  });
  const a = facts.patients.get('a');
  if (!a) throw new Error('nothing about a');
  return { ...a, ownUnits: facts.units };
};
export const encounter = (more: object): Resource =>
  ({
    resourceType: 'Encounter',
    id: 'e',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject,
    ...more,
  }) as Resource;
