'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormats } from '../i18n/use-formats.ts';
import { useTRPC } from '../trpc/client.tsx';
import type { ChartFind } from './manifest.ts';
import { useFinders } from './manifests.tsx';
import { useSignedInUser } from './signed-in-user.tsx';

interface ChartFinds {
  finds: readonly ChartFind[];
  /** A part of the chart could not be searched: nothing found does not say that there is nothing. */
  isPartial: boolean;
}
const nothing: ChartFinds = { finds: [], isPartial: false };

/** What the open chart holds under the words of the palette; asked from two letters on, and kept no longer than the palette is open. */
export function useChartFinds(
  patientId: string | null,
  query: string,
): ChartFinds & { isSearching: boolean } {
  const finders = useFinders();
  const me = useSignedInUser();
  const formats = useFormats();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data, isFetching } = useQuery({
    queryKey: ['chart-finds', patientId, formats.locale],
    enabled: patientId !== null && query.trim().length >= 2,
    staleTime: 60_000,
    gcTime: 0,
    retry: false,
    queryFn: async (): Promise<ChartFinds> => {
      if (patientId === null) return nothing;
      const found = await Promise.allSettled(
        finders.map(async ({ load }) => (await load()).find({ patientId, me, queries, trpc, formats })),
      );
      return {
        finds: found.flatMap((part) => (part.status === 'fulfilled' ? part.value : [])),
        isPartial: found.some(({ status }) => status === 'rejected'),
      };
    },
  });
  return { ...(data ?? nothing), isSearching: isFetching };
}
