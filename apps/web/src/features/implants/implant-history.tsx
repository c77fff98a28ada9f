'use client';
import { useQuery } from '@tanstack/react-query';
import type { HistoryProps } from '../../components/statement-changes.ts';
import { HistoryDialog } from '../../components/version-history.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useImplantLines } from './use-implant-words.ts';

/** Who wrote and changed an implant. */
export function ImplantHistory({ patientId, id, ...props }: HistoryProps) {
  const lines = useImplantLines();
  const query = useQuery(useTRPC().implants.versions.queryOptions({ patientId, id }));
  return (
    <HistoryDialog
      patientId={patientId}
      query={{ ...query, data: query.data?.versions.map(lines) }}
      {...props}
    />
  );
}
