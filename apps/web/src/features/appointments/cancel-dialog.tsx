'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Choice } from '../../components/form/choice-field.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { saveFailureOf } from '../../trpc/save-failure.ts';
import { dayWords } from './day-words.ts';
import { ReasonField, useReason } from './reason-field.tsx';
import { useAppointmentWords } from './use-appointment-words.ts';

type By = 'patient' | 'hospital';

/** By whom and why an appointment does not take place. It can be put back where it stands, so nothing more is asked. */
export function CancelDialog({
  item,
  patientId,
  onClose,
}: {
  item: AgendaItem;
  patientId: string;
  onClose: () => void;
}) {
  const t = useTranslations('appointments.change');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const f = useFormats();
  const words = useAppointmentWords(false);
  const id = useId();
  const [by, setBy] = useState<By>('patient');
  const reason = useReason();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const cancel = useMutation(
    trpc.appointments.cancel.mutationOptions({
      onSuccess: () => {
        announce(t('cancelled'));
        onClose();
      },
      onError: (error) => {
        if (saveFailureOf(error).isIn === 'no') setKey(crypto.randomUUID());
      },
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.appointments.pathKey() }),
    }),
  );
  const submit = () => {
    const said = reason.taken();
    if (said === null) return;
    cancel.mutate({ patientId, key, appointmentId: item.id, start: item.start, by, reason: said });
  };
  const { error } = cancel;
  return (
    <FormDialog
      title={t('ask.title')}
      onSubmit={submit}
      onClose={onClose}
      save={cancel.isPending ? t('ask.saving') : t('ask.save')}
      leave={t('ask.keep')}
      isSaving={cancel.isPending}
      isUnsaved={reason.isTyped}
      color="error"
      maxWidth="xs"
      above={<p>{`${dayWords(f.locale, item.day)}, ${words.whole(item)}`}</p>}
      below={
        error !== null &&
        (isChangedMeanwhile(error) ? (
          <p role="alert">{t('changed')}</p>
        ) : (
          <SaveFailed error={error} retry={submit} title={t('ask.failed')} />
        ))
      }
    >
      <Choice<By>
        id={`${id}-by`}
        label={t('ask.by')}
        value={by}
        options={(['patient', 'hospital'] as const).map((value) => ({ value, word: t(`ask.${value}`) }))}
        onChange={(value) => setBy(value || 'patient')}
        isLocked={cancel.isPending}
      />
      <ReasonField
        reason={reason}
        label={t('ask.reason')}
        hint={t('ask.reasonHint')}
        missing={t('ask.missing')}
        isLocked={cancel.isPending}
      />
    </FormDialog>
  );
}
