'use client';
import type { VersionsView, VitalsSubject } from '@keneyapp/bff/features/vitals/view';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { useHeld } from '../../components/use-held.ts';
import { useDraft } from '../../components/use-draft.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { CorrectFields } from './correct-fields.tsx';
import { restored, stateOf } from './correct-state.ts';

/** Correcting one measure: reads its versions, and the draft that may wait since before somebody else changed it. */
export function CorrectForm({ patientId, target, ...rest }: FormProps) {
  const observationId = target ?? '';
  const c = useTranslations('common');
  const t = useTranslations('vitals.correct');
  const trpc = useTRPC();
  const versions = useQuery(trpc.vitals.versions.queryOptions({ patientId, observationId }));
  const person = useQuery(trpc.vitals.form.queryOptions({ patientId }));
  const drafts = useQuery(trpc.drafts.list.queryOptions());
  const error = versions.error ?? person.error;
  const [found, whom] = [useHeld(versions.data), useHeld(person.data)];
  const current = found?.versions[0];
  if (error && !(found && whom))
    return (
      <CallFailed
        error={error}
        retry={() => {
          void versions.refetch();
          void person.refetch();
        }}
      />
    );
  if (!found || !whom || drafts.isPending)
    return <LoadingRows label={c('state.loading')} rows={4} widths={[45, 45]} />;
  if (!current || current.isDerived) return <EmptyState title={t('gone')} />;
  const waiting = drafts.data?.drafts.find(
    (d) =>
      d.patientId === patientId &&
      d.form === 'vitals.correct' &&
      d.base.startsWith(`Observation/${observationId}/`),
  );
  return (
    <WithDraft
      patientId={patientId}
      versions={found}
      subject={whom.subject}
      waitingBase={waiting?.base ?? null}
      {...rest}
    />
  );
}

function WithDraft({
  patientId,
  versions,
  subject,
  waitingBase,
  ...rest
}: { patientId: string; versions: VersionsView; subject: VitalsSubject; waitingBase: string | null } & Omit<
  FormProps,
  'patientId' | 'target'
>) {
  const c = useTranslations('common');
  const current = versions.versions[0];
  // what the form started from stays, whatever arrives meanwhile
  const [base] = useState(
    () => waitingBase ?? `Observation/${versions.observationId}/${current?.version ?? ''}`,
  );
  const draft = useDraft({ patientId, form: 'vitals.correct', base });
  const [version] = useState(() => base.split('/')[2] ?? '');
  const started = versions.versions.find((v) => v.version === version) ?? current;
  if (draft.restored === undefined || !started)
    return <LoadingRows label={c('state.loading')} rows={4} widths={[45, 45]} />;
  const fresh = stateOf(started);
  return (
    <CorrectFields
      key={draft.generation}
      patientId={patientId}
      versions={versions.versions}
      startVersion={version}
      subject={subject}
      draft={draft}
      initial={draft.restored ? restored(draft.restored.content, fresh) : fresh}
      {...rest}
    />
  );
}
