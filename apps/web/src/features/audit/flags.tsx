'use client';
import type { UnusualReason } from '@keneyapp/bff/features/audit/view';
import styles from './records.module.css';
import { useAuditWords } from './words.ts';

/** Why an access is worth a question: a sign and words. */
export function Flags({ flags }: { flags: readonly UnusualReason[] }) {
  const words = useAuditWords();
  return flags.map((flag) => (
    <span key={flag} className={styles.flag} title={words.flagHelp(flag)}>
      <span aria-hidden>! </span>
      {words.flag(flag)}
    </span>
  ));
}
