'use client';
import { useQuery } from '@tanstack/react-query';
import type { HistoryProps } from '../../components/statement-changes.ts';
import { HistoryDialog } from '../../components/version-history.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useImmunizationLines } from './use-immunization-words.ts';

/** Who wrote and changed a vaccination. */
export function ImmunizationHistory({ patientId, id, ...props }: HistoryProps) {
  const lines = useImmunizationLines();
  const query = useQuery(useTRPC().immunizations.versions.queryOptions({ patientId, id }));
  return (
    <HistoryDialog
      patientId={patientId}
      query={{ ...query, data: query.data?.versions.map(lines) }}
      {...props}
    />
  );
}
