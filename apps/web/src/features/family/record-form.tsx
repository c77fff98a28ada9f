'use client';
import type { FamilyRow } from '@keneyapp/bff/features/family/view';
import { relations } from '@keneyapp/bff/features/family/schema';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { NumberField } from '../../components/form/number-field.tsx';
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
import { ConditionFields } from './condition-fields.tsx';
import {
  freshFamily,
  familyKit,
  toChanges,
  toInput,
  typedAge,
  versionOf,
  type FamilyState,
} from './record-state.ts';
import { useFamilyLines, useFamilyWords } from './use-family-words.ts';

type Begun = Omit<FormProps, 'target'> & { draft: Draft; initial: FamilyState };
const [newKit, changeKit] = [familyKit(true), familyKit(false)];
const read = readDraft(newKit);

/** Adds a relative with what they have or had. */
export function RecordForm({ target: _, ...props }: FormProps) {
  return (
    <WithDraft patientId={props.patientId} form="family.record" read={read} fresh={freshFamily}>
      {(draft, initial) => <New key={draft.generation} draft={draft} initial={initial} {...props} />}
    </WithDraft>
  );
}

function New({ patientId, draft, initial, onDone, onUnsafe, onClose }: Begun) {
  const t = useTranslations('family.record');
  const trpc = useTRPC();
  const state = useRecordForm({
    kit: newKit,
    words: useFamilyWords(),
    draft,
    initial,
    procedure: (callbacks) => trpc.family.record.mutationOptions(callbacks),
    toInput: (typed) => {
      const input = toInput(typed);
      return input && { patientId, ...input };
    },
    onSaved: ({ isReplay }) => onDone(t(isReplay ? 'replayed' : 'saved')),
    onUnsafe,
  });
  return (
    <RecordFrame state={state} label={t('title')} save={t('save')} onClose={onClose}>
      <Fields form={state.form} />
    </RecordFrame>
  );
}

/** Puts a relative of the list otherwise. */
export function ChangeForm({ target, ...props }: FormProps) {
  const { patientId } = props;
  const id = target ?? '';
  const versions = useQuery(useTRPC().family.versions.queryOptions({ patientId, id }));
  const query = { ...versions, data: versions.data?.versions.map(versionOf) };
  const row = versions.data?.versions[0]?.row;
  return (
    <WithVersions
      patientId={patientId}
      form="family.change"
      reference={`FamilyMemberHistory/${id}`}
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
}: Begun & { id: string; row: FamilyRow | null; change: ChangeOf<FamilyState> }) {
  const t = useTranslations('family.change');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const lines = useFamilyLines();
  const versions = useQuery(trpc.family.versions.queryOptions({ patientId, id })).data?.versions ?? [];
  const state = useRecordForm({
    kit: changeKit,
    words: useFamilyWords(),
    draft,
    initial,
    change,
    procedure: (callbacks) => trpc.family.change.mutationOptions(callbacks),
    toInput: (typed, over) => {
      const changes = over && toChanges(typed, over.state);
      return changes && { patientId, key: typed.key, id, version: over.version, changes };
    },
    onSaved: () => {
      onDone(t('saved'));
      void queries.invalidateQueries(trpc.family.pathFilter());
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
function Fields({ form, row }: { form: ChartForm<FamilyState>; row?: FamilyRow | null }) {
  const t = useTranslations('family.record');
  const c = useTranslations('common.record');
  const f = useFormats();
  const { deceased } = useFormValues(form);
  const isOther = row && !row.relation.codes.some(({ code }) => relations.some((one) => one === code));
  const keptDeath =
    row?.deceased?.when && typedAge(row.deceased.when) === '' ? f.when(row.deceased.when) : null;
  return (
    <>
      <FieldGroup legend={t('groupWho')}>
        <SelectField
          form={form}
          name="relation"
          isRequired
          hint={isOther ? c('keptAs', { text: f.coded(row.relation) }) : null}
          options={[
            { value: '', word: '' },
            ...relations.map((value) => ({ value, word: t(`relationOf.${value}`) })),
          ]}
        />
        <ChoiceField
          form={form}
          name="deceased"
          mayBeEmpty
          options={(['no', 'yes'] as const).map((value) => ({ value, word: t(`deceasedOf.${value}`) }))}
        />
        {deceased === 'yes' && (
          <NumberField
            form={form}
            name="ageAtDeath"
            unit={t('years')}
            hasDecimals={false}
            hints={[keptDeath && c('keptAs', { text: keptDeath })]}
          />
        )}
      </FieldGroup>
      <ConditionFields form={form} />
      <FieldGroup legend={t('groupMore')}>
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
    </>
  );
}
