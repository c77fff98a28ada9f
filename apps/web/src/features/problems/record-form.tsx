'use client';
import type { Problem } from '@keneyapp/bff/features/problems/view';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { CodedField } from '../../components/form/coded-field.tsx';
import { DateField } from '../../components/form/date-field.tsx';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { today } from '../../components/form/paris-time.ts';
import { RecordFrame, WithDraft, WithVersions } from '../../components/form/record-frame.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { typedOnset } from '../../components/form/typed-onset.ts';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { readDraft, useRecordForm, type ChangeOf } from '../../components/form/use-record-form.ts';
import type { Draft } from '../../components/use-draft.ts';
import { VersionHistory } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import {
  freshProblem,
  problemKit,
  toChanges,
  toInput,
  versionOf,
  type ProblemState,
} from './record-state.ts';
import { useProblemLines, useProblemWords } from './use-problem-words.ts';

type Begun = Omit<FormProps, 'target'> & { draft: Draft; initial: ProblemState };
const read = readDraft(problemKit);

/** Adds a problem to the problem list. */
export function RecordForm({ target: _, ...props }: FormProps) {
  return (
    <WithDraft patientId={props.patientId} form="problems.record" read={read} fresh={freshProblem}>
      {(draft, initial) => <New key={draft.generation} draft={draft} initial={initial} {...props} />}
    </WithDraft>
  );
}

function New({ patientId, draft, initial, onDone, onUnsafe, onClose }: Begun) {
  const t = useTranslations('problems.record');
  const trpc = useTRPC();
  const isPast = useRef(false);
  const state = useRecordForm({
    kit: problemKit,
    words: useProblemWords(),
    draft,
    initial,
    procedure: (callbacks) => trpc.problems.record.mutationOptions(callbacks),
    toInput: (typed) => {
      isPast.current = typed.course === 'past';
      return { patientId, ...toInput(typed) };
    },
    onSaved: ({ isReplay }) => onDone(t(isReplay ? 'replayed' : isPast.current ? 'savedPast' : 'saved')),
    onUnsafe,
  });
  return (
    <RecordFrame state={state} label={t('title')} save={t('save')} onClose={onClose}>
      <Fields form={state.form} />
    </RecordFrame>
  );
}

/** Puts a problem of the list otherwise. */
export function ChangeForm({ target, ...props }: FormProps) {
  const { patientId } = props;
  const id = target ?? '';
  const versions = useQuery(useTRPC().problems.versions.queryOptions({ patientId, id }));
  const query = { ...versions, data: versions.data?.versions.map(versionOf) };
  const row = versions.data?.versions[0]?.row;
  return (
    <WithVersions
      patientId={patientId}
      form="problems.change"
      reference={`Condition/${id}`}
      read={read}
      query={query}
    >
      {(draft, initial, change) => (
        <Changed key={draft.generation} {...props} {...{ id, draft, initial, change }} row={row ?? null} />
      )}
    </WithVersions>
  );
}

function Changed({
  patientId,
  id,
  row,
  draft,
  initial,
  change,
  onDone,
  onUnsafe,
  onClose,
}: Begun & { id: string; row: Problem | null; change: ChangeOf<ProblemState> }) {
  const t = useTranslations('problems.change');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const lines = useProblemLines();
  const versions = useQuery(trpc.problems.versions.queryOptions({ patientId, id })).data?.versions ?? [];
  const state = useRecordForm({
    kit: problemKit,
    words: useProblemWords(),
    draft,
    initial,
    change,
    procedure: (callbacks) => trpc.problems.change.mutationOptions(callbacks),
    toInput: (typed, over) => {
      const changes = over && toChanges(typed, over.state);
      return changes && { patientId, key: typed.key, id, version: over.version, changes };
    },
    onSaved: () => {
      onDone(t('saved'));
      void queries.invalidateQueries(trpc.problems.pathFilter());
    },
    onUnsafe,
  });
  return (
    <RecordFrame
      state={state}
      label={t('title')}
      save={t('save')}
      onClose={onClose}
      after={<VersionHistory versions={versions.map(lines)} />}
    >
      <Fields form={state.form} row={row} />
    </RecordFrame>
  );
}

/** @param row what is changed: what of it the fields cannot hold is said beside them */
function Fields({ form, row }: { form: ChartForm<ProblemState>; row?: Problem | null }) {
  const t = useTranslations('problems.record');
  const v = useTranslations('problems.verification');
  const c = useTranslations('common.record');
  const f = useFormats();
  const { course } = useFormValues(form);
  const keptVerification =
    row && !['confirmed', 'provisional', null].includes(row.verification)
      ? v(row.verification ?? 'unconfirmed')
      : (row?.verificationText ?? null);
  const keptOnset = row && typedOnset(row.onset) === '' ? f.when(row.onset) : null;
  return (
    <>
      <FieldGroup legend={t('groupWhat')}>
        <CodedField
          form={form}
          name="coded"
          binding="Condition.code"
          takesText
          placeholder={t('whatExample')}
        />
        {!row && (
          <ChoiceField
            form={form}
            name="course"
            options={(['current', 'past'] as const).map((value) => ({ value, word: t(`courseOf.${value}`) }))}
          />
        )}
        <ChoiceField
          form={form}
          name="verification"
          hint={keptVerification && c('keptAs', { text: keptVerification })}
          options={(['confirmed', 'provisional'] as const).map((value) => ({ value, word: t(value) }))}
        />
      </FieldGroup>
      <FieldGroup legend={t('groupMore')}>
        <DateField
          form={form}
          name="onset"
          latest={today()}
          mayBePartial
          hint={keptOnset && c('keptAs', { text: keptOnset })}
        />
        {!row && course === 'past' && (
          <DateField form={form} name="abatement" latest={today()} mayBePartial />
        )}
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
    </>
  );
}
