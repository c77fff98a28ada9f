import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';

/** They are expected or here. */
const current: readonly AgendaItem['status'][] = ['pending', 'booked', 'arrived'];

/** What somebody says of who they are was compared with a paper at the desk: for this visit, whatever the status of their identity. */
export const isChecked = ({ status, reception }: Pick<AgendaItem, 'status' | 'reception'>): boolean =>
  reception.checked !== null && current.includes(status);
