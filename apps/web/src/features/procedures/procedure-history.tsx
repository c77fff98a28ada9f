'use client';
import { useQuery } from '@tanstack/react-query';
import type { HistoryProps } from '../../components/statement-changes.ts';
import { HistoryDialog } from '../../components/version-history.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useProcedureLines } from './use-procedure-words.ts';

/** Who wrote and changed a procedure. */
export function ProcedureHistory({ patientId, id, ...props }: HistoryProps) {
  const lines = useProcedureLines();
  const query = useQuery(useTRPC().procedures.versions.queryOptions({ patientId, id }));
  return (
    <HistoryDialog
      patientId={patientId}
      query={{ ...query, data: query.data?.versions.map(lines) }}
      {...props}
    />
  );
}
