import type { Me } from '@keneyapp/bff/features/session/view';

/** Where a person begins their day: a patient in their own record, everybody else on the start page. */
export const homeOf = ({ patientId }: Pick<Me, 'patientId'>): string =>
  patientId ? `/patients/${patientId}/summary` : '/home';
