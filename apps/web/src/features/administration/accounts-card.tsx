'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { StartCard } from '../../components/start-card.tsx';
import { StartLine, StartLines } from '../../components/start-line.tsx';
import { useTRPC } from '../../trpc/client.tsx';

/** So many stand on the card; the page finds all. */
const shown = 8;

/** Accounts that can sign in to nothing: the provider gives them no role of ours. */
export function AccountsCard() {
  const t = useTranslations('start.accounts');
  const query = useQuery(useTRPC().administration.withoutRole.queryOptions());
  return (
    <StartCard
      name="accounts"
      query={query}
      countOf={({ people, isPartial }) => (isPartial && people.length === 0 ? null : people.length)}
      href="/administration/people"
    >
      {({ people, isPartial }) => (
        <StartLines>
          {people.slice(0, shown).map(({ id, username, displayName }) => (
            <StartLine key={id} href="/administration/people" title={displayName} note={username} />
          ))}
          {isPartial && <StartLine title={t('partial')} />}
        </StartLines>
      )}
    </StartCard>
  );
}
