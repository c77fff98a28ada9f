'use client';
import type { TypedOrder } from '@keneyapp/bff/features/orders/view';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebounced } from '../../components/use-debounced.ts';
import { useTRPC } from '../../trpc/client.tsx';

/** The text of the search as a whole line: `paracétamol 1 g x3/j`, `NFS iono demain`. */
export interface WholeLine {
  /** What was read of it; null while it is no line but a few words to search for. */
  read: TypedOrder | null;
  /** It was read, and says all that is needed for a line of the basket. */
  isReady: boolean;
  /** What is shown answers what was typed before. */
  isBehind: boolean;
}

/** One word is searched for; a number behind it, or several words that are all known, are a line. */
export function useWholeLine(text: string): WholeLine {
  const typed = useDebounced(text.trim(), 80);
  const mayBe = /\S\s+\S/.test(typed);
  const { data, isPlaceholderData, isFetching } = useQuery(
    useTRPC().orders.readLine.queryOptions(
      { line: typed },
      { enabled: mayBe, placeholderData: keepPreviousData, staleTime: 30_000, retry: false },
    ),
  );
  const read = mayBe && data && saysMore(data, typed) ? data : null;
  return {
    read,
    isReady: read?.reading?.kind === 'tests' || (read?.drug?.chosen ?? null) !== null,
    isBehind: typed !== text.trim() || (mayBe && (isPlaceholderData || (isFetching && !data))),
  };
}

const saysMore = ({ reading }: TypedOrder, text: string): boolean => reading !== null || /\s\S*\d/.test(text);
