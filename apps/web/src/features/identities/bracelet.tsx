'use client';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './identities.module.css';

/** Bracelet and labels of a patient, to be printed. */
export function PrintLabels({ patientId }: { patientId: string }) {
  const t = useTranslations('identities.bracelet');
  const { rights } = useSignedInUser();
  if (!rights['identities.print']) return null;
  const address = (layout: string) => `/patients/${patientId}/identity/labels?layout=${layout}`;
  return (
    <>
      {(
        [
          ['print', 'bracelet'],
          ['labels', 'label-sheet'],
        ] as const
      ).map(([words, layout]) => (
        <Button key={layout} component="a" href={address(layout)} target="_blank" rel="noopener">
          {t(words)}
        </Button>
      ))}
    </>
  );
}

/** Said until somebody says that the bracelet was made anew. */
export function BraceletNotice({ patientId }: { patientId: string }) {
  const t = useTranslations('identities.bracelet');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { rights } = useSignedInUser();
  const mayRedo = rights['identities.redo-bracelet'] === true && rights['identities.read'] === true;
  // one for as long as it is tried, so that what is said twice is said once; the next correction has another
  const [key, setKey] = useState(() => crypto.randomUUID());
  const { data } = useQuery({ ...trpc.identities.form.queryOptions({ patientId }), enabled: mayRedo });
  const redo = useMutation(
    trpc.identities.redoBracelet.mutationOptions({
      onSuccess: () => setKey(crypto.randomUUID()),
      onSettled: () => queries.invalidateQueries(trpc.identities.form.queryFilter({ patientId })),
    }),
  );
  if (!data?.isBraceletToRedo) return null;
  return (
    <Alert severity="warning" className={styles.identityTools}>
      <AlertTitle>{t('toRedo')}</AlertTitle>
      <p>{t('why')}</p>
      <div className={styles.actions}>
        <PrintLabels patientId={patientId} />
        <Button
          variant="contained"
          loading={redo.isPending}
          onClick={() => redo.mutate({ patientId, key, version: data.version })}
        >
          {t('redone')}
        </Button>
      </div>
      {redo.error && <SaveFailed error={redo.error} />}
    </Alert>
  );
}
