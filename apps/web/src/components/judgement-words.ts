import type { Formats } from '../i18n/formats.ts';
import type { Coded, NotJudged } from '../i18n/values.ts';

/** What is said of a value beside its flag: the words of its author, and why nobody judged it. */
export function judgementWords(
  { notJudged, said }: { notJudged: NotJudged | null; said: Coded[] },
  f: Formats,
): string {
  return [said.length > 0 && f.said(said), notJudged && f.notJudged(notJudged)].filter(Boolean).join(' · ');
}
