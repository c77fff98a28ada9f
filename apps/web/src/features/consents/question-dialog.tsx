'use client';
import type { ConsentEntry } from '@keneyapp/bff/features/consents/view';
import { useMutation } from '@tanstack/react-query';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { AskedAgain, useOneDecision } from './choices-changed.tsx';
import { useChange, type ChangeProps } from './use-change.ts';
import { useEntryWords } from './use-entry-words.ts';

interface Props extends ChangeProps {
  what: 'confirm' | 'dismiss' | 'callOff';
  entry: ConsentEntry;
  onFail: (error: unknown) => void;
}

/** A question that names whose record it is and what is decided, before one of the list is confirmed, dropped or called off. */
export function QuestionDialog({ patientId, view, what, entry, onClose, onSaved, onFail }: Props) {
  const change = useChange({ patientId, view, onClose, onSaved });
  const { t, key, name, saved, failed } = change;
  const oneDecision = useOneDecision();
  const words = useEntryWords();
  const { consents } = useTRPC();
  const handlers = {
    onSuccess: (next: typeof view) => saved(next, t(`question.${what}.saved`)),
    onError: (error: unknown) => {
      // asked again, with what holds now
      if (isChangedMeanwhile(error)) return failed(error);
      onFail(error);
      onClose();
    },
  };
  const confirm = useMutation(consents.confirm.mutationOptions(handlers));
  const dismiss = useMutation(consents.dismiss.mutationOptions(handlers));
  const callOff = useMutation(consents.callOff.mutationOptions(handlers));
  const isSaving = confirm.isPending || dismiss.isPending || callOff.isPending;
  const mutate = { confirm: confirm.mutate, dismiss: dismiss.mutate, callOff: callOff.mutate }[what];
  const send = (token: string) => {
    if (!isSaving) mutate({ patientId, key, token, consentId: entry.id });
  };
  return (
    <AskDialog
      title={t(`question.${what}.title`, { what: words.what(entry) })}
      text={[
        t(`question.${what}.text`, { patient: name }),
        what === 'confirm' && !view.isOwn && t('question.confirm.second'),
        what === 'callOff' && !view.isOwn && entry.decision === 'refused' && t('proposals.waits'),
      ]
        .filter(Boolean)
        .join(' ')}
      safe={t('withdrawAsk.stay')}
      action={isSaving ? t('dialog.saving') : t(`question.${what}.confirm`)}
      onSafe={onClose}
      onAction={() => send(change.token)}
      isDestructive={what !== 'confirm'}
      isHeld={change.overtaken !== null}
    >
      <AskedAgain
        {...{ change, entry, isSaving, send, onClose }}
        error={confirm.error ?? dismiss.error ?? callOff.error}
        subject={oneDecision(entry, null)}
      />
    </AskDialog>
  );
}
