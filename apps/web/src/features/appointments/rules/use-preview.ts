import type { AgendaRule, PreviewView } from '@keneyapp/bff/features/appointments/rules-view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { issuesOf } from '../../../components/form/server-issues.ts';
import { useTRPC } from '../../../trpc/client.tsx';

interface Change {
  resource: string;
  put: AgendaRule | null;
  remove: string | null;
}

/** Something was booked since the effect was looked at. */
export const isNotSeen = (error: unknown): boolean => issuesOf(error)?.[0]?.message === 'not-seen';

/** What a change of rules does to what is booked: asked for, and good for exactly that change. */
export function usePreview() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [seen, setSeen] = useState<{ of: string; view: PreviewView; isNew: boolean } | null>(null);
  const ask = useMutation({
    mutationFn: (change: Change & { isNew?: boolean }) =>
      queries.fetchQuery({
        ...trpc.appointments.previewRules.queryOptions({
          resource: change.resource,
          put: change.put,
          remove: change.remove,
        }),
        staleTime: 0,
      }),
    onSuccess: (view, { isNew = false, ...change }) => setSeen({ of: JSON.stringify(change), view, isNew }),
  });
  return {
    ask: ask.mutate,
    isAsking: ask.isPending,
    error: ask.error,
    /** Null: this change was not looked at. */
    of: (change: Change) => (seen?.of === JSON.stringify(change) ? seen : null),
  };
}

export const seenIn = ({ outside }: PreviewView): string[] => outside.map(({ bookingId }) => bookingId);
