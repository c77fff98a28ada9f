'use client';
import type { AwaitedText } from '@keneyapp/bff/features/session/view';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTRPC } from '../../trpc/client.tsx';

// nobody waits for one on most days: it comes when one is awaited
const AwaitedReason = dynamic(() => import('./awaited-reason.tsx').then((m) => m.AwaitedReason), {
  ssr: false,
});
const ExplainDialog = dynamic(() => import('./explain-dialog.tsx').then((m) => m.ExplainDialog), {
  ssr: false,
});

/** Another window may have opened an access, or given the text. */
const askEveryMs = 60_000;

/** On every page, until it is there: the text of a vital emergency that was opened by its kind alone. */
export function AwaitedReasons() {
  const [asked, setAsked] = useState<AwaitedText | null>(null);
  const { data } = useQuery({
    ...useTRPC().session.awaited.queryOptions(undefined, { trpc: { context: { background: true } } }),
    refetchInterval: askEveryMs,
  });
  return (
    <>
      {(data ?? []).map((access) => (
        <AwaitedReason key={access.grantId} access={access} onExplain={() => setAsked(access)} />
      ))}
      {asked && (
        <ExplainDialog grantId={asked.grantId} patientId={asked.patientId} onClose={() => setAsked(null)} />
      )}
    </>
  );
}
