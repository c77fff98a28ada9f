'use client';
import type { StoredRule } from '@keneyapp/bff/features/appointments/rules-view';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect } from 'react';
import { CallFailed } from '../../../components/call-failed.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../../trpc/error.ts';
import { Outside } from './outside.tsx';
import { isNotSeen, seenIn, usePreview } from './use-preview.ts';

interface Props {
  stored: StoredRule;
  /** The rule in words. */
  words: string;
  onClose: () => void;
  onRemoved: () => void;
  /** Somebody else changed it: it is read again. */
  onChanged: () => void;
}

/** Takes a rule away once it was seen whom that leaves outside. */
export function RemoveRule({ stored: { value, version }, words, onClose, onRemoved, onChanged }: Props) {
  const t = useTranslations('rules');
  const trpc = useTRPC();
  const { ask, of, isAsking, error } = usePreview();
  const change = { resource: value.resource, put: null, remove: value.id };
  const { resource, id } = value;
  useEffect(() => {
    ask({ resource, put: null, remove: id });
  }, [ask, resource, id]);
  const seen = of(change);
  const remove = useMutation(
    trpc.appointments.removeRule.mutationOptions({
      onSuccess: onRemoved,
      onError: (failed) => {
        if (isNotSeen(failed)) ask({ ...change, isNew: true });
        else if (isChangedMeanwhile(failed)) onChanged();
      },
    }),
  );
  const submit = () => seen && remove.mutate({ resource, id, version, seen: seenIn(seen.view) });
  return (
    <FormDialog
      title={t('removeTitle')}
      onSubmit={submit}
      onClose={onClose}
      save={t('remove')}
      isSaving={remove.isPending || isAsking}
      isHeld={!seen}
      color="error"
    >
      <p>
        <strong>{words}</strong>
      </p>
      {isAsking && <p role="status">{t('previewing')}</p>}
      {error && <CallFailed error={error} retry={() => ask(change)} />}
      {seen && !isAsking && <Outside preview={seen.view} rule={value} isNew={seen.isNew} />}
      {remove.error && !isNotSeen(remove.error) && !isChangedMeanwhile(remove.error) && (
        <SaveFailed error={remove.error} title={t('failedRemove')} isTyped={false} />
      )}
    </FormDialog>
  );
}
