import type { Bundle } from '@medplum/fhirtypes';
import type { Context, Visit } from '../context.ts';
import { acceptedIdentity } from './identity-guard.ts';
import { acceptedNewborns } from './newborn-guard.ts';
import { operations, type Operation } from './operations.ts';
import { acceptedPaper } from './paper-guard.ts';

/** Who somebody is, is written by these alone, and they write nothing else. */
export const isOfIdentity = (operation: Operation): boolean => operations[operation].feature === 'identities';

const ofPapers: ReadonlySet<Operation> = new Set<Operation>([
  'identities.add-paper',
  'identities.mark-paper-entered-in-error',
  'identities.restore-paper',
]);

/** A Bundle as an operation of identities may write it: each past the guard of what it is for. @param patientId null: somebody new is registered */
export async function acceptIdentity(
  { session, services }: Context & Visit,
  operation: Operation,
  patientId: string | null,
  bundle: Bundle,
): Promise<{ bundle: Bundle }> {
  const { userId, fhirUser } = session;
  const fhir = services.systemFhir;
  const now = new Date();
  if (patientId !== null && operation === 'identities.register-newborn')
    return { bundle: acceptedNewborns({ motherId: patientId, fhirUser, now }, bundle) };
  if (patientId !== null && ofPapers.has(operation)) {
    const isAdded = operation === 'identities.add-paper';
    return { bundle: await acceptedPaper({ patientId, isAdded, userId, fhirUser, fhir }, bundle) };
  }
  return { bundle: await acceptedIdentity({ patientId, fhirUser, fhir, now }, bundle) };
}
