'use client';
import type { ChoiceKind } from '@keneyapp/bff/features/consents/schema';
import type { ConsentEntry } from '@keneyapp/bff/features/consents/view';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useVisitor } from '../../shell/visitor.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { errorCode } from '../../trpc/error.ts';
import { Choices } from './choices.tsx';
import styles from './consents.module.css';
import { History } from './history.tsx';
import { Persons } from './persons.tsx';

const ChooseDialog = dynamic(() => import('./choose-dialog.tsx').then((m) => m.ChooseDialog), { ssr: false });
const ObjectDialog = dynamic(() => import('./object-dialog.tsx').then((m) => m.ObjectDialog), { ssr: false });
const DelegateDialog = dynamic(() => import('./delegate-dialog.tsx').then((m) => m.DelegateDialog), {
  ssr: false,
});
const WithdrawDialog = dynamic(() => import('./withdraw-dialog.tsx').then((m) => m.WithdrawDialog), {
  ssr: false,
});

type Open =
  | { dialog: 'choose'; kind: ChoiceKind; agrees: boolean }
  | { dialog: 'object' }
  | { dialog: 'delegate' }
  | { dialog: 'withdraw'; entry: ConsentEntry };

/** What a patient agrees to and refuses: what holds, since when, by whom it was recorded, and the way to change it. */
export function ConsentsPage({ patientId }: { patientId: string }) {
  const t = useTranslations('consents');
  const c = useTranslations('common');
  const { role } = useVisitor();
  const { data: view, error, refetch } = useQuery(useTRPC().consents.list.queryOptions({ patientId }));
  const [open, setOpen] = useState<Open | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const show = (next: Open) => {
    setFailure(null);
    setOpen(next);
  };
  if (!view)
    return (
      <>
        <PageHeader title={t('title')} />
        {error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={8} label={c('state.loading')} />
        )}
      </>
    );
  const shared = { patientId, view, onClose: () => setOpen(null) };
  return (
    <>
      <PageHeader title={t('title')} />
      <p className={styles.lead}>
        {view.mayRecord
          ? t('lead', { who: view.isOwn ? 'own' : 'other' })
          : t('readOnly', { who: role === 'patient' ? 'delegate' : 'other' })}
      </p>
      {failure !== null &&
        (errorCode(failure) === 'PRECONDITION_FAILED' ? (
          <p className={styles.problem} role="alert">
            {t('dialog.errors.changed')}
          </p>
        ) : (
          <CallFailed error={failure} />
        ))}
      <div className={styles.page}>
        <Choices view={view} onChoose={(kind, agrees) => show({ dialog: 'choose', kind, agrees })} />
        <div className={styles.pair}>
          <Persons
            kind="objection"
            entries={view.objections}
            mayRecord={view.mayRecord}
            onAdd={() => show({ dialog: 'object' })}
            onWithdraw={(entry) => show({ dialog: 'withdraw', entry })}
          />
          <Persons
            kind="delegation"
            entries={view.delegations}
            mayRecord={view.mayRecord}
            onAdd={() => show({ dialog: 'delegate' })}
            onWithdraw={(entry) => show({ dialog: 'withdraw', entry })}
          />
        </div>
        <History entries={view.history} />
      </div>
      {open?.dialog === 'choose' && <ChooseDialog {...shared} kind={open.kind} agrees={open.agrees} />}
      {open?.dialog === 'object' && <ObjectDialog {...shared} />}
      {open?.dialog === 'delegate' && <DelegateDialog {...shared} />}
      {open?.dialog === 'withdraw' && <WithdrawDialog {...shared} entry={open.entry} onFail={setFailure} />}
    </>
  );
}
