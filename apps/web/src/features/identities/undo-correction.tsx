'use client';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Ago } from '../../components/ago.tsx';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { announce } from '../../shell/announcer.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { asCallError, isChangedMeanwhile } from '../../trpc/error.ts';
import styles from './identities.module.css';

/** For a day whoever corrected an identity takes that back in one step: a wrong patient had been chosen. */
export function UndoCorrection({ patientId }: { patientId: string }) {
  const t = useTranslations('identities.undo');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { rights } = useSignedInUser();
  const mayUndo = rights['identities.undo-correction'] === true && rights['identities.read'] === true;
  const [asks, setAsks] = useState(false);
  const { data } = useQuery({ ...trpc.identities.form.queryOptions({ patientId }), enabled: mayUndo });
  const undo = useMutation(
    trpc.identities.undoCorrection.mutationOptions({
      onSuccess: () => {
        announce(t('done'));
        void queries.invalidateQueries({ queryKey: trpc.patients.pathKey() });
        void queries.invalidateQueries(trpc.identities.suspects.queryFilter({ patientId }));
        return queries.invalidateQueries(trpc.identities.form.queryFilter({ patientId }));
      },
    }),
  );
  if (undo.isSuccess)
    return (
      <Alert severity="success" className={styles.identityTools}>
        {t('done')}
      </Alert>
    );
  if (!data?.correctedAt) return null;
  const { error } = undo;
  const why =
    error === null
      ? null
      : isChangedMeanwhile(error)
        ? t('changed')
        : asCallError(error).reason === 'too-late'
          ? t('late')
          : null;
  return (
    <>
      <Alert
        severity={why === null ? 'info' : 'warning'}
        className={styles.identityTools}
        {...(why === null ? {} : { role: 'alert' })}
        action={
          why === null && (
            <Button color="inherit" loading={undo.isPending} onClick={() => setAsks(true)}>
              {t('action')}
            </Button>
          )
        }
      >
        {why ?? t.rich('mine', { when: () => <Ago value={data.correctedAt} /> })}
        {error !== null && why === null && <SaveFailed error={error} title={t('failed')} isTyped={false} />}
      </Alert>
      {asks && (
        <AskDialog
          title={t('ask')}
          text={t('text')}
          safe={t('keep')}
          onSafe={() => setAsks(false)}
          action={t('action')}
          onAction={() => {
            setAsks(false);
            undo.mutate({ patientId, key: crypto.randomUUID(), version: data.version });
          }}
        />
      )}
    </>
  );
}
