'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useFormats } from '../i18n/use-formats.ts';
import type { AbsenceWords } from './absence-words.ts';
import { statementWords, type Statement } from './statement-words.ts';
import styles from './list.module.css';

/** What was said of there being nothing to list: what, since when, by whom; marked where the list says otherwise. */
export function Statements({
  of,
  statements,
  takeBack,
}: {
  of: AbsenceWords['of'];
  statements: readonly Statement[];
  /** Strikes one out that was said by mistake. */
  takeBack?: (statement: Statement, what: string) => ReactNode;
}) {
  const t = useTranslations('common');
  const f = useFormats();
  if (statements.length === 0) return null;
  return (
    <ul className={styles.statements}>
      {statements.map((statement) => {
        const { says, noted, contradicted } = statementWords(of, statement, t, f);
        return (
          <li key={statement.id}>
            {says}
            {noted && <span className={styles.code}> {noted}</span>}
            {contradicted && <span className={`${styles.tag} ${styles.warn}`}>{contradicted}</span>}
            {takeBack && <> {takeBack(statement, says)}</>}
          </li>
        );
      })}
    </ul>
  );
}
