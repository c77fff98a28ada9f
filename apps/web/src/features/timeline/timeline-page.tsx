'use client';
import type { Kind, TimelineItem, TimelineView } from '@keneyapp/bff/features/timeline/view';
import { useEarlyEntry } from '@keneyapp/ui/early-entry';
import { EmptyState, ErrorState, LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { usePathname, useSearchParams } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useCallback, useDeferredValue, useId, useMemo } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { DayInput, isDayOrNone } from '../../components/form/day-input.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { goTo, SamePageLink, useOptimisticParams } from '../../components/same-page-link.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import ToggleButton from '@mui/material/ToggleButton';
import { ItemList } from './item-list.tsx';
import {
  hrefOf,
  timelineKinds,
  perYear,
  paramsOf,
  select,
  timelineKeys,
  timelineParams,
  type TimelineParams,
} from './search-params.ts';
import { useTitle } from './use-title.ts';
import { YearStrip } from './year-strip.tsx';
import styles from './timeline.module.css';

export function TimelinePage({ patientId }: { patientId: string }) {
  const t = useTranslations('timeline');
  const c = useTranslations('common');
  const { data, error, refetch } = useQuery(useTRPC().timeline.list.queryOptions({ patientId }));
  if (!data)
    return (
      <>
        <PageHeader title={t('title')} />
        {error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={14} widths={[12, 12, 44]} label={c('state.loading')} />
        )}
      </>
    );
  if (data.items.length === 0 && data.failed.length === 0)
    return (
      <>
        <PageHeader title={t('title')} />
        <EmptyState isPage title={t('empty')} />
      </>
    );
  return <Timeline data={data} patientId={patientId} retry={() => void refetch()} />;
}

function Timeline({ data, patientId, retry }: { data: TimelineView; patientId: string; retry: () => void }) {
  const t = useTranslations('timeline');
  const c = useTranslations('common');
  const f = useFormats();
  const title = useTitle();
  const id = useId();
  const params = useSearchParams();
  const pathname = usePathname();
  const [said] = useQueryStates(timelineParams, { urlKeys: timelineKeys });
  const pageParams = useMemo(() => paramsOf(said), [said]);
  const href = useCallback(
    (change: Partial<TimelineParams>) => hrefOf(pathname, new URLSearchParams(params), change),
    [pathname, params],
  );
  const [asked, ask] = useOptimisticParams(pageParams, (next) => goTo(href(next), true));
  const typed = useEarlyEntry<HTMLInputElement>(pageParams.query, (query) => ask({ query }));
  const applied = useDeferredValue(pageParams);
  const wordsOf = useCallback(
    (item: TimelineItem) =>
      [title(item), ...item.details, ...item.measures.map((m) => f.coded(m.name))].join(' '),
    [title, f],
  );
  const inPeriod = useMemo(() => select(data.items, applied, wordsOf, []), [data.items, applied, wordsOf]);
  const shown = useMemo(
    () => (applied.kinds.length === 0 ? inPeriod : inPeriod.filter((i) => applied.kinds.includes(i.kind))),
    [inPeriod, applied.kinds],
  );
  const counts = useMemo(() => {
    const n = new Map<Kind, number>();
    for (const { kind } of inPeriod) n.set(kind, (n.get(kind) ?? 0) + 1);
    return n;
  }, [inPeriod]);
  const years = useMemo(
    () => perYear(select(data.items, { ...applied, from: null, to: null }, wordsOf)),
    [data.items, applied, wordsOf],
  );
  const there = timelineKinds.filter((kind) => data.items.some((i) => i.kind === kind));
  const isFiltered =
    pageParams.kinds.length > 0 ||
    pageParams.from !== null ||
    pageParams.to !== null ||
    pageParams.query !== '';
  const toggled = (kind: Kind) =>
    asked.kinds.includes(kind)
      ? asked.kinds.filter((k) => k !== kind)
      : timelineKinds.filter((k) => k === kind || asked.kinds.includes(k));
  const names = (of: readonly Kind[]) => of.map((kind) => t(`kind.${kind}`)).join(', ');

  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} note={<span role="status">{t('count', { n: shown.length })}</span>} />
      <div className={`${styles.filters} no-print`}>
        <div role="group" aria-label={t('kinds')} className={styles.chips}>
          {there.map((kind) => (
            <ToggleButton
              key={kind}
              value={kind}
              selected={asked.kinds.includes(kind)}
              onClick={() => ask({ kinds: toggled(kind) })}
            >
              {t(`kind.${kind}`)} <span className={styles.count}>{f.number(counts.get(kind) ?? 0)}</span>
            </ToggleButton>
          ))}
        </div>
        <div className={styles.fields}>
          <input
            ref={typed}
            type="search"
            className={styles.search}
            aria-label={t('search')}
            placeholder={t('search')}
            defaultValue={pageParams.query}
            onChange={(event) => ask({ query: event.target.value })}
          />
          <DayInput
            id={`${id}-from`}
            label={t('from')}
            value={asked.from ?? ''}
            latest={asked.to ?? undefined}
            onChange={(day) => isDayOrNone(day) && ask({ from: day || null })}
          />
          <DayInput
            id={`${id}-to`}
            label={t('to')}
            value={asked.to ?? ''}
            earliest={asked.from ?? undefined}
            onChange={(day) => isDayOrNone(day) && ask({ to: day || null })}
          />
          {isFiltered && (
            <SamePageLink href={pathname} replace>
              {c('actions.reset')}
            </SamePageLink>
          )}
        </div>
        <YearStrip years={years} current={pageParams} hrefOf={(from, to) => href({ from, to })} />
      </div>
      {data.failed.length > 0 && (
        <ErrorState
          title={t('failed', { kinds: names(data.failed) })}
          actions={
            <Button variant="outlined" onClick={retry}>
              {c('actions.retry')}
            </Button>
          }
        />
      )}
      {shown.length === 0 ? (
        <EmptyState
          title={t('noMatch')}
          actions={
            <SamePageLink href={pathname} replace>
              {c('actions.reset')}
            </SamePageLink>
          }
        />
      ) : (
        <ItemList items={shown} patientId={patientId} />
      )}
      {data.truncated.length > 0 && (
        <p className="muted">{t('truncated', { kinds: names(data.truncated) })}</p>
      )}
    </div>
  );
}
