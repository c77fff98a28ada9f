'use client';
import { ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { useCallback, useId } from 'react';
import { failureOf } from './failure.ts';

interface Props {
  title: string;
  text: string;
  confirm: string;
  isDanger: boolean;
  isPending: boolean;
  error: unknown;
  onCancel: () => void;
  onConfirm: () => void;
}

/** A question that names the person and what happens to them; the safe answer has the focus, and Esc gives it. What failed is said here, where it was asked. */
export function ConfirmDialog({
  title,
  text,
  confirm,
  isDanger,
  isPending,
  error,
  onCancel,
  onConfirm,
}: Props) {
  const t = useTranslations('administration.failed');
  const c = useTranslations('common');
  const id = useId();
  const focused = useCallback((button: HTMLButtonElement | null) => button?.focus(), []);
  const failure = error ? failureOf(error) : null;
  return (
    <Dialog
      open
      onClose={isPending ? undefined : onCancel}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={`${id}-title`}>{title}</DialogTitle>
      <DialogContent>
        <p id={`${id}-text`}>{text}</p>
        {failure && (
          <ErrorState
            title={t('title')}
            requestId={failure.requestId && c('error.requestId', { id: failure.requestId })}
          >
            <p>{t(failure.word)}</p>
          </ErrorState>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onCancel} variant="outlined" ref={focused} disabled={isPending}>
          {c('actions.cancel')}
        </Button>
        <Button
          onClick={onConfirm}
          color={isDanger ? 'error' : 'primary'}
          variant="contained"
          loading={isPending}
        >
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
