'use client';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { EmergencyForm } from './emergency-form.tsx';

/** What the hospital decides about the application while it runs. */
export function SettingsPage() {
  const t = useTranslations('administration.settings');
  const c = useTranslations('common');
  const { data, error, refetch } = useQuery(useTRPC().administration.settings.queryOptions());
  return (
    <>
      <PageHeader title={t('title')}>
        <Link href="/administration/orders">{t('orders')}</Link>
      </PageHeader>
      {!data && error ? (
        <CallFailed isPage error={error} retry={() => void refetch()} />
      ) : (
        <SectionCard title={t('emergency')}>
          {data ? (
            <EmergencyForm view={data} />
          ) : (
            <LoadingRows rows={4} widths={[40]} label={c('state.loading')} />
          )}
        </SectionCard>
      )}
    </>
  );
}
