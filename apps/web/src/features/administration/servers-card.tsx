'use client';
import Chip from '@mui/material/Chip';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { StartCard } from '../../components/start-card.tsx';
import { StartLine, StartLines } from '../../components/start-line.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';

/** Whether the servers behind the application answer, asked again every half minute while it is looked at. */
export function ServersCard() {
  const t = useTranslations('start.servers');
  const f = useFormats();
  const query = useQuery({ ...useTRPC().administration.servers.queryOptions(), refetchInterval: 30_000 });
  return (
    <StartCard
      name="servers"
      query={query}
      countOf={() => null}
      tools={query.data && <span className="muted">{t('at', { time: f.time(query.data.at) ?? '' })}</span>}
    >
      {({ servers }) => (
        <StartLines>
          {servers.map(({ name, status, ms }) => (
            <StartLine
              key={name}
              title={t.has(`name.${name}` as 'name.fhir') ? t(`name.${name}` as 'name.fhir') : name}
              aside={
                status === 'up' ? t('up', { ms }) : <Chip size="small" color="error" label={t('down')} />
              }
            />
          ))}
        </StartLines>
      )}
    </StartCard>
  );
}
