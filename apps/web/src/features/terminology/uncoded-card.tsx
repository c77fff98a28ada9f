'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { StartCard } from '../../components/start-card.tsx';
import { StartLine, StartLines } from '../../components/start-line.tsx';
import { useTRPC } from '../../trpc/client.tsx';

/** So many stand on the card; the page has all. */
const shown = 10;

/** Words that were written without a code, the most frequent first. */
export function UncodedCard() {
  const t = useTranslations('start.uncoded');
  const query = useQuery(useTRPC().terminology.uncoded.queryOptions());
  return (
    <StartCard name="uncoded" query={query} countOf={({ lines }) => lines.length} href="/terminology/uncoded">
      {({ lines }) => (
        <StartLines>
          {lines.slice(0, shown).map(({ field, text, count }) => (
            <StartLine
              key={`${field}/${text}`}
              href="/terminology/uncoded"
              title={text}
              aside={t('times', { n: count })}
            />
          ))}
        </StartLines>
      )}
    </StartCard>
  );
}
