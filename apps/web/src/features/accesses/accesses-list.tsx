'use client';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { DayInput, isDayOrNone } from '../../components/form/day-input.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { AccessDayList } from './access-day.tsx';
import styles from './accesses.module.css';

interface Props {
  patientId: string;
  /** Where the records of this person on this day are, for who may read them. */
  recordsHref?: (personId: string, day: string) => string;
}

/** Who opened a chart: by day, by person, in plain words. */
export function AccessesList({ patientId, recordsHref }: Props) {
  const t = useTranslations('accesses');
  const c = useTranslations('common');
  const id = useId();
  const [{ from, to }, setPeriod] = useState({ from: '', to: '' });
  const isPeriod = from !== '' || to !== '',
    isWrong = from !== '' && to !== '' && from > to;
  const query = useInfiniteQuery({
    ...useTRPC().accesses.list.infiniteQueryOptions(
      { patientId, ...(from ? { from } : {}), ...(to ? { to } : {}) },
      { getNextPageParam: (page) => page.next },
    ),
    enabled: !isWrong,
    placeholderData: keepPreviousData,
  });
  const days = query.data?.pages.flatMap((page) => page.days) ?? [];
  return (
    <div className={styles.list}>
      <div className={`${styles.period} no-print`}>
        <DayInput
          id={`${id}-from`}
          label={t('from')}
          value={from}
          latest={to}
          onChange={(day) => isDayOrNone(day) && setPeriod({ from: day, to })}
        />
        <DayInput
          id={`${id}-to`}
          label={t('to')}
          value={to}
          earliest={from}
          onChange={(day) => isDayOrNone(day) && setPeriod({ from, to: day })}
        />
        {isPeriod && (
          <button type="button" className={styles.reset} onClick={() => setPeriod({ from: '', to: '' })}>
            {t('reset')}
          </button>
        )}
      </div>
      {!query.data ? (
        query.error ? (
          <CallFailed error={query.error} retry={() => void query.refetch()} />
        ) : (
          <LoadingRows rows={6} widths={[30, 40]} label={c('state.loading')} />
        )
      ) : days.length === 0 ? (
        <EmptyState title={t(isPeriod ? 'emptyPeriod' : 'empty')} />
      ) : (
        days.map((day) => <AccessDayList key={day.day} {...day} {...(recordsHref ? { recordsHref } : {})} />)
      )}
      {query.hasNextPage && (
        <p className="no-print">
          <Button
            variant="outlined"
            disabled={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {query.isFetchingNextPage ? t('loadingMore') : t('more')}
          </Button>
        </p>
      )}
    </div>
  );
}
