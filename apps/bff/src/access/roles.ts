/** Words of the access policy: who and where; what is done is in operations.ts. Who may is the policy's (policies/*.rego). */
export const roles = [
  'doctor',
  'nurse',
  'pharmacist',
  'secretary',
  'radiologist',
  'patient',
  'data-manager',
  'dpo',
  'admin',
] as const;
export type Role = (typeof roles)[number];

/**
 * Features as the address, the router and docs/features.md name them.
 * `patients` is search and identity; `identities` registers, corrects and tells them apart; `appointments` the agenda; `orders` what is asked for, drugs and exams in one basket; `record` any resource with its history; `consents` what a
 * patient agreed to; `wards` who is in the house, bed by bed; `tasks` what somebody has to do or to know; `accesses` who opened a chart; `emergency` breaking the glass;
 * `reviews` judging that it was justified; `audit` the whole trail; `administration` people, sessions and settings;
 * `terminology` the codes that coded fields offer; `safety` the rules that orders are checked by, and the hospital's list of drugs.
 */
export const features = [
  'patients',
  'identities',
  'summary',
  'problems',
  'allergies',
  'medications',
  'orders',
  'results',
  'vitals',
  'documents',
  'imaging',
  'encounters',
  'immunizations',
  'procedures',
  'family',
  'flags',
  'habits',
  'implants',
  'timeline',
  'record',
  'appointments',
  'drafts',
  'wards',
  'tasks',
  'live',
  'consents',
  'accesses',
  'emergency',
  'reviews',
  'audit',
  'administration',
  'terminology',
  'safety',
] as const;
export type Feature = (typeof features)[number];
export type Action = 'read' | 'write';

/** Whether the trail speaks of a patient. Of the visitor it is never asked: what they may is a right that the policy gives. */
export const isPatientRole = (role: string | null): boolean => role === 'patient';
