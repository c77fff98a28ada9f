'use client';
import type { ConsentEntry } from '@keneyapp/bff/features/consents/view';
import { useMutation } from '@tanstack/react-query';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { AskedAgain, useOneDecision } from './choices-changed.tsx';
import { useChange, type ChangeProps } from './use-change.ts';

/** An objection or a delegation is taken back after a question that names both people. What fails is said by the page. */
export function WithdrawDialog({
  patientId,
  view,
  entry,
  onClose,
  onSaved,
  onFail,
}: ChangeProps & { entry: ConsentEntry; onFail: (error: unknown) => void }) {
  const change = useChange({ patientId, view, onClose, onSaved });
  const { t, key, name, saved, failed } = change;
  const oneDecision = useOneDecision();
  const kind = entry.kind === 'delegation' ? 'delegation' : 'objection';
  const person = entry.persons[0];
  const withdraw = useMutation(
    useTRPC().consents.withdraw.mutationOptions({
      onSuccess: (next) => saved(next, t(`withdrawAsk.${kind}.saved`)),
      onError: (error) => {
        // asked again, with what holds now
        if (isChangedMeanwhile(error)) return failed(error);
        onFail(error);
        onClose();
      },
    }),
  );
  const send = (token: string) => {
    if (!withdraw.isPending)
      withdraw.mutate({ patientId, key, token, consentId: entry.id, reference: person?.reference ?? null });
  };
  return (
    <AskDialog
      title={t(`withdrawAsk.${kind}.title`, { name: person?.name ?? t('withdrawAsk.unknown') })}
      text={[
        t(`withdrawAsk.${kind}.text`, { patient: name }),
        kind === 'objection' && !view.isOwn && t('proposals.waits'),
      ]
        .filter(Boolean)
        .join(' ')}
      safe={t('withdrawAsk.stay')}
      action={withdraw.isPending ? t('dialog.saving') : t(`withdrawAsk.${kind}.confirm`)}
      onSafe={onClose}
      onAction={() => send(change.token)}
      isHeld={change.overtaken !== null}
    >
      <AskedAgain
        {...{ change, entry, send, onClose }}
        error={withdraw.error}
        isSaving={withdraw.isPending}
        subject={oneDecision(entry, null)}
      />
    </AskDialog>
  );
}
