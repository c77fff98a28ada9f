'use client';
import { flagKinds } from '@keneyapp/bff/features/flags/kinds-schema';
import type { FlagRow } from '@keneyapp/bff/features/flags/view';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { DateField } from '../../components/form/date-field.tsx';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { today } from '../../components/form/paris-time.ts';
import { RecordFrame, WithDraft, WithVersions } from '../../components/form/record-frame.tsx';
import { SelectField } from '../../components/form/select-field.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { readDraft, useRecordForm, type ChangeOf } from '../../components/form/use-record-form.ts';
import type { Draft } from '../../components/use-draft.ts';
import { VersionHistory } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { flagKit, freshFlag, toChanges, toInput, versionOf, type FlagState } from './record-state.ts';
import { useFlagLines, useFlagWords } from './use-flag-words.ts';
import { useOwnKinds } from './use-own-kinds.ts';

type Begun = Omit<FormProps, 'target'> & { draft: Draft; initial: FlagState };
const [newKit, changeKit] = [flagKit(true), flagKit(false)];
const read = readDraft(newKit);

/** Adds what whoever comes to the bed must know. */
export function RecordForm({ target: _, ...props }: FormProps) {
  return (
    <WithDraft patientId={props.patientId} form="flags.record" read={read} fresh={freshFlag}>
      {(draft, initial) => <New key={draft.generation} draft={draft} initial={initial} {...props} />}
    </WithDraft>
  );
}

function New({ patientId, draft, initial, onDone, onUnsafe, onClose }: Begun) {
  const t = useTranslations('flags.record');
  const trpc = useTRPC();
  const running = useQuery(trpc.flags.list.queryOptions({ patientId })).data?.current;
  const state = useRecordForm({
    kit: newKit,
    words: useFlagWords(),
    draft,
    initial,
    procedure: (callbacks) => trpc.flags.record.mutationOptions(callbacks),
    toInput: (typed) => {
      const input = toInput(typed);
      return input && { patientId, ...input };
    },
    onSaved: ({ isReplay }) => onDone(t(isReplay ? 'replayed' : 'saved')),
    onUnsafe,
  });
  return (
    <RecordFrame state={state} label={t('title')} save={t('save')} onClose={onClose}>
      <Fields form={state.form} {...(running && { running })} />
    </RecordFrame>
  );
}

/** Puts a flag of the list otherwise. */
export function ChangeForm({ target, ...props }: FormProps) {
  const { patientId } = props;
  const id = target ?? '';
  const versions = useQuery(useTRPC().flags.versions.queryOptions({ patientId, id }));
  const query = { ...versions, data: versions.data?.versions.map(versionOf) };
  const row = versions.data?.versions[0]?.row;
  return (
    <WithVersions
      patientId={patientId}
      form="flags.change"
      reference={`Flag/${id}`}
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
}: Begun & { id: string; row: FlagRow | null; change: ChangeOf<FlagState> }) {
  const t = useTranslations('flags.change');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const lines = useFlagLines();
  const versions = useQuery(trpc.flags.versions.queryOptions({ patientId, id })).data?.versions ?? [];
  const state = useRecordForm({
    kit: changeKit,
    words: useFlagWords(),
    draft,
    initial,
    change,
    procedure: (callbacks) => trpc.flags.change.mutationOptions(callbacks),
    toInput: (typed, over) => {
      const changes = over && toChanges(typed, over.state);
      return changes && { patientId, key: typed.key, id, version: over.version, changes };
    },
    onSaved: () => {
      onDone(t('saved'));
      void queries.invalidateQueries(trpc.flags.pathFilter());
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

/**
 * @param row what is changed: what of it the fields cannot hold is said beside them
 * @param running what is flagged already: one of the same kind is said, and may be meant
 */
function Fields({
  form,
  row,
  running = [],
}: {
  form: ChartForm<FlagState>;
  row?: FlagRow | null;
  running?: readonly FlagRow[];
}) {
  const t = useTranslations('flags.record');
  const c = useTranslations('common.record');
  const f = useFormats();
  const isOwn = useOwnKinds();
  const { kind } = useFormValues(form);
  const same = running.find((one) => one.kind !== null && one.kind === kind);
  return (
    <>
      <FieldGroup legend={t('groupWhat')}>
        <SelectField
          form={form}
          name="kind"
          isRequired={!row}
          hint={
            row && row.kind === null
              ? c('keptAs', { text: f.coded(row.name) })
              : same && t('already', { since: f.date(same.start) ?? t('noDate') })
          }
          options={[
            { value: '', word: '' },
            ...flagKinds.filter(isOwn).map((value) => ({ value, word: t(`kindOf.${value}`) })),
          ]}
        />
        <TextField form={form} name="detail" longest={200} isRequired={kind === 'other'} />
      </FieldGroup>
      <FieldGroup legend={t('groupWhen')}>
        <DateField form={form} name="start" latest={today()} mayBePartial isRequired={!row} />
        <DateField form={form} name="end" mayBePartial hint={t('endHint')} />
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
    </>
  );
}
