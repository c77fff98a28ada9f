'use client';
import type { ChoiceKind, ConsentsView } from '@keneyapp/bff/features/consents/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import { StateChip } from '../../components/state-chip.tsx';
import styles from './consents.module.css';
import { listOf, placeOf } from './saved-place.ts';
import { useEntryWords } from './use-entry-words.ts';

/** The four uses of a record: what each means, what was decided, and the other answer. */
export function Choices({
  view,
  onChoose,
}: {
  view: ConsentsView;
  onChoose: (kind: ChoiceKind, agrees: boolean) => void;
}) {
  const { t, about } = useEntryWords();
  return (
    <SectionCard title={t('choices')}>
      <ul className={styles.rows}>
        {(Object.keys(view.choices) as ChoiceKind[]).map((kind) => {
          const entry = view.choices[kind];
          const title = t(`kind.${kind}.title`);
          return (
            <li key={kind} className={styles.row}>
              <div className={styles.what}>
                <h3 {...listOf(kind)} {...placeOf(entry)}>
                  {title}
                </h3>
                <p>{t(`kind.${kind}.means`)}</p>
                <p className={styles.small}>{entry ? about(entry) : t('noneMeans', { kind })}</p>
                {entry?.isDoubtful && <p className={styles.warning}>! {t('unreadable')}</p>}
              </div>
              <StateChip
                tone={entry ? (entry.decision === 'agreed' ? 'good' : 'bad') : 'neutral'}
                sign={entry ? (entry.decision === 'agreed' ? '✓' : '✗') : '?'}
              >
                {t(`state.${entry?.decision ?? 'none'}`)}
              </StateChip>
              {view.mayRecord && (
                <span className={styles.buttons}>
                  {entry?.decision !== 'agreed' && (
                    <Button
                      variant="outlined"
                      aria-label={t('agreeOf', { kind: title })}
                      onClick={() => onChoose(kind, true)}
                    >
                      {t('agree')}…
                    </Button>
                  )}
                  {entry?.decision !== 'refused' && (
                    <Button
                      variant="outlined"
                      aria-label={t('refuseOf', { kind: title })}
                      onClick={() => onChoose(kind, false)}
                    >
                      {t('refuse')}…
                    </Button>
                  )}
                </span>
              )}
            </li>
          );
        })}
      </ul>
    </SectionCard>
  );
}
