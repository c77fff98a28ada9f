'use client';
import type { ConsentEntry } from '@keneyapp/bff/features/consents/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import styles from './consents.module.css';
import { placeOf } from './saved-place.ts';
import { useEntryWords } from './use-entry-words.ts';

/** Decisions that have not begun; they can be called off until they do. */
export function Planned({
  entries,
  mayRecord,
  onCallOff,
}: {
  entries: readonly ConsentEntry[];
  mayRecord: boolean;
  onCallOff: (entry: ConsentEntry) => void;
}) {
  const { t, about, what } = useEntryWords();
  if (entries.length === 0) return null;
  return (
    <SectionCard title={t('planned.title')} count={entries.length}>
      <ul className={styles.rows}>
        {entries.map((entry) => (
          <li key={entry.id} className={styles.row}>
            <div className={styles.what}>
              <h3 {...placeOf(entry)}>{what(entry)}</h3>
              <p className={styles.small}>{about(entry)}</p>
            </div>
            {mayRecord && (
              <span className={styles.buttons}>
                <Button
                  variant="outlined"
                  aria-label={t('planned.callOffOf', { what: what(entry) })}
                  onClick={() => onCallOff(entry)}
                >
                  {t('planned.callOff')}…
                </Button>
              </span>
            )}
          </li>
        ))}
      </ul>
    </SectionCard>
  );
}
