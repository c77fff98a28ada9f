import type { Alert } from '@keneyapp/bff/features/orders/view';

export type { Alert, ChecksView } from '@keneyapp/bff/features/orders/view';

const levels = ['blocks', 'needs-reason', 'informs'] as const;
export const worstFirst = (alerts: readonly Alert[]): Alert[] =>
  [...alerts].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));

/** Whether signing waits for an answer to it. */
export const asksReason = ({ level, canLift }: Alert): boolean =>
  level === 'needs-reason' || (level === 'blocks' && canLift);

/** The worst that was found of the line at this place. */
export const levelOfLine = (alerts: readonly Alert[], place: number): Alert['level'] | null =>
  worstFirst(alerts).find(({ lines }) => lines.includes(place))?.level ?? null;

/** What keeps the basket from being signed: alerts that nothing lifts, and those that nobody gave a reason for yet. */
export function waiting(
  alerts: readonly Alert[],
  answers: readonly { alert: string; reason: string }[],
): { blocked: number; unanswered: number } {
  const isAnswered = ({ key }: Alert) => answers.some((one) => one.alert === key && one.reason !== '');
  return {
    blocked: alerts.filter(({ level, canLift }) => level === 'blocks' && !canLift).length,
    unanswered: alerts.filter((one) => asksReason(one) && !isAnswered(one)).length,
  };
}
