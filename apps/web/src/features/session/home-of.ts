import type { Me } from '@keneyapp/bff/features/session/view';

/** Where a person begins their day. */
export function homeOf({ role, patientId, rights }: Pick<Me, 'role' | 'patientId' | 'rights'>): string {
  if (role === 'patient') return patientId ? `/patients/${patientId}/summary` : '/home';
  if (role === 'secretary') return '/agenda';
  if (rights.audit) return '/audit';
  if (rights.administration) return '/administration/people';
  return rights.patients ? '/patients' : rights.reviews ? '/reviews' : '/home';
}
