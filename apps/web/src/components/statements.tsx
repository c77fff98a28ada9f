'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';
import { useSignedInUser } from '../shell/signed-in-user.tsx';
import type { AbsenceWords } from './absence-words.ts';
import { StatementButton } from './statement-actions.tsx';
import { operationOf, type StatementAction } from './statement-changes.ts';
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
  /** How one of them is struck out that was said by mistake, in the chart of this patient. */
  takeBack?: { patientId: string; action: StatementAction };
}) {
  const t = useTranslations('common');
  const f = useFormats();
  const { rights } = useSignedInUser();
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
            {takeBack && rights[operationOf[takeBack.action]] && statement.version && (
              <>
                {' '}
                <StatementButton
                  patientId={takeBack.patientId}
                  actions={[takeBack.action]}
                  row={{ id: statement.id, version: statement.version }}
                  what={says}
                />
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}
