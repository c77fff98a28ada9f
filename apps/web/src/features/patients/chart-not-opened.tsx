'use client';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { CallFailed } from '../../components/call-failed.tsx';
import type { CallError } from '../../trpc/error.ts';

/** Instead of a chart that cannot be opened: why, and what to do. */
export function ChartNotOpened({ error }: { error: CallError }) {
  const t = useTranslations('patients');
  const router = useRouter();
  return (
    <>
      <h1 className="visually-hidden">{t(error.code === 'NOT_FOUND' ? 'unknown' : 'closed')}</h1>
      <CallFailed isPage error={{ data: error }} retry={() => router.refresh()} />
    </>
  );
}
