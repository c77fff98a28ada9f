'use client';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import { useQuery } from '@tanstack/react-query';
import { useNow, useTranslations } from 'next-intl';
import { useState, type ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import { useTRPC } from '../../trpc/client.tsx';
import { Ago } from '../ago.tsx';
import { CallFailed } from '../call-failed.tsx';
import { ChangedMeanwhile } from '../changed-meanwhile.tsx';
import { SaveFailed } from '../save-failed.tsx';
import { useDraft, type Draft } from '../use-draft.ts';
import { useHeld } from '../use-held.ts';
import { FormDraftConflict } from './form-draft-conflict.tsx';
import { FormFrame } from './form-frame.tsx';
import type { ChangeOf, FormVersion, RecordFormState } from './use-record-form.ts';

/** A draft as young as that was only interrupted. */
const youngMs = 5 * 60_000;

interface FrameProps<T extends FieldValues> {
  state: RecordFormState<T>;
  label: string;
  save: string;
  onClose: () => void;
  important?: ReactNode;
  children: ReactNode;
  after?: ReactNode;
}

/** The frame of a form that records or changes one thing: what was kept of it, what changed meanwhile, what could not be saved. */
export function RecordFrame<T extends FieldValues>({
  state,
  label,
  save,
  onClose,
  important,
  children,
  after,
}: FrameProps<T>) {
  const t = useTranslations('common.record');
  const now = useNow();
  const { form, draft, conflict, failure } = state;
  return (
    <FormFrame
      form={form}
      label={label}
      draft={draft}
      onSubmit={state.submit}
      onClose={onClose}
      save={save}
      saving={state.mutation}
      isHeld={conflict !== null}
      notices={
        <>
          <FormDraftConflict
            form={form}
            draft={draft}
            read={state.read}
            versionsOf={(theirs, mine) => state.versionsOf(theirs, mine)}
            merge={state.merge}
          />
          {draft.restored && now.getTime() - Date.parse(draft.restored.updatedAt) > youngMs && (
            <p className="muted">
              {t('restored')} (<Ago value={draft.restored.updatedAt} />)
            </p>
          )}
          {conflict && (
            <ChangedMeanwhile
              key={conflict.current.version}
              by={{ who: conflict.current.changedBy, at: conflict.current.changedAt }}
              {...(conflict.current.isGone ? { text: t('gone') } : {})}
              versions={conflict.versions}
              isAnswer={conflict.isAnswer}
              isSaving={state.mutation.isPending}
              onTakeTheirs={() => {
                conflict.takeTheirs();
                onClose();
              }}
              {...(conflict.current.isGone
                ? {}
                : { onTakeMine: conflict.takeMine, onTakeChosen: conflict.takeChosen })}
            />
          )}
          {state.wasUnchanged && (
            <Alert severity="error" icon={false} role="alert">
              {t('unchanged')}
            </Alert>
          )}
          {failure !== null && !(conflict?.isAnswer ?? false) && (
            <SaveFailed error={failure} retry={state.submit} hasDraft />
          )}
        </>
      }
      important={important}
      after={after}
    >
      {children}
    </FormFrame>
  );
}

interface DraftProps<T> {
  patientId: string;
  /** The operation: it names the draft. */
  form: string;
  base?: string;
  read: (content: string) => T | null;
  fresh: () => T;
  children: (draft: Draft, initial: T) => ReactNode;
}

/** Waits for what was kept of the form, and begins with it. */
export function WithDraft<T>({ patientId, form, base = '', read, fresh, children }: DraftProps<T>) {
  const c = useTranslations('common');
  const draft = useDraft({ patientId, form, base });
  if (draft.restored === undefined)
    return <LoadingRows label={c('state.loading')} rows={4} widths={[45, 45]} />;
  return children(draft, (draft.restored && read(draft.restored.content)) ?? fresh());
}

interface ChangeProps<T> extends Omit<DraftProps<T>, 'base' | 'fresh' | 'children'> {
  /** `Condition/<id>`. */
  reference: string;
  query: { data: readonly FormVersion<T>[] | undefined; error: unknown; refetch: () => unknown };
  children: (draft: Draft, initial: T, change: ChangeOf<T>) => ReactNode;
}

/** Reads what is to be changed in all its versions, and the draft that may wait since before somebody else changed it. */
export function WithVersions<T>({ query, ...props }: ChangeProps<T>) {
  const t = useTranslations('common.record');
  const c = useTranslations('common');
  const drafts = useQuery(useTRPC().drafts.list.queryOptions());
  const [current, ...older] = useHeld(query.data) ?? [];
  if (query.error && !current) return <CallFailed error={query.error} retry={() => void query.refetch()} />;
  if (!query.data || drafts.isPending)
    return <LoadingRows label={c('state.loading')} rows={4} widths={[45, 45]} />;
  const waiting = drafts.data?.drafts.find(
    (d) =>
      d.patientId === props.patientId && d.form === props.form && d.base.startsWith(`${props.reference}/`),
  );
  if (!current || (current.isGone && !waiting)) return <EmptyState title={t('gone')} />;
  return (
    <OnVersion
      {...props}
      versions={[current, ...older]}
      waitingBase={waiting?.base ?? null}
      refresh={query.refetch}
    />
  );
}

function OnVersion<T>({
  versions,
  waitingBase,
  refresh,
  reference,
  children,
  ...props
}: Omit<ChangeProps<T>, 'query'> & {
  versions: ChangeOf<T>['versions'];
  waitingBase: string | null;
  refresh: () => unknown;
}) {
  // what the form started from stays, whatever arrives meanwhile
  const [base] = useState(() => waitingBase ?? `${reference}/${versions[0].version}`);
  const startVersion = base.slice(reference.length + 1);
  const started = versions.find(({ version }) => version === startVersion) ?? versions[0];
  return (
    <WithDraft {...props} base={base} fresh={() => started.state}>
      {(draft, initial) => children(draft, initial, { versions, startVersion, refresh })}
    </WithDraft>
  );
}
