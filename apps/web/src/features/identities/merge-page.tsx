'use client';
import type { MergedView } from '@keneyapp/bff/features/identities/view';
import { DeniedState, LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useRef, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { patientHref } from '../../shell/chart-address.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './identities.module.css';
import { MergeForm } from './merge-form.tsx';

/** Two records side by side, to be made one. */
export function MergePage({ patients }: { patients: [string, string] }) {
  const t = useTranslations('identities.merge');
  const c = useTranslations('common');
  const { rights } = useSignedInUser();
  const isAllowed = rights['identities.merge'] === true && rights['identities.compare-pair'] === true;
  const [turn, setTurn] = useState(0);
  const [merged, setMerged] = useState<MergedView | null>(null);
  const { data, error, refetch } = useQuery({
    ...useTRPC().identities.comparePair.queryOptions(
      { patients },
      { staleTime: 0, refetchOnWindowFocus: false },
    ),
    enabled: isAllowed && merged === null,
  });
  const content = () => {
    if (!isAllowed)
      return (
        <DeniedState isPage title={c('denied.title')}>
          <p>{t('denied')}</p>
        </DeniedState>
      );
    if (merged) return <Merged view={merged} />;
    if (data)
      return (
        <MergeForm
          key={turn}
          pair={data}
          onMerged={setMerged}
          reread={() => void refetch().then(() => setTurn((n) => n + 1))}
        />
      );
    if (error) return <CallFailed isPage error={error} retry={() => void refetch()} />;
    return <LoadingRows rows={10} widths={[20, 30, 30]} label={c('state.loading')} />;
  };
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} note={merged ? null : t('lead')} />
      {content()}
    </div>
  );
}

function Merged({ view }: { view: MergedView }) {
  const t = useTranslations('identities.merge');
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <div className={`${styles.paper} ${styles.saved}`}>
      <h2 ref={heading} tabIndex={-1}>
        {t('done')}
      </h2>
      <p>{t('doneText', { n: view.moved })}</p>
      {!view.isWhole && <p role="status">{t('follows')}</p>}
      <div className={styles.actions}>
        <Button
          variant="contained"
          component={Link}
          href={patientHref(view.patientId, 'identity')}
          prefetch={false}
        >
          {t('open')}
        </Button>
        <Button variant="outlined" component={Link} href="/identities" prefetch={false}>
          {t('toList')}
        </Button>
      </div>
    </div>
  );
}
