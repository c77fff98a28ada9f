'use client';
import { useTranslations } from 'next-intl';
import { useFormats } from '../i18n/use-formats.ts';
import styles from './card-note.module.css';

interface Props {
  /** How far back it looks. */
  children: string;
  readAt: string;
  isTruncated: boolean;
  count: number;
  /** The last reading failed: what is shown is older. */
  isStale: boolean;
}

/** What a list of the start page covers, when it was read, and that there is more than it shows. */
export function CardNote({ children, readAt, isTruncated, count, isStale }: Props) {
  const t = useTranslations('start.note');
  const time = useFormats().time(readAt) ?? '';
  return (
    <div className={styles.note}>
      <p role="status">
        {children} · {t('read', { time })}
      </p>
      {isTruncated && (
        <p role="alert" className={styles.warning}>
          {t('more', { n: count })}
        </p>
      )}
      {isStale && (
        <p role="alert" className={styles.warning}>
          {t('stale', { time })}
        </p>
      )}
    </div>
  );
}
