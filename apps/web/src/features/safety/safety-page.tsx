'use client';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { RatesCard } from './rates-card.tsx';
import { RehearsalCard } from './rehearsal-card.tsx';
import { RulesTable } from './rules-table.tsx';

/** The rules that orders are checked by, as the hospital has them. */
export function SafetyPage() {
  const t = useTranslations('safety');
  const c = useTranslations('common');
  const language = useLocale() === 'en' ? 'en' : 'fr';
  const { data, error, refetch } = useQuery(useTRPC().safety.rules.queryOptions({ language }));
  return (
    <>
      <PageHeader title={t('title')} />
      {!data && error ? (
        <CallFailed isPage error={error} retry={() => void refetch()} />
      ) : (
        <SectionCard title={t('rules')}>
          {data ? (
            <RulesTable view={data} />
          ) : (
            <LoadingRows rows={8} widths={[60]} label={c('state.loading')} />
          )}
        </SectionCard>
      )}
      <RehearsalCard view={data} />
      <RatesCard view={data} />
    </>
  );
}
