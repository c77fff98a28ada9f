'use client';
import type { PaperView } from '@keneyapp/bff/features/identities/view';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCallback, useId, useState } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import { saveFailureOf } from '../../trpc/save-failure.ts';

interface Props {
  patientId: string;
  paper: PaperView;
  /** Which it is, for who hears the buttons alone. */
  about: string;
}

/** How both changes end: the list is read anew, what somebody else did meanwhile included. */
function useEnd({ patientId, done, close }: { patientId: string; done: string; close?: () => void }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const reread = () => queries.invalidateQueries(trpc.identities.papers.queryFilter({ patientId }));
  return {
    key,
    onSuccess: () => {
      announce(done);
      close?.();
      return reread();
    },
    onError: (error: unknown) => {
      if (saveFailureOf(error).isIn === 'no') setKey(crypto.randomUUID());
      if (isChangedMeanwhile(error)) void reread();
    },
  };
}

/** It is another person's, or cannot be read. */
export function MarkPaper({ onMarked, ...of }: Props & { onMarked: () => void }) {
  const t = useTranslations('identities.papers');
  const f = useFormats();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        color="error"
        sx={{ justifySelf: 'start' }}
        aria-label={f.labelled(t('mark'), of.about)}
        onClick={() => setOpen(true)}
      >
        {t('mark')}
      </Button>
      {isOpen && <MarkDialog {...of} onMarked={onMarked} onClose={() => setOpen(false)} />}
    </>
  );
}

function MarkDialog({
  patientId,
  paper,
  about,
  onMarked,
  onClose,
}: Props & { onMarked: () => void; onClose: () => void }) {
  const t = useTranslations('identities.papers');
  const id = useId();
  const [reason, setReason] = useState('');
  const [isWrong, setWrong] = useState(false);
  const focused = useCallback((input: HTMLInputElement | null) => input?.focus(), []);
  const { key, onSuccess, onError } = useEnd({
    patientId,
    done: t('marked'),
    close: () => (onClose(), onMarked()),
  });
  const mutation = useMutation(
    useTRPC().identities.markPaperEnteredInError.mutationOptions({ onSuccess, onError }),
  );
  const submit = () => {
    if (reason.trim().length < 3) {
      setWrong(true);
      document.getElementById(id)?.focus();
      return;
    }
    mutation.mutate({ patientId, key, paperId: paper.id, version: paper.version, reason });
  };
  const problem = isWrong ? t('reasonProblem') : null;
  return (
    <FormDialog
      title={t('markTitle')}
      onSubmit={submit}
      onClose={onClose}
      save={t('mark')}
      isSaving={mutation.isPending}
      color="error"
      maxWidth="xs"
      above={
        <>
          <p>
            <b>{about}</b>
          </p>
          <p>{t('markText')}</p>
        </>
      }
      below={mutation.error && <SaveFailed error={mutation.error} retry={submit} title={t('markFailed')} />}
    >
      <FieldFrame id={id} label={t('reason')} hint={t('reasonHint')} problem={problem} isAnnounced>
        <OutlinedInput
          id={id}
          size="small"
          value={reason}
          inputRef={focused}
          onChange={(e) => {
            setReason(e.target.value);
            setWrong(false);
          }}
          slotProps={{
            input: {
              maxLength: 300,
              autoComplete: 'off',
              readOnly: mutation.isPending,
              'aria-describedby': describedBy(id, problem),
              'aria-invalid': isWrong,
            },
          }}
        />
      </FieldFrame>
    </FormDialog>
  );
}

export function RestorePaper({ patientId, paper, about }: Props) {
  const t = useTranslations('identities.papers');
  const f = useFormats();
  const { key, onSuccess, onError } = useEnd({ patientId, done: t('restored') });
  const mutation = useMutation(useTRPC().identities.restorePaper.mutationOptions({ onSuccess, onError }));
  return (
    <div>
      <Button
        variant="outlined"
        size="small"
        loading={mutation.isPending}
        aria-label={f.labelled(t('restore'), about)}
        onClick={() => mutation.mutate({ patientId, key, paperId: paper.id, version: paper.version })}
      >
        {t('restore')}
      </Button>
      {mutation.error && <SaveFailed error={mutation.error} title={t('restoreFailed')} isTyped={false} />}
    </div>
  );
}
