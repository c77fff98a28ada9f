'use client';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { CallFailed } from '../../../components/call-failed.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { SelectInput } from '../../../components/form/select-field.tsx';
import { SaveFailed } from '../../../components/save-failed.tsx';
import { announce } from '../../../shell/announcer.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../../trpc/error.ts';
import { rulesHref } from './places.ts';

/** Gives an agenda to a practitioner of one's units who has none, and goes there. */
export function AddAgenda({ isAll }: { isAll: boolean }) {
  const t = useTranslations('rules.newcomer');
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" variant="outlined" onClick={() => setOpen(true)}>
        {t('add')}
      </Button>
      {isOpen && <AddDialog isAll={isAll} onClose={() => setOpen(false)} />}
    </>
  );
}

function AddDialog({ isAll, onClose }: { isAll: boolean; onClose: () => void }) {
  const t = useTranslations('rules.newcomer');
  const c = useTranslations('common.state');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [chosen, setChosen] = useState('');
  const [isMissing, setMissing] = useState(false);
  const { data, error, refetch } = useQuery(
    trpc.appointments.newcomers.queryOptions(undefined, { staleTime: 0 }),
  );
  const save = useMutation(
    trpc.appointments.saveResource.mutationOptions({
      onSuccess: async (_, { reference }) => {
        await queries.invalidateQueries({ queryKey: trpc.appointments.pathKey() });
        announce(t('saved', { name: data?.find((one) => one.reference === reference)?.name ?? '' }));
        onClose();
        router.push(rulesHref({ agenda: reference, isAll }));
      },
      onError: (failed) => {
        if (isChangedMeanwhile(failed))
          void queries.invalidateQueries({ queryKey: trpc.appointments.pathKey() });
      },
    }),
  );
  const submit = () => {
    setMissing(chosen === '');
    if (chosen !== '') save.mutate({ reference: chosen, lanes: 1, version: null });
  };
  return (
    <FormDialog
      title={t('title')}
      onSubmit={submit}
      onClose={onClose}
      isUnsaved={chosen !== ''}
      save={t('save')}
      isSaving={save.isPending}
      above={
        <>
          <p className="muted">{t('help')}</p>
          {save.error &&
            (isChangedMeanwhile(save.error) ? (
              <Alert severity="warning" role="alert">
                {t('meanwhile')}
              </Alert>
            ) : (
              <SaveFailed error={save.error} title={t('failed')} retry={submit} />
            ))}
        </>
      }
    >
      {data ? (
        data.length === 0 ? (
          <EmptyState title={t('nobody')} />
        ) : (
          <SelectInput
            id="newcomer"
            label={t('who')}
            value={chosen}
            options={[
              { value: '', word: '' },
              ...data.map(({ reference, name }) => ({ value: reference, word: name })),
            ]}
            onChange={(value) => {
              setChosen(value);
              setMissing(false);
            }}
            problem={isMissing ? t('missing') : null}
            isRequired
          />
        )
      ) : error ? (
        <CallFailed error={error} retry={() => void refetch()} />
      ) : (
        <LoadingRows rows={2} label={c('loading')} />
      )}
    </FormDialog>
  );
}
