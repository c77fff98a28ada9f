'use client';
import { useFormats } from '../i18n/use-formats.ts';
import type { Coded, NotJudged, RecordedRange } from '../i18n/values.ts';
import { judgementWords } from './judgement-words.ts';
import styles from './recorded-value.module.css';

interface Judged {
  notJudged: NotJudged | null;
  said: Coded[];
  ranges?: RecordedRange[];
}

/** What is said of a value beside its flag: the words of its author, and why nobody judged it, with the ranges it came with. */
export function JudgementNote({ of }: { of: Judged }) {
  const f = useFormats();
  const text = judgementWords(of, f);
  return text === '' ? null : (
    <span className={styles.note} title={of.ranges?.map(f.recordedRange).join('\n') || undefined}>
      {text}
    </span>
  );
}

export { judgementWords };
