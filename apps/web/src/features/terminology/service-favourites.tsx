'use client';
import type { ServiceChoice } from '@keneyapp/bff/features/terminology/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { AddFavourite } from './add-favourite.tsx';
import type { Favourite } from './favourite.ts';
import { FavouritesTable } from './favourites-table.tsx';
import { UndoLine } from './undo-line.tsx';
import styles from './terminology.module.css';

/** The favourites of one service: added by the search of coded fields, taken away at once and had back. */
export function ServiceFavourites({ service: { id: serviceId, name } }: { service: ServiceChoice }) {
  const t = useTranslations('terminology.favourites');
  const c = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const mayChange = useSignedInUser().rights['terminology.set-service-favourite'] === true;
  const options = trpc.terminology.serviceFavourites.queryOptions({ serviceId });
  const { data, error, refetch } = useQuery(options);
  const [removed, setRemoved] = useState<Favourite | null>(null);
  const [said, setSaid] = useState('');
  const set = useMutation(
    trpc.terminology.setServiceFavourite.mutationOptions({
      onSettled: () => cache.invalidateQueries({ queryKey: options.queryKey }),
    }),
  );
  const change = ({ field, system, code }: Favourite, isFavourite: boolean, after: () => void) => {
    if (set.isPending) return;
    setSaid('');
    setRemoved(null);
    set.mutate({ serviceId, field, system, code, isFavourite }, { onSuccess: after });
  };
  return (
    <SectionCard title={t('list', { service: name })}>
      {!data ? (
        error ? (
          <CallFailed error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={4} widths={[40, 16, 14]} label={c('state.loading')} />
        )
      ) : (
        <>
          <div className={styles.padded}>
            <p>{t('lead')}</p>
          </div>
          {mayChange && (
            <AddFavourite
              known={data.favourites}
              isPending={set.isPending}
              onAdd={(favourite, added) =>
                change(favourite, true, () => {
                  setSaid(t('added', { display: favourite.display }));
                  added();
                })
              }
            />
          )}
          {removed && (
            <div className={styles.padded}>
              <UndoLine
                text={t('removed', { display: removed.display })}
                undo={t('undo')}
                undoLabel={t('undoOf', { display: removed.display })}
                isPending={set.isPending}
                onUndo={() => change(removed, true, () => setSaid(t('undone', { display: removed.display })))}
              />
            </div>
          )}
          <p role="status" className={said ? styles.said : 'visually-hidden'}>
            {said}
          </p>
          {set.error && (
            <SaveFailed
              title={t(set.variables.isFavourite ? 'notAdded' : 'notRemoved')}
              error={set.error}
              isTyped={set.variables.isFavourite}
            />
          )}
          {data.favourites.length === 0 ? (
            <EmptyState title={t('empty')} />
          ) : (
            <FavouritesTable
              label={t('list', { service: name })}
              rows={data.favourites}
              mayChange={mayChange}
              onRemove={(favourite) => change(favourite, false, () => setRemoved(favourite))}
            />
          )}
        </>
      )}
    </SectionCard>
  );
}
