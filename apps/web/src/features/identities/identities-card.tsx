'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { StartCard } from '../../components/start-card.tsx';
import { StartLine, StartLines } from '../../components/start-line.tsx';
import { useTRPC } from '../../trpc/client.tsx';

/** How many identities wait for whoever looks after them. */
export function IdentitiesCard() {
  const t = useTranslations('start.identities');
  const query = useQuery(useTRPC().identities.open.queryOptions());
  return (
    <StartCard
      name="identities"
      query={query}
      countOf={({ suspects, toRegularise }) => suspects.length + toRegularise.length}
      href="/identities"
    >
      {({ suspects, toRegularise, hasMoreSuspects, hasMoreToRegularise }) => (
        <StartLines>
          <StartLine
            href="/identities#suspects"
            title={t(hasMoreSuspects ? 'suspectsMore' : 'suspects', { n: suspects.length })}
          />
          <StartLine
            href="/identities#regularise"
            title={t(hasMoreToRegularise ? 'regulariseMore' : 'regularise', { n: toRegularise.length })}
          />
        </StartLines>
      )}
    </StartCard>
  );
}
