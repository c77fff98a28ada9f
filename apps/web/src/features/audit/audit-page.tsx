'use client';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useMemo, type MouseEvent } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { downloadAfresh } from '../../session/afresh.ts';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './audit.module.css';
import list from './records.module.css';
import { ChainState } from './chain-state.tsx';
import { AuditFilters } from './filters.tsx';
import { auditParams, exportHref, filterOf, isWrongPeriod, paramsOf } from './search-params.ts';
import { RecordPanel } from './record-panel.tsx';
import { RecordsTable } from './records-table.tsx';

/** The link goes on once the person has signed in lately. */
function afresh(event: MouseEvent<HTMLAnchorElement>): void {
  event.preventDefault();
  void downloadAfresh(event.currentTarget.href);
}

/** Who looked at what, when and why: search, list, one record beside it. */
export function AuditPage({ today }: { today: string }) {
  const t = useTranslations('audit');
  const c = useTranslations('common');
  const trpc = useTRPC();
  const [said] = useQueryStates(auditParams);
  const pageParams = useMemo(() => paramsOf(said), [said]);
  const query = useInfiniteQuery({
    ...trpc.audit.search.infiniteQueryOptions(filterOf(pageParams), {
      getNextPageParam: (page) => page.next,
    }),
    enabled: !isWrongPeriod(pageParams),
    placeholderData: keepPreviousData,
  });
  const rows = useMemo(() => query.data?.pages.flatMap((page) => page.rows) ?? [], [query.data]);
  const isNameless = query.data?.pages.some((page) => page.isNameless) ?? false;

  return (
    <div className={styles.page}>
      <PageHeader
        title={t('title')}
        note={
          // of another period: what was read last stands there
          query.data &&
          !isWrongPeriod(pageParams) && (
            <span role="status">
              {query.hasNextPage
                ? t('list.countMore', { n: rows.length })
                : t('list.count', { n: rows.length })}
            </span>
          )
        }
      >
        <span role="group" aria-label={t('export.label')} title={t('export.help')} className={styles.exports}>
          <Button variant="outlined" href={exportHref('csv', pageParams)} download onClick={afresh}>
            {t('export.csv')}
          </Button>
          <Button variant="outlined" href={exportHref('fhir', pageParams)} download onClick={afresh}>
            {t('export.fhir')}
          </Button>
          <Button variant="outlined" onClick={() => window.print()}>
            {t('export.print')}
          </Button>
        </span>
      </PageHeader>
      <ChainState />
      <AuditFilters pageParams={pageParams} today={today} />
      {isNameless && (
        <p role="status" className={styles.warning}>
          ! {t('list.nameless')}
        </p>
      )}
      <div className={list.split} data-open={pageParams.event !== null}>
        <SectionCard title={t('list.label')} isHeadingHidden>
          {isWrongPeriod(pageParams) ? (
            <EmptyState title={t('filters.wrongPeriod')} />
          ) : !query.data ? (
            query.error ? (
              <CallFailed error={query.error} retry={() => void query.refetch()} />
            ) : (
              <LoadingRows rows={12} widths={[12, 18, 20, 14, 10, 14]} label={c('state.loading')} />
            )
          ) : rows.length === 0 ? (
            <EmptyState
              title={t('list.empty')}
              actions={
                <SamePageLink href="/audit" replace>
                  {t('filters.reset')}
                </SamePageLink>
              }
            >
              <p>{t('list.emptyHelp')}</p>
            </EmptyState>
          ) : (
            <ScrollBox label={t('list.label')} isBusy={query.isFetching}>
              <RecordsTable rows={rows} pageParams={pageParams} />
            </ScrollBox>
          )}
          {query.data && query.error && <CallFailed error={query.error} retry={() => void query.refetch()} />}
          {query.hasNextPage && (
            <p className={`${list.next} no-print`}>
              <Button
                variant="outlined"
                disabled={query.isFetchingNextPage}
                onClick={() => void query.fetchNextPage()}
              >
                {query.isFetchingNextPage ? t('list.loadingMore') : t('list.more')}
              </Button>
            </p>
          )}
        </SectionCard>
        {pageParams.event !== null && (
          <RecordPanel key={pageParams.event} seq={pageParams.event} pageParams={pageParams} />
        )}
      </div>
    </div>
  );
}
