/** Of the reasons for which access is denied, those that have words of their own (`common.denied`). */
export const denialReasons = [
  'role',
  'not-own-record',
  'no-relation',
  'objection',
  'consent-care',
  'consent-sharing',
  'portal-closed',
  'emergency-read-only',
  'emergency-suspended',
  'entered-in-error',
  'signed',
] as const;
