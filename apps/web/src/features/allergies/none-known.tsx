'use client';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { PatientLine } from '../../components/patient-line.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';

/** The answer "none" to the question, asked once more because so much rests on it; begins and ends on the list. */
export function NoneKnown({ patientId }: { patientId: string }) {
  const t = useTranslations('allergies.noneKnown');
  const [key, setKey] = useState<string | null>(null);
  return (
    <>
      <Button
        className="no-print"
        variant="outlined"
        sx={{ m: 2, mb: 0 }}
        onClick={() => setKey(crypto.randomUUID())}
      >
        {t('button')}
      </Button>
      {key !== null && <Question patientId={patientId} formKey={key} onClose={() => setKey(null)} />}
    </>
  );
}

function Question({
  patientId,
  formKey,
  onClose,
}: {
  patientId: string;
  formKey: string;
  onClose: () => void;
}) {
  const t = useTranslations('allergies.noneKnown');
  const id = useId();
  const queries = useQueryClient();
  const trpc = useTRPC();
  const patient = useQuery(trpc.patients.banner.queryOptions({ patientId })).data;
  const mutation = useMutation(
    trpc.allergies.recordNoneKnown.mutationOptions({
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
