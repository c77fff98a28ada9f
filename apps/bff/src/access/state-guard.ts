import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { TRPCError } from '@trpc/server';
import type { Bundle } from '@medplum/fhirtypes';
import { belongsTo } from '../fhir/compartment.ts';
import type { Session } from '../session/session.ts';
import type { Access } from './access.ts';
import { DeniedError } from './denied.ts';
import { stateOf, type Operation } from './operations.ts';
import { readStored } from './written-state.ts';

interface Judged {
  access: Pick<Access, 'decideWritten'>;
  operation: Operation;
  /** Null of what belongs to no chart. */
  patientId: string | null;
  session: Pick<Session, 'userId' | 'fhirUser'>;
  /** With the rights of the BFF itself. */
  fhir: Pick<FhirClient, 'batchSearch'>;
}

/**
 * Asks the policy whether what a transaction writes over may be written over in the state in which it is stored now. Throws
 * where it may not. What has another version by now is left to the FHIR server, which refuses it by its `If-Match`.
 */
export async function judgeWritten(
  { access, operation, patientId, session, fhir }: Judged,
  { entry = [] }: Bundle,
): Promise<void> {
  const parts = stateOf[operation];
  if (!parts) return;
  const written = entry.flatMap(({ resource, request }) =>
    resource === undefined || resource.resourceType === 'Provenance'
      ? []
      : [{ key: `${resource.resourceType}/${resource.id ?? ''}`, ifMatch: request?.ifMatch }],
  );
  const stored = await readStored(fhir, session, { keys: written.map(({ key }) => key), parts });
  const states = written.flatMap(({ key, ifMatch }) => {
    const there = stored.get(key);
    // a server that knows nothing of it may create it in spite of `If-Match`
    if (!there && ifMatch !== undefined) throw new FhirError(412, null, 'not-there');
    if (!there) return [];
    if (patientId !== null && !belongsTo(there.resource, patientId))
      throw new FhirError(403, null, 'other-chart');
    const isOther = ifMatch !== undefined && ifMatch !== `W/"${there.resource.meta?.versionId ?? ''}"`;
    return isOther ? [] : [there.state];
  });
  const verdicts = await access.decideWritten(operation, patientId, states);
  const refusal = verdicts.find(({ allow }) => !allow);
  if (!refusal) return;
  const reason = refusal.reasons[0] ?? 'role';
  throw new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError(reason) });
}
