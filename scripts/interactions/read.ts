import type { InteractionLevel } from '../../apps/decision-support/src/knowledge/interactions-file.ts';

export interface ReadPair {
  a: string;
  b: string;
  levels: InteractionLevel[];
  advice: string;
  mechanism: string;
}
/** What of a file could not be read: the line, and why. It is listed, never left out in silence. */
export interface Unread {
  file: string;
  line: number;
  why: string;
}
export interface ReadThesaurus {
  pairs: ReadPair[];
  /** Substances of a class, as the file itself lists them below its name. */
  members: Map<string, string[]>;
  /** `2019-09` where the file says it. */
  date: string | null;
  unread: Unread[];
}

const months = [
  'janvier',
  'fevrier',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'aout',
  'septembre',
  'octobre',
  'novembre',
  'decembre',
];

/** `Septembre 2019`, `Aout2016`, `092019`. */
export function monthIn(text: string): string | null {
  const plain = text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();
  const [, name, year] = /([a-z]{3,9})[\s_-]?(20\d\d)/.exec(plain) ?? [];
  const month = name === undefined ? 0 : months.findIndex((one) => name.endsWith(one)) + 1;
  if (month > 0) return `${year}-${String(month).padStart(2, '0')}`;
  const [, digits, of] = /(?<!\d)(0[1-9]|1[0-2])[_-]?(20\d\d)(?!\d)/.exec(plain) ?? [];
  return digits === undefined ? null : `${of}-${digits}`;
}
