export type AlertLevel = 'blocks' | 'needs-reason' | 'informs';

export interface Alert {
  /** The same each time the same things meet, so that an answer given stays given. */
  key: string;
  rule: string;
  /** Of the basket. */
  lines: number[];
  level: AlertLevel;
  /** This person may sign in spite of it, with a reason. */
  canLift: boolean;
  summary: string;
  detail: string;
  source: { label: string; url: string | null; date: string | null };
  reasons: { code: string; display: string }[];
  links: CardLink[];
}

/** Where a card leads: a page, or an application of SMART. */
export interface CardLink {
  label: string;
  url: string;
  type: 'absolute' | 'smart';
  /** Of a configured service: it may be opened without being asked for. */
  isLaunched: boolean;
}

/** A check that did not run: said on screen and in the record, never read as "no alert". */
export interface NotRun {
  service: string;
  title: string;
  lines: number[];
  reason: 'unreachable' | 'timeout' | 'bad-answer' | 'missing-input';
  detail: string;
}

/** Nothing is known of these lines: "no rule known", never "no alert". */
export interface NoRule {
  service: string;
  lines: number[];
  about: string;
}

export interface ChecksView {
  /** Worst first. */
  alerts: Alert[];
  notRun: NotRun[];
  noRule: NoRule[];
}

/** What somebody said to an alert: a reason of its list, and words of their own. */
export interface Answer {
  alert: string;
  reason: string;
  words: string;
}
