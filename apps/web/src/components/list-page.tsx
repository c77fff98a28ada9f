'use client';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import { usePathname, useSearchParams } from 'next/navigation';
import { useQueryState } from 'nuqs';
import type { ReactNode } from 'react';
import { CallFailed } from './call-failed.tsx';
import { PageHeader } from './page-header.tsx';
import { parseAsResourceId, viewOf } from './search-params.ts';
import { SegmentedLinks } from './segmented-links.tsx';

interface View {
  name: string;
  word: string;
  count: number | undefined;
}

/** Which view of the page the address names (`?view=past`), else the first. */
export function useView<T extends string>(names: readonly [T, ...T[]]): T {
  return useQueryState('view', viewOf(names))[0];
}

/** The row that the address names, `?open=<id>`: a line of the summary leads to it. */
export const useOpened = (): string | undefined => useQueryState('open', parseAsResourceId)[0] ?? undefined;

/** The same of a page with views: what was asked for by its id alone is shown in the view that holds it. */
export function useOpenedIn<T extends string>(
  names: readonly [T, ...T[]],
  data: Record<T, readonly { id: string }[]> | undefined,
): { view: T; opened: string | undefined } {
  const asked = useView(names);
  const isAsked = useSearchParams().has('view');
  const opened = useOpened();
  const found = names.find((name) => data?.[name].some(({ id }) => id === opened));
  return { view: isAsked ? asked : (found ?? asked), opened };
}

/** A page of the chart that is a list: heading, views with an address each, states, table. */
export function ListPage({
  title,
  query,
  views,
  viewsLabel,
  current,
  isTruncated,
  isEmpty,
  empty,
  before,
  above,
  children,
}: {
  title: string;
  query: { data: unknown; error: unknown; refetch: () => unknown };
  views?: readonly View[];
  viewsLabel?: string;
  current?: string;
  isTruncated?: boolean;
  isEmpty: boolean;
  empty: ReactNode;
  /** What was opened of the list, before it. */
  before?: ReactNode;
  /** What is read before the list. */
  above?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations('common');
  const pathname = usePathname();
  return (
    <>
      <PageHeader title={title}>
        {/* one view is no choice */}
        {views && views.length > 1 && viewsLabel && (
          <SegmentedLinks
            label={viewsLabel}
            items={views.map((v, i) => ({
              href: i === 0 ? pathname : `${pathname}?view=${v.name}`,
              word: v.word,
              count: v.count,
              isHere: v.name === current,
            }))}
          />
        )}
      </PageHeader>
      {!query.data && query.error ? (
        <CallFailed isPage error={query.error} retry={() => void query.refetch()} />
      ) : (
        <>
          {query.data ? before : null}
          <SectionCard title={views?.find((v) => v.name === current)?.word ?? title} isHeadingHidden>
            {query.data ? above : null}
            {!query.data ? (
              <LoadingRows rows={8} widths={[34, 14, 12, 18]} label={t('state.loading')} />
            ) : isEmpty ? (
              <EmptyState title={typeof empty === 'string' ? empty : ''}>
                {typeof empty === 'string' ? null : empty}
              </EmptyState>
            ) : (
              children
            )}
          </SectionCard>
        </>
      )}
      {isTruncated && (
        <p className="muted" style={{ marginTop: 8 }}>
          {t('truncated')}
        </p>
      )}
    </>
  );
}
