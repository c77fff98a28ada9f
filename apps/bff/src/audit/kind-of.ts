import type { AuditEntry } from './audit.ts';
import type { AuditKind } from './audit-kinds.ts';

const byAction: Record<AuditEntry['action'], AuditKind> = {
  C: 'create',
  R: 'read',
  U: 'update',
  D: 'delete',
  E: 'search',
};

/** Opening an emergency access is one of its own; what is done under it stays a read or a write, and carries its id. */
export function kindOf({
  kind,
  action,
  operation,
  feature,
  access,
  outcome,
}: Pick<AuditEntry, 'kind' | 'action' | 'operation' | 'feature' | 'access' | 'outcome'>): AuditKind {
  if (operation === 'session.sign-in') return outcome === 'success' ? 'sign-in' : 'sign-in-failed';
  if (operation === 'session.sign-out' || operation === 'session.back-channel-logout') return 'sign-out';
  if (outcome === 'denied') return 'denial';
  // a doctor's opinion on an access of somebody else opens none
  const isAccess = feature === 'emergency' && access === 'write' && operation !== 'emergency.giveOpinion';
  return kind ?? (isAccess ? 'emergency' : byAction[action]);
}
