'use client';
import type { Measure, VersionsView } from '@keneyapp/bff/features/vitals/view';
import Button from '@mui/material/Button';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './form.module.css';

interface Props {
  theirs: VersionsView['versions'][number];
  mine: Measure;
  onKeepTheirs: () => void;
  onKeepMine: () => void;
}

/** Both versions side by side; nothing is overwritten before the person has decided. */
export function ChangedMeanwhile({ theirs, mine, onKeepTheirs, onKeepMine }: Props) {
  const { t, value, formats } = useVitalsWords();
  const isGone = theirs.state === 'entered-in-error';
  return (
    <div className={styles.notice} role="alert">
      <h3>{t('correct.conflict.title')}</h3>
      <p>{isGone ? t('correct.conflict.error') : t('correct.conflict.text')}</p>
      <dl className={styles.versions}>
        <div>
          <dt>
            {t('correct.conflict.theirs', {
              who: theirs.changedBy ?? '—',
              time: formats.dateTime(theirs.changedAt) ?? '',
            })}
          </dt>
          <dd>{isGone ? <s>{value(theirs)}</s> : value(theirs)}</dd>
        </div>
        <div>
          <dt>{t('correct.conflict.mine')}</dt>
          <dd>{value(mine)}</dd>
        </div>
      </dl>
      <div className={styles.buttons}>
        <Button variant="outlined" onClick={onKeepTheirs}>
          {t('correct.conflict.keepTheirs')}
        </Button>
        {!isGone && (
          <Button variant="outlined" onClick={onKeepMine}>
            {t('correct.conflict.keepMine')}
          </Button>
        )}
      </div>
    </div>
  );
}
