'use client';
import type { ChoiceKind } from '@keneyapp/bff/features/consents/schema';
import type { ConsentEntry, ProposalEntry } from '@keneyapp/bff/features/consents/view';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { asCallError } from '../../trpc/error.ts';
import { Choices } from './choices.tsx';
import styles from './consents.module.css';
import { History } from './history.tsx';
import { Persons } from './persons.tsx';
import { Planned } from './planned.tsx';
import { Proposals } from './proposals.tsx';
import { refusalWords } from './consent-dialog.tsx';
import { useFocusOnSaved } from './saved-place.ts';

const ChooseDialog = dynamic(() => import('./choose-dialog.tsx').then((m) => m.ChooseDialog), { ssr: false });
const ObjectDialog = dynamic(() => import('./object-dialog.tsx').then((m) => m.ObjectDialog), { ssr: false });
const DelegateDialog = dynamic(() => import('./delegate-dialog.tsx').then((m) => m.DelegateDialog), {
  ssr: false,
});
const AttachDialog = dynamic(() => import('./attach-dialog.tsx').then((m) => m.AttachDialog), { ssr: false });
const QuestionDialog = dynamic(() => import('./question-dialog.tsx').then((m) => m.QuestionDialog), {
  ssr: false,
});
const WithdrawDialog = dynamic(() => import('./withdraw-dialog.tsx').then((m) => m.WithdrawDialog), {
  ssr: false,
});

type Open =
  | { dialog: 'choose'; kind: ChoiceKind; agrees: boolean }
  | { dialog: 'object' }
  | { dialog: 'delegate' }
  | { dialog: 'withdraw'; entry: ConsentEntry }
  | { dialog: 'attach'; entry: ProposalEntry }
  | { dialog: 'question'; what: 'confirm' | 'dismiss' | 'callOff'; entry: ConsentEntry };

/**
 * What a patient agrees to and refuses: what holds, since when, by whom it was recorded, and the way to change it.
 * `isInside`: of a page that says whose it is itself.
 */
export function ConsentsPage({ patientId, isInside = false }: { patientId: string; isInside?: boolean }) {
  const t = useTranslations('consents');
  const d = useTranslations('consents.dialog');
  const c = useTranslations('common');
  const { data: view, error, refetch } = useQuery(useTRPC().consents.list.queryOptions({ patientId }));
  const [open, setOpen] = useState<Open | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const show = (next: Open) => {
    setFailure(null);
    setOpen(next);
  };
  const focusOnSaved = useFocusOnSaved(view, open !== null);
  const header = isInside ? null : <PageHeader title={t('title')} />;
  if (!view)
    return (
      <>
        {header}
        {error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={8} label={c('state.loading')} />
        )}
      </>
    );
  const shared = { patientId, view, onClose: () => setOpen(null), onSaved: focusOnSaved };
  return (
    <>
      {header}
      <p className={styles.lead}>
        {view.mayRecord
          ? t('lead', { who: view.isOwn ? 'own' : 'other' })
          : t('readOnly', { who: view.isDelegate ? 'delegate' : 'other' })}
      </p>
      {failure !== null && <Failed error={failure} words={refusalWords(d, asCallError(failure).reason)} />}
      <div className={styles.page}>
        {view.proposals.length > 0 && (
          <Proposals
            patientId={patientId}
            entries={view.proposals}
            mayRecord={view.mayRecord}
            isOwn={view.isOwn}
            onAsk={(what, entry) => show({ dialog: 'question', what, entry })}
            onAttach={(entry) => show({ dialog: 'attach', entry })}
          />
        )}
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
        <Planned
          entries={view.history.filter((e) => e.mayCallOff)}
          mayRecord={view.mayRecord}
          onCallOff={(entry) => show({ dialog: 'question', what: 'callOff', entry })}
        />
        <History entries={view.history} />
      </div>
      {open?.dialog === 'choose' && <ChooseDialog {...shared} kind={open.kind} agrees={open.agrees} />}
      {open?.dialog === 'object' && <ObjectDialog {...shared} />}
      {open?.dialog === 'delegate' && <DelegateDialog {...shared} />}
      {open?.dialog === 'attach' && <AttachDialog {...shared} entry={open.entry} />}
      {open?.dialog === 'question' && (
        <QuestionDialog {...shared} what={open.what} entry={open.entry} onFail={setFailure} />
      )}
      {open?.dialog === 'withdraw' && <WithdrawDialog {...shared} entry={open.entry} onFail={setFailure} />}
    </>
  );
}

function Failed({ error, words }: { error: unknown; words: string | undefined }) {
  return words === undefined ? (
    <SaveFailed error={error} isTyped={false} />
  ) : (
    <p className={styles.problem} role="alert">
      {words}
    </p>
  );
}
