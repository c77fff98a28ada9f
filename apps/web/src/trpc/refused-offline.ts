// Written by `npm run policy -- build` from policies/operations.json, where they are listed.

/** Procedures that are not kept for later when there is no connection: what they decide on may be another thing then. */
export const refusedOffline: readonly string[] = [
  'administration.addMembership',
  'administration.createAccount',
  'administration.endSession',
  'administration.removeMembership',
  'administration.saveSettings',
  'administration.setActive',
  'administration.setRole',
  'appointments.book',
  'consents.confirm',
  'consents.delegate',
  'consents.withdraw',
  'emergency.request',
  'imaging.store',
  'reviews.lift',
  'tasks.createInUnit',
  'tasks.move',
  'tasks.moveInUnit',
  'tasks.see',
  'tasks.setAbsence',
  'terminology.saveAbbreviations',
  'wards.choose',
];
