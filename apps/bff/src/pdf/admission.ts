import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Access, Verdict } from '../access/access.ts';
import { operations, type Operation } from '../access/operations.ts';
import type { AuditEntry } from '../audit/audit.ts';
import type { Services } from '../context.ts';
import type { Session } from '../session/session.ts';

/** How the trail has a file that leaves. */
export const exportEntry = (
  request: FastifyRequest,
  { userId, displayName, role, fhirUser }: Session,
  { operation, patientId }: { operation: Operation; patientId: string | null },
): AuditEntry => ({
  action: 'R',
  kind: 'export',
  operation,
  feature: operations[operation].feature,
  access: 'read',
  outcome: 'success',
  patientId,
  resources: [],
  user: { id: userId, name: displayName, role, fhirUser },
  remoteAddress: request.visitorAddress,
  requestId: request.id,
});

interface Asked {
  access: Access;
  operation: Operation;
  /** Null: of no single chart. */
  patientId: string | null;
  userId: string;
  record: (more: Partial<AuditEntry>) => Promise<void>;
}

/** Whether somebody may have this file: the decision, or the refusal, which is in the trail by then. */
export async function admit(
  { lookups }: Pick<Services, 'lookups'>,
  { access, operation, patientId, userId, record }: Asked,
): Promise<{ verdict: Verdict } | { status: number; reason: string }> {
  const verdict = await access.decide(operation, patientId).catch(() => null);
  if (!verdict) {
    await record({ outcome: 'failure', reason: 'policy-unavailable' });
    return { status: 503, reason: 'policy-unavailable' };
  }
  if (verdict.allow) return { verdict };
  const tooMany = patientId === null ? null : await lookups.refused(userId, patientId);
  const reason = tooMany ? 'too-many-refusals' : (verdict.reasons[0] ?? 'role');
  await record({ outcome: 'denied', reason });
  return { status: tooMany ? 429 : 403, reason };
}

export const refuse = (reply: FastifyReply, status: number, error: string): FastifyReply =>
  reply.code(status).send({ error, requestId: reply.request.id });
