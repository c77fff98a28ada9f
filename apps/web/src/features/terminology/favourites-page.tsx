'use client';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useQueryStates } from 'nuqs';
import { useId } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { SelectInput } from '../../components/form/select-field.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { favouriteParams } from './search-params.ts';
import { ServiceFavourites } from './service-favourites.tsx';
import styles from './terminology.module.css';

/** Codes that a service has at hand, for each field that its people code. */
export function FavouritesPage() {
  const t = useTranslations('terminology.favourites');
  const c = useTranslations('common');
  const id = useId();
  const [{ service }, setPlace] = useQueryStates(favouriteParams);
  const { data, error, refetch } = useQuery(useTRPC().terminology.services.queryOptions());
  const chosen = data?.find((one) => one.id === service);
  return (
    <>
      <PageHeader title={t('title')} />
      {!data ? (
        error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={4} widths={[40]} label={c('state.loading')} />
        )
      ) : data.length === 0 ? (
        <EmptyState isPage title={t('noServices')} />
      ) : (
        <>
          <div className={styles.asked}>
            <div className={styles.field} style={{ maxWidth: '32rem' }}>
              <SelectInput
                id={id}
                label={t('service')}
                value={chosen?.id ?? ''}
                onChange={(next) => void setPlace({ service: next || null }, { history: 'push' })}
                options={[
                  { value: '', word: t('choose') },
                  ...data.map((one) => ({ value: one.id, word: one.name })),
                ]}
              />
            </div>
          </div>
          {chosen ? (
            <ServiceFavourites key={chosen.id} service={chosen} />
          ) : (
            <SectionCard title={t('title')} isHeadingHidden>
              <EmptyState title={t('begin')} />
            </SectionCard>
          )}
        </>
      )}
    </>
  );
}
