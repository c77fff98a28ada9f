'use client';
import { reasonLength, substance } from '@keneyapp/bff/features/emergency/schema';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { OwnFormConflict } from '../../components/form/own-form-conflict.tsx';
import { useOwnForm } from '../../components/form/use-own-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
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
  const f = useFormats();
  const trpc = useTRPC();
  const client = useQueryClient();
  const { data: accesses } = useQuery(trpc.emergency.mine.queryOptions());
  const { data: terms } = useQuery(trpc.emergency.current.queryOptions({ patientId }));
  const access = accesses?.accesses.find((one) => one.grantId === grantId);
  const least = terms?.reasonLength ?? reasonLength;
  const own = useOwnForm({
    form: 'emergency.explain',
    base: grantId,
    initial: { reason: '' },
    schema: z.object({ reason: z.string().refine((text) => substance(text) >= least, 'short') }),
    words: { label: () => t('dialog.reason'), problem: () => t('dialog.errors.reason', { least }) },
  });
  const explain = useMutation(
    trpc.emergency.explain.mutationOptions({
      onSuccess: async () => {
        await own.forget();
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
  return (
    <FormDialog
      title={t('explain.title', { name: access?.patient?.name ?? t('mine.unknownPatient') })}
      onSubmit={() => own.form.submit((typed) => explain.mutate({ patientId, grantId, ...typed }))}
      onClose={onClose}
      save={t('explain.submit')}
      isSaving={explain.isPending || explain.isSuccess}
      above={
        <>
          <p className={styles.patient}>
            {access && t('explain.opened', { time: f.dateTime(access.startedAt) ?? '' })}
          </p>
          <OwnFormConflict {...own} />
        </>
      }
      below={explain.error && <SaveFailed error={explain.error} title={t('explain.failed')} hasDraft />}
    >
      <ReasonField form={own.form} name="reason" least={least} />
    </FormDialog>
  );
}
