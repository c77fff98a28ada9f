'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../trpc/client.tsx';

/** Since when the patient is on a stay, as the banner says it; null at home, and where nobody knows. */
export function useStayedSince(patientId: string): string | null {
  const { data } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  return data?.clinical?.location?.since ?? null;
}
