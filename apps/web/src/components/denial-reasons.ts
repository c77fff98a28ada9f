import type { PatientBanner } from '@keneyapp/bff/features/patients/view';

type DenialReason = NonNullable<PatientBanner['closed']>['reason'];

/** Why a chart is closed to a person. */
export const closedReasons = [
  'role',
  'not-own-record',
  'no-relation',
  'objection',
  'consent-care',
  'consent-sharing',
  'portal-closed',
  'emergency-read-only',
  'emergency-suspended',
] as const satisfies readonly DenialReason[];

/** Of all reasons for which access is denied, those that have words of their own (`common.denied`). */
export const denialReasons = [
  ...closedReasons,
  'entered-in-error',
  'signed',
  'not-asked',
  'other-unit',
  'other-agenda',
] as const satisfies readonly (DenialReason | 'not-asked' | 'other-unit' | 'other-agenda')[];
