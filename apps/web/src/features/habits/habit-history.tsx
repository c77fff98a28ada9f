'use client';
import { useQuery } from '@tanstack/react-query';
import type { HistoryProps } from '../../components/statement-changes.ts';
import { HistoryDialog } from '../../components/version-history.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useHabitLines } from './use-habit-words.ts';

/** Who wrote and changed an answer. */
export function HabitHistory({ patientId, id, ...props }: HistoryProps) {
  const lines = useHabitLines();
  const query = useQuery(useTRPC().habits.versions.queryOptions({ patientId, id }));
  return (
    <HistoryDialog
      patientId={patientId}
      query={{ ...query, data: query.data?.versions.map(lines) }}
      {...props}
    />
  );
}
