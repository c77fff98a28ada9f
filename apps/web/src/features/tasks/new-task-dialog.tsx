'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useFormState } from 'react-hook-form';
import { ErrorSummary } from '../../components/form/error-summary.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { useChartForm } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { noteOwnStep } from './own-steps.ts';
import { ofServer, TaskFields, useTaskFormWords } from './task-fields.tsx';
import { freshTask, taskSchema, toInput, type TaskState } from './task-state.ts';
import styles from './tasks.module.css';

/** A task of one's own unit, or a notice, without a patient. It has no draft: closing asks when something would be lost. */
export function NewTaskDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('tasks.form');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const words = useTaskFormWords();
  const [initial] = useState(freshTask);
  const form = useChartForm<TaskState>({ initial, schema: taskSchema, words, onlyOnSaving: 'all', ofServer });
  const { isDirty } = useFormState({ control: form.control });
  const mutation = useMutation(
    trpc.tasks.createInUnit.mutationOptions({
      onSuccess: ({ isReplay }) => {
        noteOwnStep();
        void queries.invalidateQueries({ queryKey: trpc.tasks.pathKey() });
        announce(t(isReplay ? 'replayed' : 'saved'));
        onClose();
      },
      onError: (error) => void form.refuse(error),
    }),
  );
  const submit = () => form.submit((state) => mutation.mutate(toInput(state)));
  const failure = mutation.error && !issuesOf(mutation.error) ? mutation.error : null;
  return (
    <FormDialog
      title={t('title')}
      onSubmit={submit}
      onClose={onClose}
      isUnsaved={isDirty}
      save={t('save')}
      isSaving={mutation.isPending}
      above={
        <>
          <p className="muted">{t('unit')}</p>
          <ErrorSummary form={form} />
          {failure !== null && <SaveFailed error={failure} retry={submit} />}
        </>
      }
    >
      <div className={styles.form}>
        <TaskFields form={form} />
      </div>
    </FormDialog>
  );
}
