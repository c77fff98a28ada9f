'use client';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { StartCardName } from '../shell/manifest.ts';
import { CallFailed } from './call-failed.tsx';

interface Props<T> {
  name: StartCardName;
  /** What was asked of the BFF, as `useQuery` answers. */
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  /** Of what there are so many; null where a number says nothing. Nothing is said to be empty before it is answered. */
  countOf: (data: T) => number | null;
  /** The page that shows all of it. */
  href?: string;
  /** Said when the count is 0, in place of the texts `start.empty`. */
  empty?: ReactNode;
  tools?: ReactNode;
  /** What is read first, whether or not there is anything: how old it is, what is missing. */
  above?: (data: T) => ReactNode;
  /** Where the text `start.cards` does not say it for everybody. */
  title?: string;
  children: (data: T) => ReactNode;
}

/** A card of the start page: what waits for this person, and the way to all of it. */
export function StartCard<T>({
  name,
  query,
  countOf,
  href,
  empty,
  tools,
  above,
  title: own,
  children,
}: Props<T>) {
  const t = useTranslations('start');
  const c = useTranslations('common');
  const { data, error, refetch } = query;
  const title = own ?? t(`cards.${name}`);
  const count = data === undefined ? null : countOf(data);
  return (
    <SectionCard
      title={
        href ? (
          <Link href={href} prefetch={false}>
            {title}
          </Link>
        ) : (
          title
        )
      }
      count={count || null}
      tools={tools}
    >
      {data !== undefined && above?.(data)}
      {data === undefined ? (
        error ? (
          <CallFailed error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={4} widths={[40, 20, 20]} label={c('state.loading')} />
        )
      ) : count === 0 ? (
        (empty ?? <EmptyState title={t(`empty.${name}`)} />)
      ) : (
        children(data)
      )}
    </SectionCard>
  );
}
