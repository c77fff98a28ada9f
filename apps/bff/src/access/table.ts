/** The one table of role × feature. "Who may see what" replaces it by the policy. */
export const roles = ['doctor', 'nurse', 'pharmacist', 'secretary', 'radiologist', 'patient', 'dpo', 'admin'] as const;
export type Role = (typeof roles)[number];

/**
 * Features as the address, the router and docs/features.md name them.
 * `patients` is search and identity; `appointments` the agenda; `record` any resource with its history.
 */
export const features = [
  'patients', 'summary', 'problems', 'allergies', 'medications', 'results', 'vitals', 'documents',
  'imaging', 'encounters', 'immunizations', 'timeline', 'record', 'appointments', 'drafts', 'live',
] as const;
export type Feature = (typeof features)[number];
export type Action = 'read' | 'write';

type Rights = Partial<Record<Feature, 'r' | 'rw'>>;
const everyChartPage: Rights = {
  summary: 'r', problems: 'r', allergies: 'r', medications: 'r', results: 'r', vitals: 'r', documents: 'r',
  imaging: 'r', encounters: 'r', immunizations: 'r', timeline: 'r', record: 'r', appointments: 'r', live: 'r',
};

export const table: Record<Role, Rights> = {
  doctor: { ...everyChartPage, patients: 'r', vitals: 'rw', drafts: 'rw' },
  nurse: { ...everyChartPage, patients: 'r', vitals: 'rw', drafts: 'rw' },
  pharmacist: { ...everyChartPage, patients: 'r' },
  radiologist: { ...everyChartPage, patients: 'r' },
  secretary: { patients: 'r', appointments: 'rw', live: 'r' },
  patient: { ...everyChartPage, patients: 'r' },
  dpo: {},
  admin: {},
};
