'use client';
import type { AwaitedText } from '@keneyapp/bff/features/session/view';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './emergency.module.css';
import { useTimeLeft } from './use-time-left.ts';

/** One access whose text is awaited: until when, and the way to give it. */
export function AwaitedReason({ access, onExplain }: { access: AwaitedText; onExplain: () => void }) {
  const t = useTranslations('emergency.awaited');
  const f = useFormats();
  const isLate = useTimeLeft(access.dueAt) <= 0;
  const started = f.time(access.startedAt) ?? '';
  return (
    <section className={styles.strip} aria-label={t('label')} data-last={isLate}>
      <b>
        <span aria-hidden>{isLate ? '!!' : '!'}</span>
        {t('label')}
      </b>
      <span role="status">
        {isLate ? t('late', { started }) : t('due', { started, due: f.time(access.dueAt) ?? '' })}
      </span>
      <Button variant="outlined" color="inherit" onClick={onExplain} aria-label={t('giveOf', { started })}>
        {t('give')}
      </Button>
    </section>
  );
}
