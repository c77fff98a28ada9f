import type { Me } from '@keneyapp/bff/features/session/view';

/** Where a person begins their day. */
export function homeOf({ patientId, rights }: Pick<Me, 'patientId' | 'rights'>): string {
  if (patientId) return `/patients/${patientId}/summary`;
  if (rights['appointments.book']) return '/agenda';
  if (rights['audit.read']) return '/audit';
  if (rights['administration.read']) return '/administration/people';
  if (rights['terminology.read']) return '/terminology';
  return rights['patients.search'] ? '/patients' : rights['reviews.read'] ? '/reviews' : '/home';
}
