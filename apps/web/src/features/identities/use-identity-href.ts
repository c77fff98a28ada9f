'use client';
import { useQuery } from '@tanstack/react-query';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';

/** Where the identity of a patient is opened: in their chart, or by itself for whoever the chart is closed to. */
export function useIdentityHref(patientId: string): string {
  const { rights } = useSignedInUser();
  const { data } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  return data?.closed && rights['identities.correct']
    ? `/identities/${patientId}`
    : `/patients/${patientId}/identity`;
}
