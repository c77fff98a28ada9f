'use client';
import type { RegisteredView } from '@keneyapp/bff/features/identities/view';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCallback, useId, useState } from 'react';
import { Choice } from '../../components/form/choice-field.tsx';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { saveFailureOf } from '../../trpc/save-failure.ts';
import { PrintLabels } from './bracelet.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { opensAnyIdentity } from './open-identity.ts';
import { OpenIdentity, Outcome } from './saved.tsx';

type Sex = 'female' | 'male' | 'unknown';

/** Somebody who cannot say who they are: sex and about how old, and there is a number for their bracelet. */
export function UnknownDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('identities.unknown');
  const words = useTranslations('identities.sex');
  const trpc = useTRPC();
  const id = useId();
  const [sex, setSex] = useState<Sex>('unknown');
  const [age, setAge] = useState('');
  const [isWrong, setIsWrong] = useState(false);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const mutation = useMutation(
    trpc.identities.registerUnknown.mutationOptions({
      onError: (error) => {
        if (saveFailureOf(error).isIn === 'no') setKey(crypto.randomUUID());
      },
    }),
  );
  const submit = () => {
    const years = age.trim();
    if (years !== '' && !(/^\d{1,3}$/.test(years) && Number(years) <= 130)) {
      setIsWrong(true);
      document.getElementById(`${id}-age`)?.focus();
      return;
    }
    mutation.mutate({ key, sex, age: years === '' ? null : Number(years) });
  };
  if (mutation.data) return <Made view={mutation.data} onClose={onClose} />;
  const problem = isWrong ? t('ageProblem') : null;
  return (
    <FormDialog
      title={t('title')}
      onSubmit={submit}
      onClose={onClose}
      save={t('save')}
      isSaving={mutation.isPending}
      maxWidth="xs"
      above={<p>{t('text')}</p>}
      below={
        mutation.error && (
          <SaveFailed error={mutation.error} retry={submit} title={t('failed')} isTyped={false} />
        )
      }
    >
      <Choice<Sex>
        id={`${id}-sex`}
        label={t('sex')}
        value={sex}
        options={(['female', 'male', 'unknown'] as const).map((value) => ({ value, word: words(value) }))}
        onChange={(value) => setSex(value || 'unknown')}
        isLocked={mutation.isPending}
      />
      <FieldFrame id={`${id}-age`} label={t('age')} problem={problem} isAnnounced>
        <OutlinedInput
          id={`${id}-age`}
          size="small"
          value={age}
          onChange={(e) => {
            setAge(e.target.value);
            setIsWrong(false);
          }}
          slotProps={{
            input: {
              inputMode: 'numeric',
              autoComplete: 'off',
              readOnly: mutation.isPending,
              maxLength: 5,
              'aria-describedby': describedBy(`${id}-age`, problem),
              'aria-invalid': isWrong,
            },
          }}
        />
      </FieldFrame>
    </FormDialog>
  );
}

function Made({ view, onClose }: { view: RegisteredView; onClose: () => void }) {
  const t = useTranslations('identities.unknown');
  const f = useFormats();
  const id = useId();
  const opens = opensAnyIdentity(useSignedInUser());
  const focused = useCallback((link: HTMLAnchorElement | null) => link?.focus(), []);
  const closing = useCallback((button: HTMLButtonElement | null) => button?.focus(), []);
  // what the person is called until they are known is made by the BFF
  const { data } = useQuery(useTRPC().patients.banner.queryOptions({ patientId: view.patientId }));
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} maxWidth="xs" fullWidth>
      <DialogTitle id={id}>{data ? f.fullName(data.identity) : t('saved')}</DialogTitle>
      <DialogContent>
        <Outcome view={view} />
        {!opens && <OpenIdentity patientId={view.patientId} />}
      </DialogContent>
      <DialogActions>
        <PrintLabels patientId={view.patientId} />
        <Button variant="outlined" onClick={onClose} ref={opens ? null : closing}>
          {t('close')}
        </Button>
        {opens && <OpenIdentity patientId={view.patientId} ref={focused} />}
      </DialogActions>
    </Dialog>
  );
}
