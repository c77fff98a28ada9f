'use client';
import { LoadingRows } from '@keneyapp/ui/states';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Ago } from '../../components/ago.tsx';
import { FormDraftConflict } from '../../components/form/form-draft-conflict.tsx';
import { FormFrame } from '../../components/form/form-frame.tsx';
import { issuesOf } from '../../components/form/server-issues.ts';
import { useChartForm } from '../../components/form/use-chart-form.ts';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useDraft, type Draft } from '../../components/use-draft.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { noteOwnStep } from './own-steps.ts';
import { merged, ofServer, TaskFields, useTaskFormWords, versionsOf } from './task-fields.tsx';
import { freshTask, parseTask, taskSchema, toInput, type TaskState } from './task-state.ts';

/** Asks somebody something about this patient, or tells it. Who has no drafts in charts writes without one. */
export function NewTaskForm(props: FormProps) {
  return useSignedInUser().rights['drafts.save'] ? (
    <WithDraft {...props} />
  ) : (
    <Fields draft={noDraft} {...props} />
  );
}

const nothing = () => undefined;
const noDraft: Draft = {
  ...{ restored: null, status: 'idle', savedAt: null, theirs: undefined, generation: 0 },
  ...{ save: nothing, keepMine: nothing, takeTheirs: nothing },
  discard: () => Promise.resolve(),
};

function WithDraft(props: FormProps) {
  const c = useTranslations('common');
  const draft = useDraft({ patientId: props.patientId, form: 'tasks.create', base: '' });
  if (draft.restored === undefined)
    return <LoadingRows label={c('state.loading')} rows={4} widths={[45, 45]} />;
  return <Fields key={draft.generation} draft={draft} {...props} />;
}

function Fields({ patientId, draft, onDone, onUnsafe, onClose }: FormProps & { draft: Draft }) {
  const t = useTranslations('tasks.form');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const words = useTaskFormWords();
  const form = useChartForm<TaskState>({
    initial: (draft.restored && parseTask(draft.restored.content)) ?? freshTask(),
    schema: taskSchema,
    draft,
    words,
    onlyOnSaving: ['short', 'nobody', 'after'],
    ofServer,
    onUnsafe,
  });
  const mutation = useMutation(
    trpc.tasks.create.mutationOptions({
      onSuccess: async ({ isReplay }) => {
        await draft.discard().catch(() => undefined);
        noteOwnStep();
        void queries.invalidateQueries({ queryKey: trpc.tasks.pathKey() });
        onDone(t(isReplay ? 'replayed' : 'saved'));
      },
      onError: (error) => void form.refuse(error),
    }),
  );
  const submit = () => {
    if (!mutation.isPending) form.submit((state) => mutation.mutate({ patientId, ...toInput(state) }));
  };
  const failure = mutation.error && !issuesOf(mutation.error) ? mutation.error : null;
  return (
    <FormFrame
      form={form}
      label={t('title')}
      draft={draft}
      onSubmit={submit}
      onClose={onClose}
      save={t('save')}
      saving={mutation}
      notices={
        <>
          <p className="muted">{t('chart')}</p>
          <FormDraftConflict
            form={form}
            draft={draft}
            read={parseTask}
            versionsOf={(theirs, mine) => versionsOf(words, theirs, mine)}
            merge={merged}
          />
          {draft.restored && (
            <p className="muted">
              {t('restored')} (<Ago value={draft.restored.updatedAt} />)
            </p>
          )}
          {failure !== null && <SaveFailed error={failure} retry={submit} hasDraft={draft !== noDraft} />}
        </>
      }
    >
      <TaskFields form={form} />
    </FormFrame>
  );
}
