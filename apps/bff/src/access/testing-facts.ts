import type { Resource } from '@medplum/fhirtypes';
import { factsFhir } from '../testing-access.ts';
import { readFacts } from './facts.ts';

/** What is read of patient `a`, for a doctor, at one moment. */
export const now = new Date('2026-03-10T12:00:00Z');
export const doctor = { role: 'doctor' as const, fhirUser: 'Practitioner/me' };
export const subject = { reference: 'Patient/a' };
export const me = { individual: { reference: 'Practitioner/me' } };
export const read = async (resources: Resource[], who: Parameters<typeof readFacts>[1] = doctor) => {
  const facts = await readFacts(factsFhir(resources), who, ['a', 'b'], now);
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
