'use client';
import { reasonLength, substance } from '@keneyapp/bff/features/emergency/schema';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import { SaveFailed } from '../../components/save-failed.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import { TypedConflict } from '../../components/typed-conflict.tsx';
import { useTyped } from '../../components/use-typed.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './emergency.module.css';
import { ReasonField } from './reason-field.tsx';

interface Props {
  grantId: string;
  patientId: string;
  onClose: () => void;
}

/** The text of a vital emergency, when there is time for it. */
export function ExplainDialog({ grantId, patientId, onClose }: Props) {
  const t = useTranslations('emergency');
  const c = useTranslations('common');
  const f = useFormats();
  const trpc = useTRPC();
  const client = useQueryClient();
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState('');
  const [isChecked, setChecked] = useState(false);
  const { keep, forget, draft } = useTyped<string>({ form: 'emergency.explain', base: grantId }, setText);
  const { data: own } = useQuery(trpc.emergency.mine.queryOptions());
  const { data: terms } = useQuery(trpc.emergency.current.queryOptions({ patientId }));
  const access = own?.accesses.find((one) => one.grantId === grantId);
  const least = terms?.reasonLength ?? reasonLength;
  const explain = useMutation(
    trpc.emergency.explain.mutationOptions({
      onSuccess: async () => {
        await forget();
        announce(t('explain.saved'));
        await Promise.all(
          [trpc.session.awaited.queryKey(), trpc.emergency.pathKey()].map((queryKey) =>
            client.invalidateQueries({ queryKey }),
          ),
        );
        onClose();
      },
    }),
  );
  const submit = () => {
    if (explain.isPending || explain.isSuccess) return;
    setChecked(true);
    if (substance(text) < least) return field.current?.focus();
    explain.mutate({ patientId, grantId, reason: text });
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={`${id}-title`} maxWidth="sm" fullWidth>
      <SubmitForm onSubmit={submit}>
        <DialogTitle id={`${id}-title`}>
          {t('explain.title', { name: access?.patient?.name ?? t('mine.unknownPatient') })}
        </DialogTitle>
        <DialogContent className={styles.form}>
          <p className={styles.patient}>
            {access && t('explain.opened', { time: f.dateTime(access.startedAt) ?? '' })}
          </p>
          <TypedConflict
            draft={draft}
            mine={text}
            fields={(typed) => [{ key: 'reason', label: t('dialog.reason'), text: typed }]}
          />
          <ReasonField
            id={id}
            field={field}
            value={text}
            onChange={(typed) => {
              setText(typed);
              keep(typed);
            }}
            least={least}
            mayFollow={false}
            isChecked={isChecked}
          />
          {explain.error && <SaveFailed error={explain.error} title={t('explain.failed')} hasDraft />}
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose} variant="outlined">
            {c('actions.cancel')}
          </Button>
          <Button type="submit" variant="contained" aria-keyshortcuts="Control+Enter">
            {t('explain.submit')}
          </Button>
        </DialogActions>
      </SubmitForm>
    </Dialog>
  );
}
