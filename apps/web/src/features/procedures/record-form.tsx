'use client';
import type { ProcedureRow } from '@keneyapp/bff/features/procedures/view';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
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
  freshProcedure,
  procedureKit,
  toChanges,
  toInput,
  versionOf,
  type ProcedureState,
} from './record-state.ts';
import { useProcedureLines, useProcedureWords } from './use-procedure-words.ts';

type Begun = Omit<FormProps, 'target'> & { draft: Draft; initial: ProcedureState };
const read = readDraft(procedureKit);

/** Adds a procedure that was done, or that was not. */
export function RecordForm({ target: _, ...props }: FormProps) {
  return (
    <WithDraft patientId={props.patientId} form="procedures.record" read={read} fresh={freshProcedure}>
      {(draft, initial) => <New key={draft.generation} draft={draft} initial={initial} {...props} />}
    </WithDraft>
  );
}

function New({ patientId, draft, initial, onDone, onUnsafe, onClose }: Begun) {
  const t = useTranslations('procedures.record');
  const trpc = useTRPC();
  const state = useRecordForm({
    kit: procedureKit,
    words: useProcedureWords(),
    draft,
    initial,
    procedure: (callbacks) => trpc.procedures.record.mutationOptions(callbacks),
    toInput: (typed) => ({ patientId, ...toInput(typed) }),
    onSaved: ({ isReplay }) => onDone(t(isReplay ? 'replayed' : 'saved')),
    onUnsafe,
  });
  return (
    <RecordFrame state={state} label={t('title')} save={t('save')} onClose={onClose}>
      <Fields form={state.form} />
    </RecordFrame>
  );
}

/** Puts a procedure of the list otherwise. */
export function ChangeForm({ target, ...props }: FormProps) {
  const { patientId } = props;
  const id = target ?? '';
  const versions = useQuery(useTRPC().procedures.versions.queryOptions({ patientId, id }));
  const query = { ...versions, data: versions.data?.versions.map(versionOf) };
  const row = versions.data?.versions[0]?.row;
  return (
    <WithVersions
      patientId={patientId}
      form="procedures.change"
      reference={`Procedure/${id}`}
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
}: Begun & { id: string; row: ProcedureRow | null; change: ChangeOf<ProcedureState> }) {
  const t = useTranslations('procedures.change');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const lines = useProcedureLines();
  const versions = useQuery(trpc.procedures.versions.queryOptions({ patientId, id })).data?.versions ?? [];
  const state = useRecordForm({
    kit: procedureKit,
    words: useProcedureWords(),
    draft,
    initial,
    change,
    procedure: (callbacks) => trpc.procedures.change.mutationOptions(callbacks),
    toInput: (typed, over) => {
      const changes = over && toChanges(typed, over.state);
      return changes && { patientId, key: typed.key, id, version: over.version, changes };
    },
    onSaved: () => {
      onDone(t('saved'));
      void queries.invalidateQueries(trpc.procedures.pathFilter());
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
function Fields({ form, row }: { form: ChartForm<ProcedureState>; row?: ProcedureRow | null }) {
  const t = useTranslations('procedures.record');
  const s = useTranslations('procedures.status');
  const c = useTranslations('common.record');
  const f = useFormats();
  const { status } = useFormValues(form);
  const kept = (text: string | null | undefined) => (text ? c('keptAs', { text }) : null);
  const optionsOf = <V extends string>(values: readonly V[], word: (value: V) => string) =>
    values.map((value) => ({ value, word: word(value) }));
  const isOther = row && !['completed', 'not-done', 'entered-in-error'].includes(row.status);
  return (
    <>
      <FieldGroup legend={t('groupWhat')}>
        <CodedField
          form={form}
          name="coded"
          binding="Procedure.code"
          takesText
          placeholder={t('whatExample')}
        />
        <ChoiceField
          form={form}
          name="status"
          hint={isOther ? kept(s(row.status as 'stopped')) : null}
          options={optionsOf(['completed', 'not-done'] as const, (value) => t(`statusOf.${value}`))}
        />
        {status === 'not-done' && <TextField form={form} name="reason" longest={200} isRequired />}
        <ChoiceField
          form={form}
          name="source"
          options={optionsOf(['told', 'seen'] as const, (value) => t(`sourceOf.${value}`))}
        />
        <ChoiceField
          form={form}
          name="nature"
          hint={row?.category && !row.isSurgery ? kept(f.coded(row.category)) : null}
          options={optionsOf(['surgery', 'other'] as const, (value) => t(`natureOf.${value}`))}
        />
      </FieldGroup>
      <FieldGroup legend={t('groupMore')}>
        <DateField
          form={form}
          name="date"
          latest={today()}
          mayBePartial
          hint={row && typedOnset(row.performed) === '' ? kept(f.when(row.performed)) : null}
        />
        <TextField form={form} name="performer" longest={120} />
        <TextField form={form} name="site" longest={120} />
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
    </>
  );
}
