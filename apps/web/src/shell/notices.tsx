'use client';
import NoticeIcon from '@mui/icons-material/MailOutlined';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useTRPC } from '../trpc/client.tsx';
import styles from './top-bar.module.css';
import { useSignedInUser } from './signed-in-user.tsx';

/** What was concluded of the person's emergency accesses, and opinions they are asked for: there until it is read or answered. */
export function Notices() {
  const { rights } = useSignedInUser();
  return rights['emergency.read'] ? <EmergencyNotices /> : null;
}

function EmergencyNotices() {
  const t = useTranslations('shell.notices');
  const { data } = useQuery({
    ...useTRPC().session.notices.queryOptions(),
    staleTime: 60_000,
    refetchOnWindowFocus: true,
  });
  const outcomes = data?.outcomes.length ?? 0,
    opinions = data?.opinions ?? 0;
  if (outcomes + opinions === 0) return null;
  const words = [
    outcomes > 0 && t('outcomes', { n: outcomes }),
    opinions > 0 && t('opinions', { n: opinions }),
  ]
    .filter(Boolean)
    .join(', ');
  return (
    <Link href="/emergency" prefetch={false} className={styles.notice} title={words}>
      <NoticeIcon fontSize="small" aria-hidden />
      <span className={styles.noticeWords}>{words}</span>
    </Link>
  );
}
