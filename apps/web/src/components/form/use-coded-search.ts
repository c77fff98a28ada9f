'use client';
import type { CodedField, Suggestions } from '@keneyapp/bff/features/terminology/view';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTRPC } from '../../trpc/client.tsx';

interface CodedSearch {
  lines: Suggestions['lines'];
  state: Suggestions['state'] | 'failed' | 'loading';
  /** The lines are those of what was typed before: none of them may be chosen. */
  isBehind: boolean;
  refetch: () => void;
}

/** Codes that fit to what stands in a coded field, while it is open. */
export function useCodedSearch(field: CodedField, text: string, isOpen: boolean): CodedSearch {
  const trpc = useTRPC();
  const typed = text.trim().slice(0, 100);
  const { data, error, isPlaceholderData, isFetching, fetchStatus, refetch } = useQuery(
    trpc.terminology.suggest.queryOptions(
      { field, text: typed },
      {
        enabled: isOpen,
        placeholderData: keepPreviousData,
        // what one uses changes with every save
        staleTime: typed === '' ? 0 : 30_000,
        retry: false,
      },
    ),
  );
  return {
    lines: data?.lines ?? [],
    state:
      (error && !isFetching) || (fetchStatus === 'paused' && (isPlaceholderData || !data))
        ? 'failed'
        : (data?.state ?? 'loading'),
    isBehind: isPlaceholderData,
    refetch: () => void refetch(),
  };
}
