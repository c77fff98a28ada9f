'use client';
import type { AwaitedText } from '@keneyapp/bff/features/session/view';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './emergency.module.css';
import { useTimeLeft } from './use-time-left.ts';

const ExplainDialog = dynamic(() => import('./explain-dialog.tsx').then((m) => m.ExplainDialog), {
  ssr: false,
});

/** Another window may have opened an access, or given the text. */
const askEveryMs = 60_000;

/** On every page, until it is there: the text of a vital emergency that was opened by its kind alone. */
export function AwaitedReasons() {
  const [asked, setAsked] = useState<AwaitedText | null>(null);
  const { data } = useQuery({
    ...useTRPC().session.awaited.queryOptions(undefined, { trpc: { context: { background: true } } }),
    refetchInterval: askEveryMs,
  });
  return (
    <>
      {(data ?? []).map((access) => (
        <AwaitedReason key={access.grantId} access={access} onExplain={() => setAsked(access)} />
      ))}
      {asked && (
        <ExplainDialog grantId={asked.grantId} patientId={asked.patientId} onClose={() => setAsked(null)} />
      )}
    </>
  );
}

function AwaitedReason({ access, onExplain }: { access: AwaitedText; onExplain: () => void }) {
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
