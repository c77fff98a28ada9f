'use client';
import { commentLength } from '@keneyapp/bff/features/reviews/schema';
import type { DealtWith } from '@keneyapp/bff/features/audit/view';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterInputs } from '@trpc/server';
import type { AppRouter } from '@keneyapp/bff/app-router';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { SaveFailed } from '../../components/save-failed.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './audit.module.css';
import form from './filters.module.css';

export type UnusualOne = inferRouterInputs<AppRouter>['reviews']['dealWith']['one'];

/** What was made of it, by whom and when; else the way to say so. */
export function Dealt({
  one,
  about,
  dealtWith,
}: {
  one: UnusualOne;
  /** Whom and what it is about, for the names of buttons. */
  about: string;
  dealtWith: DealtWith | null;
}) {
  const t = useTranslations('audit.dealt');
  const f = useFormats();
  const [isOpen, setOpen] = useState(false);
  if (dealtWith)
    return (
      <>
        <b>{t('done')}</b>
        <span className={styles.note}>
          {t('by', { name: dealtWith.by, date: f.dateTime(dealtWith.at) ?? '' })}
        </span>
        {dealtWith.note ?? t('lost')}
      </>
    );
  return (
    <>
      <Button
        variant="outlined"
        size="small"
        aria-label={t('markOf', { about })}
        onClick={() => setOpen(true)}
      >
        {t('mark')}…
      </Button>
      {isOpen && <DealDialog one={one} about={about} onClose={() => setOpen(false)} />}
    </>
  );
}

function DealDialog({ one, about, onClose }: { one: UnusualOne; about: string; onClose: () => void }) {
  const t = useTranslations('audit.dealt');
  const trpc = useTRPC();
  const client = useQueryClient();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [note, setNote] = useState('');
  const [isChecked, setChecked] = useState(false);
  const deal = useMutation(
    trpc.reviews.dealWith.mutationOptions({
      onSuccess: async () => {
        announce(t('saved'));
        onClose();
        await client.invalidateQueries({ queryKey: trpc.audit.unusual.pathKey() });
      },
    }),
  );
  const isShort = note.trim().length < commentLength;
  const submit = () => {
    if (deal.isPending) return;
    setChecked(true);
    if (isShort) field.current?.focus();
    else deal.mutate({ one, note });
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={`${id}-title`} maxWidth="sm" fullWidth>
      <SubmitForm onSubmit={submit}>
        <DialogTitle id={`${id}-title`}>{t('title')}</DialogTitle>
        <DialogContent>
          <p className="muted">{about}</p>
          <label htmlFor={id}>{t('note')}</label>
          <textarea
            id={id}
            ref={field}
            rows={4}
            maxLength={2_000}
            className={form.input}
            style={{ width: '100%' }}
            value={note}
            onChange={(event) => setNote(event.target.value)}
            aria-invalid={isChecked && isShort}
            aria-describedby={`${id}-help`}
          />
          <p className={styles.note} id={`${id}-help`} role={isChecked && isShort ? 'alert' : undefined}>
            {t('help', { n: commentLength })}
          </p>
          {deal.error && <SaveFailed error={deal.error} />}
        </DialogContent>
        <DialogActions>
          <Button variant="outlined" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button variant="contained" type="submit" aria-keyshortcuts="Control+Enter">
            {deal.isPending ? t('saving') : t('save')}
          </Button>
        </DialogActions>
      </SubmitForm>
    </Dialog>
  );
}
