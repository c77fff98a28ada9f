'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { useCallback, useId } from 'react';

export function SignInAgainDialog({ close }: { close: () => void }) {
  const t = useTranslations('session.again');
  const c = useTranslations('common.actions');
  const id = useId();
  const focused = useCallback((link: HTMLElement | null) => link?.focus(), []);
  return (
    <Dialog
      open
      onClose={close}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={`${id}-title`}>{t('title')}</DialogTitle>
      <DialogContent>
        <p id={`${id}-text`}>{t('text')}</p>
      </DialogContent>
      <DialogActions>
        <Button variant="outlined" onClick={close}>
          {c('cancel')}
        </Button>
        <Button variant="contained" href="/session/again" target="_blank" ref={focused}>
          {t('button')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
