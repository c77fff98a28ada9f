import type { AuditEntry } from './audit.ts';
import type { Retirement } from './retirement.ts';

/** That records were taken out is itself in the trail: which, how many, and up to when they were. */
export const retiredEntry = ({ firstSeq, lastSeq, count, before }: Retirement): AuditEntry => ({
  action: 'D',
  operation: 'audit.retire',
  feature: 'audit',
  access: 'write',
  outcome: 'success',
  patientId: null,
  resources: [`AuditEvent/${firstSeq}-${lastSeq}`],
  query: JSON.stringify({ count: Number(count), to: before.slice(0, 10) }),
  user: null,
  remoteAddress: 'system',
  requestId: `retirement-${lastSeq}`,
});
