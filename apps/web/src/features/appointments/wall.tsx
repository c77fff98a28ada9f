'use client';
import type { WallView } from '@keneyapp/bff/features/appointments/wall-view';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useNow, useTranslations } from 'next-intl';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useFormats } from '../../i18n/use-formats.ts';
import { useIsOffline } from '../../shell/connection-strip.tsx';
import { asCallError } from '../../trpc/error.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useChime } from './use-chime.ts';
import styles from './wall.module.css';

/** The server tells of itself at least every minute. */
const oldMs = 150_000;
const stayMs = 600_000;

/** The screen of a waiting room: who is called where, by tickets, and who waits. Read from five metres; nobody touches it. */
export function Wall({ unit }: { unit: string | null }) {
  const t = useTranslations('appointments.wall');
  const f = useFormats();
  const trpc = useTRPC();
  const now = useNow({ updateInterval: 1_000 });
  const isOffline = useIsOffline();
  const { isOn, toggle, chime } = useChime();
  // what was heard last stays on the screen while the line is opened again
  const [{ view, heardAt }, setHeard] = useState<{ view: WallView | null; heardAt: number | null }>({
    view: null,
    heardAt: null,
  });
  const onData = useCallback((next: WallView) => setHeard({ view: next, heardAt: Date.now() }), []);
  const { status, error } = useSubscription(trpc.appointments.wall.subscriptionOptions({ unit }, { onData }));
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (view === null) return;
    const calls = new Set(view.called.map(({ ticket, at }) => `${ticket} ${at}`));
    if (known.current && [...calls].some((call) => !known.current?.has(call))) chime();
    known.current = calls;
  }, [view, chime]);
  // it was hung up for the day: it stays signed in until the session's last minute, as if somebody stood before it
  useQuery({ ...trpc.session.me.queryOptions(), refetchInterval: stayMs, refetchIntervalInBackground: true });

  const isRefused =
    status === 'error' && ['FORBIDDEN', 'BAD_REQUEST'].includes(asCallError(error).code ?? '');
  const isOld = view !== null && (isOffline || (heardAt !== null && now.getTime() - heardAt > oldMs));
  const [first, ...earlier] = view?.called ?? [];
  const place = (room: string | null) => (room === null ? t('desk') : t('room', { room }));
  return (
    <main className={styles.wall}>
      <header className={styles.head}>
        <h1>{t('title')}</h1>
        <time dateTime={now.toISOString()} suppressHydrationWarning>
          {f.time(now.toISOString())}
        </time>
      </header>
      {isRefused && (
        <p role="alert" className={styles.notice}>
          {t('refused')}
        </p>
      )}
      {isOld && view && (
        <p role="alert" className={styles.notice}>
          {t('lost', { time: f.time(view.readAt) ?? '' })}
        </p>
      )}
      <section className={styles.calls} aria-labelledby="wall-calls">
        <h2 id="wall-calls">{t('calls')}</h2>
        {view && !first && <p className={styles.none}>{t('noCalls')}</p>}
        <ol aria-live="polite">
          {first && (
            <li key={`${first.ticket} ${first.at}`} className={styles.latest}>
              <b>{first.ticket}</b> <span>{place(first.room)}</span>
            </li>
          )}
          {earlier.map(({ ticket, room, at }) => (
            <li key={`${ticket} ${at}`}>
              <b>{ticket}</b> <span>{place(room)}</span> <time dateTime={at}>{f.time(at)}</time>
            </li>
          ))}
        </ol>
      </section>
      <section className={styles.queue} aria-labelledby="wall-queue">
        <h2 id="wall-queue">{t('queue')}</h2>
        {view?.waiting.length === 0 && <p className={styles.none}>{t('nobody')}</p>}
        <ul>
          {view?.waiting.map(({ ticket, delayMinutes }) => (
            <li key={ticket}>
              <b>{ticket}</b> <span>{delayMinutes > 0 ? t('delay', { n: delayMinutes }) : t('inTime')}</span>
            </li>
          ))}
        </ul>
        {view !== null && view.more > 0 && <p className={styles.none}>{t('more', { n: view.more })}</p>}
      </section>
      <footer className={styles.foot}>
        <span role="status">
          {view === null && !isRefused
            ? t('loading')
            : view && t('asOf', { time: f.time(view.readAt) ?? '' })}
        </span>
        <Button size="small" aria-pressed={isOn} onClick={toggle}>
          {t(isOn ? 'soundOn' : 'soundOff')}
        </Button>
        <Button size="small" onClick={() => void document.documentElement.requestFullscreen()}>
          {t('fullScreen')}
        </Button>
      </footer>
    </main>
  );
}
