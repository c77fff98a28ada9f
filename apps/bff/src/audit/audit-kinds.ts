/** What happened, in the words the officer searches by. */
export const auditKinds = [
  'read',
  'search',
  'create',
  'update',
  'delete',
  'export',
  'denial',
  'emergency',
  'sign-in',
  'sign-in-failed',
  'sign-out',
] as const;
export type AuditKind = (typeof auditKinds)[number];
