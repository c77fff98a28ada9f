'use client';
import { commentLength, isComment } from '@keneyapp/bff/features/reviews/schema';
import type { SuspensionRow } from '@keneyapp/bff/features/reviews/view';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { SaveFailed } from '../../components/save-failed.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import { TypedConflict } from '../../components/typed-conflict.tsx';
import { useTyped } from '../../components/use-typed.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import styles from './reviews.module.css';

/** Giving the possibility back says why. */
export function LiftDialog({ suspension, onClose }: { suspension: SuspensionRow; onClose: () => void }) {
  const t = useTranslations('reviews.suspensions');
  const c = useTranslations('common.actions');
  const trpc = useTRPC();
  const client = useQueryClient();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [reason, setReason] = useState('');
  const [isShort, setShort] = useState(false);
  const { keep, forget, draft } = useTyped<string>({ form: 'reviews.lift', base: suspension.id }, setReason);
  const done = async (text: string) => {
    await forget();
    announce(text);
    await client.invalidateQueries({ queryKey: trpc.reviews.pathKey() });
    onClose();
  };
  const lift = useMutation(
    trpc.reviews.lift.mutationOptions({
      onSuccess: () => done(t('lifted', { name: suspension.name })),
      onError: (error) => {
        if (isChangedMeanwhile(error)) void done(t('liftedMeanwhile'));
      },
    }),
  );
  const submit = () => {
    const tooShort = !isComment(reason);
    setShort(tooShort);
    if (tooShort) field.current?.focus();
    else if (!lift.isPending) lift.mutate({ suspensionId: suspension.id, reason });
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={`${id}-title`} maxWidth="xs" fullWidth>
      <SubmitForm onSubmit={submit}>
        <DialogTitle id={`${id}-title`}>{t('ask.title', { name: suspension.name })}</DialogTitle>
        <DialogContent className={styles.form}>
          <p>{t('ask.text')}</p>
          <TypedConflict
            draft={draft}
            mine={reason}
            fields={(text) => [{ key: 'reason', label: t('ask.reason'), text }]}
          />
          <div className={styles.field}>
            <label htmlFor={id}>{t('ask.reason')}</label>
            <textarea
              id={id}
              ref={field}
              rows={3}
              maxLength={2_000}
              value={reason}
              onChange={(e) => {
                setReason(e.target.value);
                keep(e.target.value);
              }}
              aria-invalid={isShort}
              aria-describedby={isShort ? `${id}-problem` : undefined}
            />
            {isShort && (
              <p className={styles.problem} id={`${id}-problem`} role="alert">
                {t('ask.short', { n: commentLength })}
              </p>
            )}
          </div>
          {lift.error && !isChangedMeanwhile(lift.error) && <SaveFailed error={lift.error} hasDraft />}
        </DialogContent>
        <DialogActions>
          <Button variant="outlined" onClick={onClose}>
            {c('cancel')}
          </Button>
          <Button variant="contained" type="submit">
            {lift.isPending ? t('ask.sending') : t('ask.confirm')}
          </Button>
        </DialogActions>
      </SubmitForm>
    </Dialog>
  );
}
