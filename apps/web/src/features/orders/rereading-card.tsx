'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { StartCard } from '../../components/start-card.tsx';
import { StartLine, StartLines } from '../../components/start-line.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { whileInSight } from '../../trpc/while-in-sight.ts';

const shown = 6;
const href = '/rereading';

/** Orders that wait for this doctor's word, and those of their own that wait for somebody else's. */
export function RereadingCard() {
  const t = useTranslations('start.rereading');
  const f = useFormats();
  const query = useQuery(useTRPC().tasks.listOrders.queryOptions(undefined, whileInSight(60_000)));
  return (
    <StartCard
      name="rereading"
      query={query}
      href={href}
      countOf={({ rows, closed }) => rows.length + closed}
    >
      {({ rows, closed }) => (
        <StartLines>
          {rows.slice(0, shown).map((row) => (
            <StartLine
              key={row.id}
              href={href}
              title={f.fullName(row.patient)}
              note={[t(`kind.${row.mayAnswer ? row.kind : 'waits'}`), row.by, f.dateTime(row.at)]
                .filter(Boolean)
                .join(' · ')}
              aside={
                row.isLate && (
                  <StateChip tone="bad" sign="!">
                    {t('late')}
                  </StateChip>
                )
              }
            />
          ))}
          {rows.length > shown && <StartLine href={href} title={t('more', { n: rows.length - shown })} />}
          {closed > 0 && <StartLine href={href} title={t('closed', { n: closed })} />}
        </StartLines>
      )}
    </StartCard>
  );
}
