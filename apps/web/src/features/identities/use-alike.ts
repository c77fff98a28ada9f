'use client';
import type { LikeInput } from '@keneyapp/bff/features/identities/schema';
import type { LookAlikesView } from '@keneyapp/bff/features/identities/view';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useDebounced } from '../../components/use-debounced.ts';
import { useTRPC } from '../../trpc/client.tsx';

export interface AlikeState {
  view: LookAlikesView | null;
  /** Nothing was typed yet that could be compared. */
  isIdle: boolean;
  isLoading: boolean;
  error: unknown;
  retry: () => void;
  /** Who was looked at: opened, or said to be somebody else. */
  looked: Readonly<Record<string, 'opened' | 'other' | undefined>>;
  setLooked: (id: string, how: 'opened' | 'other' | null) => void;
  /** Who is like what is typed now, whatever was typed fast; null when it could not be asked. */
  now: (input: LikeInput | null) => Promise<LookAlikesView | null>;
  askAgain: (input: LikeInput | null) => void;
}

/** Who on record may be the person of the form, asked while it is filled. */
export function useAlike(like: LikeInput | null): AlikeState {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const typed = JSON.stringify(like);
  const settled = useDebounced(typed, 300);
  const input = JSON.parse(settled) as LikeInput | null;
  const options = (of: LikeInput) =>
    trpc.identities.alike.queryOptions(of, { staleTime: 20_000, retry: false });
  const query = useQuery({
    ...options(input ?? {}),
    enabled: input !== null,
    placeholderData: keepPreviousData,
  });
  const [looked, setAll] = useState<Record<string, 'opened' | 'other' | undefined>>({});
  return {
    view: input === null ? null : (query.data ?? null),
    isIdle: like === null,
    isLoading: like !== null && (typed !== settled || query.isFetching),
    error: query.isFetching ? null : query.error,
    retry: () => void query.refetch(),
    looked,
    setLooked: (id, how) => setAll((all) => ({ ...all, [id]: how ?? undefined })),
    now: async (of) => (of === null ? null : await queries.fetchQuery(options(of)).catch(() => null)),
    askAgain: (of) => void (of && queries.invalidateQueries(trpc.identities.alike.queryFilter(of))),
  };
}

/** Those who were not looked at yet. */
export const notLookedAt = (view: LookAlikesView | null, looked: AlikeState['looked']) =>
  (view?.found ?? []).filter(({ patient }) => !looked[patient.id]);
