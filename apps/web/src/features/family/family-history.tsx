'use client';
import { useQuery } from '@tanstack/react-query';
import type { HistoryProps } from '../../components/statement-changes.ts';
import { HistoryDialog } from '../../components/version-history.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useFamilyLines } from './use-family-words.ts';

/** Who wrote and changed what was said of a relative. */
export function FamilyHistory({ patientId, id, ...props }: HistoryProps) {
  const lines = useFamilyLines();
  const query = useQuery(useTRPC().family.versions.queryOptions({ patientId, id }));
  return (
    <HistoryDialog
      patientId={patientId}
      query={{ ...query, data: query.data?.versions.map(lines) }}
      {...props}
    />
  );
}
