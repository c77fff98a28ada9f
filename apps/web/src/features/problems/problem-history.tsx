'use client';
import { useQuery } from '@tanstack/react-query';
import type { HistoryProps } from '../../components/statement-changes.ts';
import { HistoryDialog } from '../../components/version-history.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useProblemLines } from './use-problem-words.ts';

/** Who wrote and changed a problem. */
export function ProblemHistory({ patientId, id, ...props }: HistoryProps) {
  const lines = useProblemLines();
  const query = useQuery(useTRPC().problems.versions.queryOptions({ patientId, id }));
  return (
    <HistoryDialog
      patientId={patientId}
      query={{ ...query, data: query.data?.versions.map(lines) }}
      {...props}
    />
  );
}
