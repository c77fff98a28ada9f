'use client';
import type { CodedField, Suggestions } from '@keneyapp/bff/features/terminology/view';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { useTRPC } from '../../trpc/client.tsx';

/** A line, with the text that it answers. */
export type AnsweredLine = Suggestions['lines'][number] & { ofText: string };
interface CodedSearch {
  lines: AnsweredLine[];
  state: Suggestions['state'] | 'failed' | 'loading';
  /** The lines are those of what was typed before: none of them may be chosen. */
  isBehind: boolean;
  refetch: () => void;
}

/** Codes that fit to what stands in a coded field, while it is open. */
export function useCodedSearch(
  field: CodedField,
  text: string,
  isOpen: boolean,
  systems?: readonly string[],
): CodedSearch {
  const trpc = useTRPC();
  const typed = text.trim().slice(0, 100);
  const { data, error, isPlaceholderData, isFetching, fetchStatus, refetch } = useQuery(
    trpc.terminology.suggest.queryOptions(
      { field, text: typed, ...(systems ? { systems: [...systems] } : {}) },
      {
        enabled: isOpen,
        placeholderData: keepPreviousData,
        // what one uses changes with every save
        staleTime: typed === '' ? 0 : 30_000,
        retry: false,
      },
    ),
  );
  const [answered, setAnswered] = useState(typed);
  if (!isPlaceholderData && answered !== typed) setAnswered(typed);
  const found = data?.lines;
  const lines = useMemo(
    () => (found ?? []).map((line) => ({ ...line, ofText: answered })),
    [found, answered],
  );
  return {
    lines,
    state:
      (error && !isFetching) || (fetchStatus === 'paused' && (isPlaceholderData || !data))
        ? 'failed'
        : (data?.state ?? 'loading'),
    isBehind: isPlaceholderData,
    refetch: () => void refetch(),
  };
}
