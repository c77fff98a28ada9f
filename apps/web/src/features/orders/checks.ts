import type { Alert } from '@keneyapp/bff/features/orders/view';

export type { Alert, ChecksView } from '@keneyapp/bff/features/orders/view';

const levels = ['blocks', 'needs-reason', 'informs'] as const;
export const worstFirst = (alerts: readonly Alert[]): Alert[] =>
  [...alerts].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));

/** Whether signing waits for an answer to it. */
export const asksReason = ({ level, canLift }: Alert): boolean =>
  level === 'needs-reason' || (level === 'blocks' && canLift);
