'use client';
import type { ReviewAlert } from '@keneyapp/bff/features/reviews/view';
import BellIcon from '@mui/icons-material/NotificationsOutlined';
import { useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useState } from 'react';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './reviews.module.css';

/** How many accesses wait for a review; each new one is said at once, and lists that are open follow. */
export function LiveBell() {
  const t = useTranslations('reviews.bell');
  const trpc = useTRPC();
  const client = useQueryClient();
  const [open, setOpen] = useState(0);
  const onData = (alert: ReviewAlert) => {
    setOpen(alert.open);
    // the first event also comes after the line was down: what happened meanwhile was not told
    void client.invalidateQueries({ queryKey: trpc.reviews.pathKey() });
    const { what, name } = alert.news ?? {};
    if (what === 'opened') announce(name ? t('opened', { name }) : t('openedNobody'));
    if (what === 'suspended' && name) announce(t('suspended', { name }));
  };
  useSubscription(trpc.reviews.alerts.subscriptionOptions(undefined, { onData }));
  return (
    <Link
      href="/reviews"
      prefetch={false}
      className={styles.bell}
      data-open={open > 0}
      title={t('label', { n: open })}
    >
      <BellIcon fontSize="small" aria-hidden />
      {open > 0 && (
        <span className={styles.count} aria-hidden>
          {open > 99 ? '99+' : open}
        </span>
      )}
      <span className="visually-hidden">{t('label', { n: open })}</span>
    </Link>
  );
}
