// Written by `npm run policy -- build` from policies/operations.json, where they are listed.

/** Procedures that are not kept for later when there is no connection, or what all those of a feature begin with: what they decide on may be another thing then. */
export const refusedOffline: readonly string[] = [
  'administration.',
  'allergies.markEnteredInError',
  'allergies.recordNoneKnown',
  'allergies.refute',
  'appointments.',
  'consents.confirm',
  'consents.delegate',
  'consents.withdraw',
  'emergency.request',
  'identities.',
  'imaging.',
  'orders.',
  'problems.markEnteredInError',
  'problems.reopen',
  'problems.resolve',
  'reviews.lift',
  'tasks.createInUnit',
  'tasks.move',
  'tasks.see',
  'tasks.setAbsence',
  'terminology.saveAbbreviations',
  'wards.',
];
