'use client';
import BellIcon from '@mui/icons-material/NotificationsOutlined';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { announce } from '../../shell/announcer.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { whileInSight } from '../../trpc/while-in-sight.ts';
import styles from './bell.module.css';
import { takeOwn } from './own-steps.ts';

const againMs = 60_000;

/** How much waits, and how much of it is late; whoever has no tasks has no bell. */
export function TasksBell() {
  return useSignedInUser().rights['tasks.list'] ? <Count /> : null;
}

function Count() {
  const t = useTranslations('shell.tasks');
  const trpc = useTRPC();
  const { data, dataUpdatedAt, error } = useQuery(
    trpc.tasks.count.queryOptions(undefined, whileInSight(againMs)),
  );
  const before = useRef<number | null>(null);
  const waiting = data?.waiting ?? null;
  useEffect(() => {
    if (waiting === null) return;
    const own = takeOwn();
    const more = before.current === null ? 0 : waiting - before.current - own;
    before.current = waiting;
    if (more > 0) announce(t('news', { n: more }));
    // each reading counts, though the number stays: one's own step is done with then
  }, [waiting, dataUpdatedAt, t]);
  // a number that could not be read is not "none"
  const words = data ? t('waiting', data) : error ? t('failed') : t('name');
  const isLate = data !== undefined && data.late > 0;
  return (
    <Link href="/tasks" prefetch={false} className={styles.bell} title={words} data-late={isLate}>
      <BellIcon fontSize="small" aria-hidden />
      {data && data.waiting > 0 ? (
        <span className={styles.count} aria-hidden>
          {data.waiting > 99 ? '99+' : data.waiting}
          {isLate && ' !'}
        </span>
      ) : (
        !data &&
        error !== null && (
          <span className={styles.count} aria-hidden>
            ?
          </span>
        )
      )}
      <span className="visually-hidden">{words}</span>
    </Link>
  );
}
