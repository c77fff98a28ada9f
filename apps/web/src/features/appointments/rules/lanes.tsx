'use client';
import type { AgendaLine } from '@keneyapp/bff/features/appointments/rules-view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { announce } from '../../../shell/announcer.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../../trpc/error.ts';
import styles from './rules.module.css';

const NumbersDialog = dynamic(() => import('./numbers-dialog.tsx').then((m) => m.NumbersDialog), {
  ssr: false,
});

/** How many appointments take place at once. */
export function Lanes({
  agenda: { reference, lanes, version },
  mayWrite,
  onSaved,
}: {
  agenda: AgendaLine;
  mayWrite: boolean;
  onSaved: () => void;
}) {
  const t = useTranslations('rules');
  const [isOpen, setOpen] = useState(false);
  const save = useMutation(
    useTRPC().appointments.saveResource.mutationOptions({
      onSuccess: () => {
        announce(t('lanesSaved'));
        setOpen(false);
        onSaved();
      },
      onError: (error) => isChangedMeanwhile(error) && onSaved(),
    }),
  );
  return (
    <SectionCard
      title={t('lanesTitle')}
      tools={
        mayWrite && (
          <Button size="small" variant="outlined" onClick={() => setOpen(true)}>
            {t('changeLanes')}
          </Button>
        )
      }
    >
      <div className={styles.padded}>
        <p>{t('lanes', { n: lanes })}</p>
      </div>
      {isOpen && (
        <NumbersDialog
          key={version}
          title={t('lanesTitle')}
          help={t('lanesHelp')}
          numbers={[{ name: 'lanes', label: t('lanesLabel'), unit: '', value: lanes, min: 1, max: 50 }]}
          save={t('save')}
          isSaving={save.isPending}
          failed={
            save.error &&
            (isChangedMeanwhile(save.error) ? (
              <Alert severity="warning" role="alert">
                {t('kind.meanwhile')}
              </Alert>
            ) : (
              <SaveFailed error={save.error} title={t('lanesFailed')} />
            ))
          }
          onClose={() => setOpen(false)}
          onSave={({ lanes: next = 1 }) => save.mutate({ reference, lanes: next, version })}
        />
      )}
    </SectionCard>
  );
}
