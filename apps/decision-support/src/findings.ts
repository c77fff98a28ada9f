import { createHash } from 'node:crypto';

/** What is said, in the languages that are spoken here. */
export interface Words {
  fr: string;
  en: string;
}
export type Language = keyof Words;

/** Where a rule comes from; `date` of the edition that was read. */
export interface Source {
  label: string;
  url: string | null;
  date: string | null;
}

export type Level = 'blocks' | 'needs-reason' | 'informs';

interface About {
  /** Of what kind the rule is, and which: `allergy.confirmed`. */
  rule: string;
  /** Ids of the draft orders it is about. */
  orders: string[];
}

/** A rule was met. */
export interface AlertFinding extends About {
  kind: 'alert';
  /** The same each time the same things meet, so that an answer given stays given. */
  key: string;
  level: Level;
  /** Who is entitled may sign in spite of it, with a reason. */
  canLift: boolean;
  summary: Words;
  detail: Words;
  source: Source;
}

/** A rule is there, and could not be asked: something is missing, old or uncoded. */
export interface NotCheckedFinding extends About {
  kind: 'not-checked';
  title: Words;
  detail: Words;
}

/** Nothing is known here of these drugs: neither that something is wrong nor that nothing is. */
export interface NoRuleFinding extends About {
  kind: 'no-rule';
  about: Words;
}

export type Finding = AlertFinding | NotCheckedFinding | NoRuleFinding;

/** Parts of a key: names without accents, in one order. */
export function keyOf(rule: string, ...parts: readonly string[]): string {
  const key = [rule, ...parts.map((part) => part.replaceAll(/[^A-Za-z0-9]+/g, '-')).sort()].join(':');
  // cut off, two would be one, and the answer to one would be the answer to both
  return key.length <= 180
    ? key
    : `${key.slice(0, 130)}:${createHash('sha256').update(key).digest('base64url')}`;
}
