'use client';
import Button from '@mui/material/Button';
import { useNow, useTranslations } from 'next-intl';
import { useState } from 'react';
import { Ago } from '../../components/ago.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { fromParis, toParis } from '../../components/form/paris-time.ts';
import styles from './form.module.css';

/** A draft as young as that was only interrupted. */
const youngMs = 5 * 60_000;

/** Says how old a restored draft is, and asks whether its time of measuring still holds: values of the night are not of the morning. */
export function RestoredNotice({
  updatedAt,
  takenAt,
  onTakenAt,
}: {
  updatedAt: string;
  takenAt: string;
  onTakenAt: (takenAt: string) => void;
}) {
  const t = useTranslations('vitals.form.restored');
  const f = useFormats();
  const now = useNow();
  const [isAnswered, setAnswered] = useState(false);
  if (isAnswered || now.getTime() - Date.parse(updatedAt) < youngMs) return null;
  const time = f.dateTime(fromParis(takenAt)) ?? '—';
  return (
    <div role="group" aria-label={t('label')} className={styles.restored}>
      <p>
        {t('text')} (<Ago value={updatedAt} />
        ). {t('question', { time })}
      </p>
      <div className={styles.buttons}>
        <Button variant="outlined" onClick={() => setAnswered(true)}>
          {t('keep', { time })}
        </Button>
        <Button
          variant="outlined"
          onClick={() => {
            onTakenAt(toParis(new Date()));
            setAnswered(true);
          }}
        >
          {t('now')}
        </Button>
      </div>
    </div>
  );
}
