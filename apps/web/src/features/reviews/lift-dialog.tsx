'use client';
import { commentLength, isComment } from '@keneyapp/bff/features/reviews/schema';
import type { SuspensionRow } from '@keneyapp/bff/features/reviews/view';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { z } from 'zod';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { OwnFormConflict } from '../../components/form/own-form-conflict.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useOwnForm } from '../../components/form/use-own-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { isChangedMeanwhile } from '../../trpc/error.ts';

const schema = z.object({ reason: z.string().refine(isComment, 'short') });

/** Giving the possibility back says why. */
export function LiftDialog({ suspension, onClose }: { suspension: SuspensionRow; onClose: () => void }) {
  const t = useTranslations('reviews.suspensions');
  const trpc = useTRPC();
  const client = useQueryClient();
  const own = useOwnForm({
    form: 'reviews.lift',
    base: suspension.id,
    initial: { reason: '' },
    schema,
    words: { label: () => t('ask.reason'), problem: () => t('ask.short', { n: commentLength }) },
  });
  const done = async (text: string) => {
    await own.forget();
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
  return (
    <FormDialog
      title={t('ask.title', { name: suspension.name })}
      onSubmit={() => own.form.submit(({ reason }) => lift.mutate({ suspensionId: suspension.id, reason }))}
      onClose={onClose}
      save={lift.isPending ? t('ask.sending') : t('ask.confirm')}
      isSaving={lift.isPending}
      maxWidth="xs"
      above={
        <>
          <p>{t('ask.text')}</p>
          <OwnFormConflict {...own} />
        </>
      }
      below={lift.error && !isChangedMeanwhile(lift.error) && <SaveFailed error={lift.error} hasDraft />}
    >
      <TextField form={own.form} name="reason" rows={3} longest={2_000} isAnnounced />
    </FormDialog>
  );
}
