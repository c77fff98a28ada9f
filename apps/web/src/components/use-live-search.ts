'use client';
import type { PatientHit, PatientSearchResult, RecentPatient } from '@keneyapp/bff/features/patients/view';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue } from 'react';
import { useTRPC } from '../trpc/client.tsx';
import { useDebounced } from './use-debounced.ts';

export interface LiveSearch {
  hits: (PatientHit | RecentPatient)[];
  result: PatientSearchResult | null;
  isSearching: boolean;
  error: unknown;
  retry: () => void;
}

/** Patients as the person types; those opened lately while nothing is typed. What is shown stays until the next answer. */
export function useLiveSearch(
  query: string,
  { enabled, limit, recent }: { enabled: boolean; limit: number; recent: number },
): LiveSearch {
  const trpc = useTRPC();
  const typed = useDeferredValue(useDebounced(query.trim(), 90));
  const found = useQuery({
    ...trpc.patients.search.queryOptions({ query: typed, limit }),
    enabled: enabled && typed !== '',
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
  const lately = useQuery({
    ...trpc.patients.recent.queryOptions(),
    enabled: enabled && query.trim() === '',
  });
  const isEmpty = query.trim() === '';
  return {
    hits: isEmpty ? (lately.data ?? []).slice(0, recent) : (found.data?.hits ?? []),
    result: isEmpty ? null : (found.data ?? null),
    isSearching: isEmpty ? lately.isLoading : found.isFetching || typed !== query.trim(),
    error: isEmpty ? lately.error : found.error,
    retry: () => void (isEmpty ? lately.refetch() : found.refetch()),
  };
}

/** What was typed in the search of patients, and when, as long as this tab lives. Never in the address, where it would be a name in logs. */
export const lastSearch = { words: '', at: 0 };
