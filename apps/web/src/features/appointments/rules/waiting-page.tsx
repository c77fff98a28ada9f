'use client';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState, type ReactNode } from 'react';
import { CallFailed } from '../../../components/call-failed.tsx';
import { PageHeader } from '../../../components/page-header.tsx';
import { SegmentedLinks } from '../../../components/segmented-links.tsx';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { AgendaLinks } from './agenda-links.tsx';
import { ClashList } from './clash-list.tsx';
import { waitingHref, type WaitingPlace } from './places.ts';
import { WaitingTable } from './waiting-table.tsx';
import styles from './rules.module.css';

const AddWaiting = dynamic(() => import('./add-waiting.tsx').then((m) => m.AddWaiting), { ssr: false });

const live = { refetchInterval: 30_000, trpc: { context: { background: true } } } as const;

/** Who waits for a place and what is offered to them; and what lies over each other. */
export function WaitingPage({ place }: { place: WaitingPlace }) {
  const t = useTranslations('rules');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { rights } = useSignedInUser();
  const [isAdding, setAdding] = useState(false);
  const { ofOwnUnits } = place;
  const isClashes = place.view === 'clashes';
  const waiting = useQuery(trpc.appointments.waiting.queryOptions({ ofOwnUnits }, live));
  const clashes = useQuery(trpc.appointments.clashes.queryOptions({ ofOwnUnits }, live));
  const query = isClashes ? clashes : waiting;
  const hasUnits = (query.data?.units.length ?? 0) > 0;
  const readAgain = () => void queries.invalidateQueries({ queryKey: trpc.appointments.pathKey() });
  return (
    <>
      <PageHeader title={t('waitingTitle')}>
        <SegmentedLinks
          label={t('waiting.view')}
          items={(['waiting', 'clashes'] as const).map((view) => ({
            href: waitingHref({ view, ofOwnUnits }),
            word: t(`waiting.${view}`),
            count: view === 'waiting' ? waiting.data?.lines.length : clashes.data?.clashes.length,
            isHere: view === place.view,
          }))}
        />
        {hasUnits && (
          <SegmentedLinks
            label={t('where')}
            items={[true, false].map((own) => ({
              href: waitingHref({ view: place.view, ofOwnUnits: own }),
              word: t(own ? 'own' : 'all'),
              isHere: own === ofOwnUnits,
            }))}
          />
        )}
        {rights['appointments.add-to-waiting'] && (
          <Button variant="contained" onClick={() => setAdding(true)}>
            {t('waiting.add')}
          </Button>
        )}
        <AgendaLinks here="waiting" />
      </PageHeader>
      <SectionCard title={t(`waiting.${place.view}`)} isHeadingHidden>
        {isClashes ? (
          <Loaded query={clashes}>
            {(data) =>
              data.clashes.length === 0 ? (
                <EmptyState title={t('clashes.empty')} />
              ) : (
                <ClashList clashes={data.clashes} isTruncated={data.isTruncated} onChanged={readAgain} />
              )
            }
          </Loaded>
        ) : (
          <Loaded query={waiting}>
            {(data) => (
              <>
                {(data.hidden > 0 || data.isTruncated) && (
                  <div className={styles.padded} role="status">
                    {data.hidden > 0 && <p>{t('waiting.hidden', { n: data.hidden })}</p>}
                    {data.isTruncated && <p>{t('waiting.truncated')}</p>}
                  </div>
                )}
                {data.lines.length === 0 ? (
                  <EmptyState title={t('waiting.empty')} />
                ) : (
                  <WaitingTable lines={data.lines} onChanged={readAgain} />
                )}
              </>
            )}
          </Loaded>
        )}
      </SectionCard>
      {isAdding && (
        <AddWaiting
          onClose={() => setAdding(false)}
          onSaved={() => {
            setAdding(false);
            readAgain();
          }}
        />
      )}
    </>
  );
}

function Loaded<T>({
  query: { data, error, refetch },
  children,
}: {
  query: { data: T | undefined; error: unknown; refetch: () => unknown };
  children: (data: T) => ReactNode;
}) {
  const c = useTranslations('common.state');
  if (data !== undefined) return children(data);
  return error ? (
    <CallFailed error={error} retry={() => void refetch()} />
  ) : (
    <LoadingRows rows={6} widths={[28, 18, 18, 14]} label={c('loading')} />
  );
}
