'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { announce } from '../shell/announcer.tsx';
import { useTRPC } from '../trpc/client.tsx';
import { FormDialog } from './form/form-dialog.tsx';
import { issuesOf } from './form/server-issues.ts';
import { PatientLine } from './patient-line.tsx';
import { SaveFailed } from './save-failed.tsx';

/** Of what "none" can be the answer. */
export type NoneKnownOf = 'allergies' | 'family';

/** Asks once more before "none" is recorded. */
export function NoneKnownDialog({
  of,
  patientId,
  formKey,
  onClose,
}: {
  of: NoneKnownOf;
  patientId: string;
  formKey: string;
  onClose: () => void;
}) {
  const t = useTranslations(`${of}.noneKnown`);
  const id = useId();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const patient = useQuery(trpc.patients.banner.queryOptions({ patientId })).data;
  const mutation = useMutation(
    { allergies: trpc.allergies.recordNoneKnown, family: trpc.family.recordNoneKnown }[of].mutationOptions({
      onSuccess: () => {
        announce(t('saved'));
        onClose();
      },
      onSettled: () => queries.invalidateQueries(),
    }),
  );
  const submit = () => mutation.mutate({ patientId, key: formKey });
  return (
    <FormDialog
      title={t('title')}
      question={`${id}-text`}
      onSubmit={submit}
      onClose={onClose}
      save={t('save')}
      isSaving={mutation.isPending}
      maxWidth="xs"
      above={
        <>
          {patient && <PatientLine patient={{ ...patient.identity, location: null }} />}
          <p id={`${id}-text`}>{t('text')}</p>
        </>
      }
      below={
        mutation.error &&
        (issuesOf(mutation.error) ? (
          <p role="alert">{t('refused')}</p>
        ) : (
          <SaveFailed error={mutation.error} retry={submit} isTyped={false} />
        ))
      }
    >
      {null}
    </FormDialog>
  );
}
