'use client';
import type { Problem } from '@keneyapp/bff/features/problems/view';
import { useTranslations } from 'next-intl';
import styles from './list.module.css';

/** How sure a diagnosis is, beside its name: nothing for a confirmed one. The messages of `problems` are around it. */
export function Certainty({ of }: { of: Pick<Problem, 'verification' | 'verificationText'> }) {
  const t = useTranslations('problems.verification');
  const tag = `${styles.tag} ${styles.warn}`;
  return (
    <>
      {of.verification && of.verification !== 'confirmed' && (
        <span className={tag}>{t(of.verification)}</span>
      )}
      {of.verificationText && <span className={tag}>{of.verificationText}</span>}
    </>
  );
}
