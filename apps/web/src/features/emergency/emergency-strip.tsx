'use client';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './emergency.module.css';
import { minutesLeft, useTimeLeft } from './use-time-left.ts';

const EndDialog = dynamic(() => import('./end-dialog.tsx').then((m) => m.EndDialog), { ssr: false });

/** How often the server is asked whether it still lasts: clocks differ, and an officer may have ended it. */
const askEveryMs = 60_000;

/** Below the banner while an emergency access lasts: that it does, how long still, and the way to end it. */
export function EmergencyStrip({ patientId, expiresAt }: { patientId: string; expiresAt: string }) {
  const t = useTranslations('emergency.strip');
  const f = useFormats();
  const trpc = useTRPC();
  const client = useQueryClient();
  const mayRecord = useSignedInUser().rights['vitals.record'];
  const left = useTimeLeft(expiresAt);
  const isOver = left <= 0;
  const [asks, setAsks] = useState(false);
  const end = useMutation(
    trpc.emergency.end.mutationOptions({
      onSuccess: () => client.refetchQueries({ queryKey: trpc.patients.banner.queryKey({ patientId }) }),
    }),
  );

  useEffect(() => {
    // a clock that only looks must not keep the session alive
    const options = trpc.patients.banner.queryOptions(
      { patientId },
      { trpc: { context: { background: true } } },
    );
    const look = () => void client.fetchQuery({ ...options, staleTime: 0 }).catch(() => undefined);
    if (isOver) look();
    const timer = setInterval(look, isOver ? askEveryMs / 12 : askEveryMs);
    return () => clearInterval(timer);
  }, [isOver, client, trpc, patientId]);

  const minutes = minutesLeft(left);
  const isLast = minutes <= 5;
  return (
    <section className={styles.strip} aria-label={t('label')} data-last={isLast}>
      <b>
        <span aria-hidden>{isLast ? '!!' : '!'}</span>
        {t('label')}
      </b>
      <span>{t(mayRecord ? 'readAndRecord' : 'readOnly')}</span>
      <span>
        {minutes <= 1 ? t('lastMinute') : t('left', { n: minutes })} (
        {t('until', { time: f.time(expiresAt) ?? '' })})
      </span>
      {/* said once at five minutes, and once for the last */}
      <span className="visually-hidden" role="status">
        {isLast && !isOver ? t('announce', { n: minutes > 1 ? 5 : 1 }) : ''}
      </span>
      {end.error && <span role="alert">{t('failed', { time: f.time(expiresAt) ?? '' })}</span>}
      <Button variant="outlined" color="inherit" onClick={() => setAsks(true)} disabled={end.isPending}>
        {end.isPending ? t('ending') : t('end')}
      </Button>
      {asks && (
        <EndDialog
          patientId={patientId}
          onStay={() => setAsks(false)}
          onEnd={() => {
            setAsks(false);
            end.mutate({ patientId });
          }}
        />
      )}
    </section>
  );
}
