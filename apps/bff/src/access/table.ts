import type { Rights, Role } from './roles.ts';

/** The one table of role × feature, until the policy answers (policies/access.rego). */
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
  'data-manager': {},
  dpo: {},
  admin: { administration: 'rw' },
};
