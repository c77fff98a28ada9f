'use client';
import { useQuery } from '@tanstack/react-query';
import type { HistoryProps } from '../../components/statement-changes.ts';
import { HistoryDialog } from '../../components/version-history.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useAllergyLines } from './use-allergy-words.ts';

/** Who wrote and changed an allergy. */
export function AllergyHistory({ patientId, id, ...props }: HistoryProps) {
  const lines = useAllergyLines();
  const query = useQuery(useTRPC().allergies.versions.queryOptions({ patientId, id }));
  return (
    <HistoryDialog
      patientId={patientId}
      query={{ ...query, data: query.data?.versions.map(lines) }}
      {...props}
    />
  );
}
