'use client';
import type { PersonRow } from '@keneyapp/bff/features/administration/view';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useRef, useState } from 'react';
import { useTRPCClient } from '../../trpc/client.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';
import { failureOf } from './failure.ts';
import { AccountSection, RoleSection } from './person-account.tsx';
import { ServicesSection } from './person-services.tsx';
import { useChangeWords, type AccountChange } from './use-change-words.ts';
import styles from './administration.module.css';

interface Props {
  person: PersonRow;
  onClose: () => void;
  onChanged: (person: PersonRow) => void;
  onStale: () => void;
}

/** One account: role, services, whether it may sign in. Each change is asked for once more, by name, and works at once. */
export function PersonDialog({ person, onClose, onChanged, onStale }: Props) {
  const t = useTranslations('administration.person');
  const c = useTranslations('common.actions');
  const { administration } = useTRPCClient();
  const id = useId();
  const [asking, setAsking] = useState<AccountChange | null>(null);
  const [done, setDone] = useState('');
  const said = useRef<HTMLParagraphElement>(null);
  // the button that was pressed may be gone or have nothing to do any more: the keyboard goes on from what was said
  useEffect(() => {
    if (done) said.current?.focus();
  }, [done]);
  const words = useChangeWords(person, asking);

  const mutation = useMutation({
    mutationFn: (change: AccountChange): Promise<PersonRow> => {
      const { id: personId, version } = person;
      switch (change.kind) {
        case 'role':
          return administration.setRole.mutate({ personId, role: change.role, version });
        case 'active':
          return administration.setActive.mutate({ personId, active: change.active, version });
        case 'join':
          return administration.addMembership.mutate({ personId, serviceId: change.service.id });
        case 'leave':
          return administration.removeMembership.mutate({
            personId,
            membershipId: change.membership.id,
            version: change.membership.version ?? '',
          });
      }
    },
    onSuccess: (row) => {
      setDone(words?.done ?? '');
      setAsking(null);
      onChanged(row);
    },
    // what is shown is no longer true
    onError: (error) => {
      if (['changed', 'gone', 'away', 'not-effective'].includes(failureOf(error).word)) onStale();
    },
  });
  const ask = (change: AccountChange) => {
    mutation.reset();
    setDone('');
    setAsking(change);
  };

  return (
    <>
      <Dialog open onClose={onClose} aria-labelledby={`${id}-title`} maxWidth="sm" fullWidth>
        <DialogTitle id={`${id}-title`}>{t('title', { name: person.displayName })}</DialogTitle>
        <DialogContent className={styles.person}>
          <p className="muted">{t('username', { username: person.username })}</p>
          <p role="status" ref={said} tabIndex={-1} className={done ? styles.done : undefined}>
            {done}
          </p>
          {person.isSelf && <p className={styles.own}>{t('self')}</p>}
          <RoleSection person={person} onAsk={ask} />
          <ServicesSection person={person} onAsk={ask} />
          <AccountSection person={person} onAsk={ask} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} variant="contained">
            {c('close')}
          </Button>
        </DialogActions>
      </Dialog>
      {asking && words && (
        <ConfirmDialog
          {...words}
          isPending={mutation.isPending}
          error={mutation.error}
          onCancel={() => {
            mutation.reset();
            setAsking(null);
          }}
          onConfirm={() => mutation.mutate(asking)}
        />
      )}
    </>
  );
}
