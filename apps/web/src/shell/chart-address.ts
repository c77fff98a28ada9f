import type { Me } from '@keneyapp/bff/features/session/view';
import type { SectionName } from './manifest.ts';

export const patientHref = (patientId: string, section: SectionName = 'summary') =>
  `/patients/${patientId}/${section}`;

/** Where a chart opens for this person: its summary, or who the patient is when that is all they may see. */
export const chartHome = (patientId: string, me: Me): string =>
  patientHref(patientId, me.rights['summary.read'] ? 'summary' : 'identity');
