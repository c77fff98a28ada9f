'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { NewAccountDialog } from './new-account-dialog.tsx';

/** Reads what an account can be made with, then asks for it. */
export function NewAccount({ onClose, onCreated }: { onClose: () => void; onCreated: () => void }) {
  const t = useTranslations('administration.create');
  const c = useTranslations('common');
  const id = useId();
  const { data, error, refetch } = useQuery(useTRPC().administration.newAccount.queryOptions());
  if (data) return <NewAccountDialog view={data} onClose={onClose} onCreated={onCreated} />;
  return (
    <Dialog open onClose={onClose} aria-labelledby={`${id}-title`} maxWidth="sm" fullWidth>
      <DialogTitle id={`${id}-title`}>{t('title')}</DialogTitle>
      <DialogContent>
        {error ? (
          <CallFailed error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={4} label={c('state.loading')} />
        )}
      </DialogContent>
      <DialogActions>
        <Button variant="outlined" onClick={onClose}>
          {c('actions.cancel')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
