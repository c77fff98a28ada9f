/** What the checks found of the lines of a basket, as `orders.check` answers it. */
export interface ChecksView {
  /** Worst first. */
  alerts: Alert[];
  /** A check that could not run: never "no alert". */
  notRun: {
    service: string;
    title: string;
    lines: number[];
    reason: 'unreachable' | 'timeout' | 'bad-answer' | 'missing-input';
    detail: string;
  }[];
  /** No rule is loaded for these lines. */
  noRule: { service: string; lines: number[]; about: string }[];
}
export interface Alert {
  /** The rule and what it concerns: an answer given to it stays given. */
  key: string;
  rule: string;
  lines: number[];
  level: 'blocks' | 'needs-reason' | 'informs';
  canLift: boolean;
  summary: string;
  detail: string;
  source: { label: string; url: string | null; date: string | null };
  reasons: { code: string; display: string }[];
}

const levels = ['blocks', 'needs-reason', 'informs'] as const;
export const worstFirst = (alerts: readonly Alert[]): Alert[] =>
  [...alerts].sort((a, b) => levels.indexOf(a.level) - levels.indexOf(b.level));

/** Whether signing waits for an answer to it. */
export const asksReason = ({ level, canLift }: Alert): boolean =>
  level === 'needs-reason' || (level === 'blocks' && canLift);
