import { insSystems, type IdentityTraits } from '@keneyapp/clinical';
import { inForce } from '@keneyapp/fhir-model/elements';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { readTelecoms } from '@keneyapp/fhir-model/identity-contact';
import { readTraits } from '@keneyapp/fhir-model/identity-traits';
import { readState } from '@keneyapp/fhir-model/identity-write';
import type { Patient } from '@medplum/fhirtypes';

const matricules = new Set<string>(Object.values(insSystems));

/** Family name of whoever cannot say who they are: it says so, and is nobody's. */
export const unknownFamily = 'INCONNU';

/**
 * What is compared of a record with another; null for one that stands for nobody: set aside, replaced by another, made to try
 * things out, registered as unknown (the words in place of a name are ours, and would make pairs of all who came at once). The matricule counts whatever the status: it is compared and shown to nobody.
 */
export function comparedTraits(patient: Patient, now: Date): IdentityTraits | null {
  const identity = readIdentity(patient, now);
  if (!identity.active || identity.replacedBy !== null || identity.isTest) return null;
  if (identity.birthName === unknownFamily && readState(patient).attributes.includes('fictive')) return null;
  const { birthPlace } = readTraits(patient, now);
  return {
    birthName: identity.birthName ?? undefined,
    usedName: identity.usedName ?? undefined,
    givenNames: identity.givenNames,
    usedGivenName: identity.usedGivenName ?? undefined,
    birthDate: identity.birthDate ?? undefined,
    sex: identity.sex,
    birthplace: birthPlace.code,
    ins: inForce(patient.identifier, now).find(({ system }) => matricules.has(system ?? ''))?.value,
    telephones: readTelecoms(patient, now).telephones.map(({ value }) => value),
  };
}
