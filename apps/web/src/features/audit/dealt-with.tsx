'use client';
import { commentLength, isComment } from '@keneyapp/bff/features/reviews/schema';
import type { DealtWith } from '@keneyapp/bff/features/audit/view';
import Button from '@mui/material/Button';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { inferRouterInputs } from '@trpc/server';
import type { AppRouter } from '@keneyapp/bff/app-router';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormState } from 'react-hook-form';
import { z } from 'zod';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useChartForm } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './audit.module.css';

export type UnusualOne = inferRouterInputs<AppRouter>['reviews']['dealWith']['one'];

/** What was made of it, by whom and when; else the way to say so. */
export function Dealt({
  one,
  about,
  dealtWith,
}: {
  one: UnusualOne;
  /** Whom and what it is about, for the names of buttons. */
  about: string;
  dealtWith: DealtWith | null;
}) {
  const t = useTranslations('audit.dealt');
  const f = useFormats();
  const [isOpen, setOpen] = useState(false);
  if (dealtWith)
    return (
      <>
        <b>{t('done')}</b>
        <span className={styles.note}>
          {t('by', { name: dealtWith.by, date: f.dateTime(dealtWith.at) ?? '' })}
        </span>
        {dealtWith.note ?? t('lost')}
      </>
    );
  return (
    <>
      <Button
        variant="outlined"
        size="small"
        aria-label={t('markOf', { about })}
        onClick={() => setOpen(true)}
      >
        {t('mark')}…
      </Button>
      {isOpen && <DealDialog one={one} about={about} onClose={() => setOpen(false)} />}
    </>
  );
}

const schema = z.object({ note: z.string().refine(isComment, 'short') });

function DealDialog({ one, about, onClose }: { one: UnusualOne; about: string; onClose: () => void }) {
  const t = useTranslations('audit.dealt');
  const trpc = useTRPC();
  const client = useQueryClient();
  const form = useChartForm({
    initial: { note: '' },
    schema,
    onlyOnSaving: 'all',
    words: { label: () => t('note'), problem: () => t('short', { n: commentLength }) },
  });
  const { isDirty } = useFormState({ control: form.control });
  const deal = useMutation(
    trpc.reviews.dealWith.mutationOptions({
      onSuccess: async () => {
        announce(t('saved'));
        onClose();
        await client.invalidateQueries({ queryKey: trpc.audit.unusual.pathKey() });
      },
    }),
  );
  return (
    <FormDialog
      title={t('title')}
      onSubmit={() => form.submit(({ note }) => deal.mutate({ one, note }))}
      onClose={onClose}
      isUnsaved={isDirty}
      save={deal.isPending ? t('saving') : t('save')}
      isSaving={deal.isPending}
      above={<p className="muted">{about}</p>}
      below={deal.error && <SaveFailed error={deal.error} />}
    >
      <TextField
        form={form}
        name="note"
        rows={4}
        longest={2_000}
        hint={t('help', { n: commentLength })}
        isAnnounced
      />
    </FormDialog>
  );
}
