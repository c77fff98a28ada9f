'use client';
import type { AgendaItem } from '@keneyapp/bff/features/appointments/view';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useState } from 'react';
import { SaveFailed } from '../../components/save-failed.tsx';
import { announce } from '../../shell/announcer.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import styles from './agenda.module.css';
import { CancelDialog } from './cancel-dialog.tsx';
import { HistoryDialog } from './history-dialog.tsx';

/** The same practitioner first; whoever moves it may choose another. */
const moveHref = (move: string, patient: string, who?: string): string =>
  `/agenda/new?${new URLSearchParams({ patient, move, ...(who === undefined ? {} : { who }) }).toString()}`;

const toCome: readonly AgendaItem['status'][] = ['proposed', 'pending', 'booked', 'waitlist'];

/** What whoever books does with an appointment: move, cancel and put it back, and read what happened to it. */
export function ChangeActions({ item }: { item: AgendaItem }) {
  const t = useTranslations('appointments.change');
  const { rights } = useSignedInUser();
  const [opened, setOpened] = useState<'cancel' | 'history' | null>(null);
  const { patient, status } = item;
  if (!rights['appointments.cancel'] || !patient) return null;
  const isToCome = toCome.includes(status);
  return (
    <>
      <span className={styles.steps}>
        {isToCome && rights['appointments.move'] && (
          <Button
            size="small"
            variant="outlined"
            component={Link}
            prefetch={false}
            href={moveHref(item.id, patient.id, item.practitioners[0]?.id)}
          >
            {t('move')}
          </Button>
        )}
        {isToCome && (
          <Button size="small" variant="outlined" onClick={() => setOpened('cancel')}>
            {t('cancel')}
          </Button>
        )}
        <Button size="small" onClick={() => setOpened('history')}>
          {t('history')}
        </Button>
      </span>
      {status === 'cancelled' && rights['appointments.restore'] && (
        <Restore item={item} patientId={patient.id} />
      )}
      {opened === 'cancel' && (
        <CancelDialog item={item} patientId={patient.id} onClose={() => setOpened(null)} />
      )}
      {opened === 'history' && (
        <HistoryDialog appointmentId={item.id} patientId={patient.id} onClose={() => setOpened(null)} />
      )}
    </>
  );
}

/** Takes a cancellation back, as long as nobody has its place. */
function Restore({ item, patientId }: { item: AgendaItem; patientId: string }) {
  const t = useTranslations('appointments.change');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const restore = useMutation(
    trpc.appointments.restore.mutationOptions({
      onSuccess: ({ isDone }) => {
        if (isDone) announce(t('restored'));
      },
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.appointments.pathKey() }),
    }),
  );
  const send = () =>
    restore.mutate({ patientId, key: crypto.randomUUID(), appointmentId: item.id, start: item.start });
  const { data, error } = restore;
  const isChanged = error !== null && isChangedMeanwhile(error);
  return (
    <>
      {data && !data.isDone ? (
        <Alert severity="warning" role="alert">
          {t('taken')}
        </Alert>
      ) : (
        <span className={styles.steps}>
          <Button size="small" variant="contained" loading={restore.isPending} onClick={send}>
            {t('restore')}
          </Button>
        </span>
      )}
      {isChanged ? (
        <p role="alert" className={styles.changed}>
          {t('changed')}
        </p>
      ) : (
        error !== null && <SaveFailed error={error} retry={send} title={t('restoreFailed')} isTyped={false} />
      )}
    </>
  );
}
