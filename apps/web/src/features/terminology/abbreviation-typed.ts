import {
  cim10Code,
  longestMeaning,
  longestShortForm,
  maxCodesOfMeaning,
} from '@keneyapp/bff/features/terminology/schema';
import type { Meaning } from './abbreviation-list.ts';

/** What is in the fields, as typed. */
export interface Typed {
  short: string;
  meanings: { text: string; codes: string }[];
}
export type Reason = 'empty' | 'long' | 'exists' | 'format' | 'many' | 'unknown';
/** Names of fields: `short`, `text.0`, `codes.0`. */
export type Problems = Readonly<Record<string, Reason>>;

export const noMeaning = { text: '', codes: '' };

export const typedOf = (short: string, meanings: readonly Meaning[]): Typed => ({
  short,
  meanings:
    meanings.length > 0
      ? meanings.map(({ text, cim10 }) => ({ text, codes: cim10.join(' ') }))
      : [{ ...noMeaning }],
});

export const codesOf = (text: string): string[] => [
  ...new Set(
    text
      .toUpperCase()
      .split(/[\s,;]+/)
      .filter(Boolean),
  ),
];

export const meaningsOf = ({ meanings }: Typed): Meaning[] =>
  meanings.map(({ text, codes }) => ({ text: text.trim(), cim10: codesOf(codes) }));

/** What is wrong with what is typed, by field; `taken` are the short forms that there are already. */
export function problemsOf({ short, meanings }: Typed, taken: ReadonlySet<string>): Problems {
  const found: Record<string, Reason> = {};
  const name = short.trim();
  if (name === '') found['short'] = 'empty';
  else if (name.length > longestShortForm) found['short'] = 'long';
  else if (taken.has(name.toLowerCase())) found['short'] = 'exists';
  for (const [i, { text, codes }] of meanings.entries()) {
    if (text.trim().length < 2) found[`text.${i}`] = 'empty';
    else if (text.trim().length > longestMeaning) found[`text.${i}`] = 'long';
    const all = codesOf(codes);
    if (all.some((code) => !cim10Code.test(code))) found[`codes.${i}`] = 'format';
    else if (all.length > maxCodesOfMeaning) found[`codes.${i}`] = 'many';
  }
  return found;
}
