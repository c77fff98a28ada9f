'use client';
import type { SummaryView } from '@keneyapp/bff/features/summary/view';
import { Drug, DrugTags } from '../../components/drug.tsx';
import { useTranslations } from 'next-intl';
import { Statements } from '../../components/statements.tsx';
import { Block } from './block.tsx';
import { LeadsOn } from '../../components/leads-on.tsx';
import styles from './summary.module.css';

export function Medications({ part, patientId }: { part: SummaryView['medications']; patientId: string }) {
  const t = useTranslations('medications');
  return (
    <Block
      section="medications"
      patientId={patientId}
      part={part}
      above={
        <>
          <Statements of="medication" statements={part.statements} />
          {part.prohibited.length > 0 && (
            <ul className={styles.list}>
              {part.prohibited.map((line) => (
                <li key={line.id}>
                  <span className={styles.main}>
                    <b className={styles.critical}>{t('prohibitedHere')}</b> <Drug line={line} />
                  </span>
                </li>
              ))}
            </ul>
          )}
        </>
      }
    >
      {(items) => (
        <ul className={styles.list}>
          {items.map((line) => (
            <li key={line.id}>
              <span className={styles.main}>
                <LeadsOn patientId={patientId} section="medications" at={`?drug=${line.source}~${line.id}`}>
                  <Drug line={line} />
                </LeadsOn>{' '}
                <DrugTags line={line} usual="active" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Block>
  );
}
