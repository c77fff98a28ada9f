'use client';
import { useQuery } from '@tanstack/react-query';
import type { HistoryProps } from '../../components/statement-changes.ts';
import { HistoryDialog } from '../../components/version-history.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useFlagLines } from './use-flag-words.ts';

/** Who wrote, changed and ended a flag. */
export function FlagHistory({ patientId, id, ...props }: HistoryProps) {
  const lines = useFlagLines();
  const query = useQuery(useTRPC().flags.versions.queryOptions({ patientId, id }));
  return (
    <HistoryDialog
      patientId={patientId}
      query={{ ...query, data: query.data?.versions.map(lines) }}
      {...props}
    />
  );
}
