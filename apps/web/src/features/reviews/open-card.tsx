'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Ago } from '../../components/ago.tsx';
import { StartCard } from '../../components/start-card.tsx';
import { StartLine, StartLines } from '../../components/start-line.tsx';
import { useTRPC } from '../../trpc/client.tsx';

/** So many stand on the card; the list has all. */
const shown = 8;

/** Emergency accesses that wait for a judgement, the longest first. */
export function OpenReviewsCard() {
  const t = useTranslations('start.reviews');
  const query = useQuery({
    ...useTRPC().reviews.list.queryOptions({ state: 'open' }),
    refetchOnWindowFocus: true,
  });
  return (
    <StartCard name="reviews" query={query} countOf={({ open }) => open} href="/reviews">
      {({ reviews }) => (
        <StartLines>
          {reviews.slice(0, shown).map(({ grantId, person, patient, startedAt }) => (
            <StartLine
              key={grantId}
              href={`/reviews/${grantId}`}
              title={person.name}
              note={t('chartOf', { name: patient?.name || t('unknownPatient') })}
              aside={<Ago value={startedAt} />}
            />
          ))}
        </StartLines>
      )}
    </StartCard>
  );
}
