'use client';
import type { SuspensionRow } from '@keneyapp/bff/features/reviews/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import styles from './reviews.module.css';

const LiftDialog = dynamic(() => import('./lift-dialog.tsx').then((m) => m.LiftDialog), { ssr: false });

/** Who may not break the glass any more, until somebody else gives it back. */
export function Suspensions({ rows }: { rows: readonly SuspensionRow[] }) {
  const t = useTranslations('reviews.suspensions');
  const f = useFormats();
  const [asked, setAsked] = useState<SuspensionRow | null>(null);
  return (
    <SectionCard title={t('title')} count={rows.length} className={styles.suspensions}>
      <p className={styles.lead}>{t('lead')}</p>
      <ul className={styles.people}>
        {rows.map((row) => (
          <li key={row.id}>
            <span>
              <b>{row.name}</b>{' '}
              <span className="muted">{t('since', { date: f.dateTime(row.since) ?? '' })}</span>
            </span>
            {row.isOwn ? (
              <span className="muted">{t('own')}</span>
            ) : (
              <Button
                variant="outlined"
                aria-label={t('liftOf', { name: row.name })}
                onClick={() => setAsked(row)}
              >
                {t('lift')}…
              </Button>
            )}
          </li>
        ))}
      </ul>
      {asked && <LiftDialog suspension={asked} onClose={() => setAsked(null)} />}
    </SectionCard>
  );
}
