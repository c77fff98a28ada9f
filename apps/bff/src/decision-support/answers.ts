import type { Alert, Answer, ChecksView } from './checks-view.ts';

export interface AnswerIssue {
  path: (string | number)[];
  reason: 'unanswered' | 'blocked';
}

/** A reason that has to be said in words. */
const otherReason = 'other';

/** What stands in the way of signing: alerts without an answer, at `answers.<key>`, and those that nobody lifts. */
export function issuesOf({ alerts }: ChecksView, answers: readonly Answer[]): AnswerIssue[] {
  return alerts.flatMap((alert): AnswerIssue[] => {
    const path = ['answers', alert.key];
    if (alert.level === 'blocks' && !alert.canLift) return [{ path, reason: 'blocked' }];
    if (alert.level === 'informs') return [];
    return answerTo(alert, answers) ? [] : [{ path, reason: 'unanswered' }];
  });
}

/** The answer that counts: a reason of the alert's own list, with words where it says nothing without them. */
export function answerTo({ key, reasons }: Alert, answers: readonly Answer[]): Answer | null {
  const given = answers.find(({ alert }) => alert === key);
  if (!given) return null;
  const hasWords = given.words.trim() !== '';
  // a service may ask for a reason without a list of them
  if (reasons.length === 0) return hasWords ? given : null;
  const isListed = reasons.some(({ code }) => code === given.reason);
  return isListed && (given.reason !== otherReason || hasWords) ? given : null;
}
