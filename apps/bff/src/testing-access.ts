import type { FhirClient } from '@keneyapp/fhir-client';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { Access, type EmergencySource } from './access/access.ts';
import { createPolicyEngine } from './access/engine.ts';
import type { PolicyEngine } from './access/policy.ts';
import type { Services } from './context.ts';
import { createCounter } from './limits/counter.ts';
import { Lookups } from './limits/lookups.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

/** The compiled policy itself: tests decide with what production decides with. */
export const testPolicy = (): Promise<PolicyEngine> => createPolicyEngine({ OPA_URL: undefined });

/** No emergency access, nobody suspended. */
export const noEmergency: EmergencySource = {
  activeGrant: () => Promise.resolve(null),
  isSuspended: () => Promise.resolve(false),
};

/** Facts for units of the BFF that have no FHIR server: what it answers to every search of a type. */
export function factsFhir(resources: readonly Resource[] = []): FhirClient {
  const answer = (type: string): Bundle => ({
    resourceType: 'Bundle',
    type: 'searchset',
    entry: resources.filter((r) => r.resourceType === type).map((resource) => ({ resource })),
  });
  return {
    batchSearch: (searches: { type: string }[]) => Promise.resolve(searches.map(({ type }) => answer(type))),
  } as unknown as FhirClient;
}

/** A care team of one person for one patient. */
export const careTeamOf = (patientId: string, practitioner: string): Resource => ({
  resourceType: 'CareTeam',
  id: `team-${patientId}`,
  status: 'active',
  subject: { reference: patientReference(patientId) },
  participant: [{ member: { reference: practitioner } }],
});

export function accessServices(
  policy: PolicyEngine,
  systemFhir: FhirClient = factsFhir(),
  emergency: EmergencySource = noEmergency,
): Pick<Services, 'policy' | 'accessFor' | 'accessChanges' | 'lookups'> {
  return {
    policy,
    lookups: new Lookups(createCounter(null), 1),
    accessFor: (who) => new Access({ policy, systemFhir, emergency, leadingTo: async () => new Map() }, who),
    accessChanges: { publish: () => Promise.resolve(), subscribe: () => () => undefined },
  };
}
