'use client';
import { useQuery } from '@tanstack/react-query';
import { StartCard } from '../../components/start-card.tsx';
import { WaitingDrafts } from '../../shell/workspace/waiting-drafts.tsx';
import { useTRPC } from '../../trpc/client.tsx';

/** What this person began to write and did not save, in whatever chart. */
export function DraftsCard() {
  const query = useQuery(useTRPC().drafts.list.queryOptions());
  return (
    <StartCard name="drafts" query={query} countOf={({ drafts }) => drafts.length}>
      {() => <WaitingDrafts isHeadingHidden />}
    </StartCard>
  );
}
