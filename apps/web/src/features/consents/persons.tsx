'use client';
import type { ConsentEntry } from '@keneyapp/bff/features/consents/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import styles from './consents.module.css';
import { listOf, placeOf } from './saved-place.ts';
import { useEntryWords } from './use-entry-words.ts';

interface Props {
  kind: 'objection' | 'delegation';
  entries: readonly ConsentEntry[];
  mayRecord: boolean;
  onAdd: () => void;
  onWithdraw: (entry: ConsentEntry) => void;
}

/** People who are kept out, or let in, one line each. */
export function Persons({ kind, entries, mayRecord, onAdd, onWithdraw }: Props) {
  const { t, about } = useEntryWords();
  return (
    <SectionCard
      title={<span {...listOf(kind)}>{t(`kind.${kind}.title`)}</span>}
      tools={
        mayRecord && (
          <Button variant="outlined" onClick={onAdd}>
            {t(kind === 'objection' ? 'addObjection' : 'addDelegation')}…
          </Button>
        )
      }
    >
      <p className={styles.means}>{t(`kind.${kind}.means`)}</p>
      {entries.length === 0 ? (
        <EmptyState title={t(kind === 'objection' ? 'noObjections' : 'noDelegations')} />
      ) : (
        <ul className={styles.rows}>
          {entries.map((entry) => {
            const name = entry.persons[0]?.name ?? t('withdrawAsk.unknown');
            return (
              <li key={`${entry.id} ${entry.persons[0]?.reference}`} className={styles.row}>
                <div className={styles.what}>
                  <h3 {...placeOf(entry)}>{name}</h3>
                  <p className={styles.small}>{about(entry)}</p>
                  {entry.persons.length === 0 && <p className={styles.warning}>! {t('unknownPersons')}</p>}
                </div>
                {/* one that also names somebody is not laid aside as a whole */}
                {mayRecord && (entry.persons.length > 0 || !entry.namesOthers) && (
                  <span className={styles.buttons}>
                    <Button
                      variant="outlined"
                      aria-label={t('withdrawOf', { name })}
                      onClick={() => onWithdraw(entry)}
                    >
                      {t('withdraw')}…
                    </Button>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </SectionCard>
  );
}
