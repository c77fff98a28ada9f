'use client';
import type { AllergiesView, Allergy } from '@keneyapp/bff/features/allergies/view';
import Alert from '@mui/material/Alert';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { CodedField } from '../../components/form/coded-field.tsx';
import type { CodedValue } from '../../components/form/coded-value.ts';
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
import { ReactionFields } from './reaction-fields.tsx';
import {
  allergyKit,
  freshAllergy,
  toChanges,
  toInput,
  versionOf,
  type AllergyState,
} from './record-state.ts';
import { useAllergyLines, useAllergyWords } from './use-allergy-words.ts';

type Begun = Omit<FormProps, 'target'> & { draft: Draft; initial: AllergyState };
const read = readDraft(allergyKit);

/** Adds an allergy or an intolerance. */
export function RecordForm({ target: _, ...props }: FormProps) {
  return (
    <WithDraft patientId={props.patientId} form="allergies.record" read={read} fresh={freshAllergy}>
      {(draft, initial) => <New key={draft.generation} draft={draft} initial={initial} {...props} />}
    </WithDraft>
  );
}

function New({ patientId, draft, initial, onDone, onUnsafe, onClose }: Begun) {
  const t = useTranslations('allergies.record');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data: listed } = useQuery(trpc.allergies.list.queryOptions({ patientId }));
  const state = useRecordForm({
    kit: allergyKit,
    words: useAllergyWords(),
    draft,
    initial,
    procedure: (callbacks) => trpc.allergies.record.mutationOptions(callbacks),
    toInput: (typed) => ({
      patientId,
      ...toInput(typed),
      isRepeatWanted: sameIn(listed, typed.coded) !== undefined,
    }),
    onSaved: ({ isReplay }) => onDone(t(isReplay ? 'replayed' : 'saved')),
    // somebody may have noted the same meanwhile: the list says so
    onRefused: () => void queries.invalidateQueries(trpc.allergies.list.pathFilter()),
    onUnsafe,
  });
  const same = sameIn(listed, useFormValues(state.form).coded);
  return (
    <RecordFrame
      state={state}
      label={t('title')}
      save={t(same ? 'saveRepeat' : 'save')}
      onClose={onClose}
      important={
        <div role="status">
          <Repeat of={same} />
          {listed?.state === 'none-known' && <Alert severity="info">{t('ends')}</Alert>}
        </div>
      }
    >
      <Fields form={state.form} />
    </RecordFrame>
  );
}

/** Puts an allergy of the list otherwise. */
export function ChangeForm({ target, ...props }: FormProps) {
  const { patientId } = props;
  const id = target ?? '';
  const versions = useQuery(useTRPC().allergies.versions.queryOptions({ patientId, id }));
  const query = { ...versions, data: versions.data?.versions.map(versionOf) };
  return (
    <WithVersions
      patientId={patientId}
      form="allergies.change"
      reference={`AllergyIntolerance/${id}`}
      read={read}
      query={query}
    >
      {(draft, initial, change) => (
        <Changed key={draft.generation} {...props} {...{ id, draft, initial, change }} />
      )}
    </WithVersions>
  );
}

function Changed({
  patientId,
  id,
  draft,
  initial,
  change,
  onDone,
  onUnsafe,
  onClose,
}: Begun & { id: string; change: ChangeOf<AllergyState> }) {
  const t = useTranslations('allergies.change');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const lines = useAllergyLines();
  const { data: listed } = useQuery(trpc.allergies.list.queryOptions({ patientId }));
  const versions = useQuery(trpc.allergies.versions.queryOptions({ patientId, id })).data?.versions ?? [];
  const others = listed && { ...listed, current: listed.current.filter((one) => one.id !== id) };
  const state = useRecordForm({
    kit: allergyKit,
    words: useAllergyWords(),
    draft,
    initial,
    change,
    procedure: (callbacks) => trpc.allergies.change.mutationOptions(callbacks),
    toInput: (typed, over) => {
      const changes = over && toChanges(typed, over.state);
      const isRepeatWanted = sameIn(others, typed.coded) !== undefined;
      return changes && { patientId, key: typed.key, id, version: over.version, changes, isRepeatWanted };
    },
    onSaved: () => {
      onDone(t('saved'));
      void queries.invalidateQueries(trpc.allergies.pathFilter());
    },
    onRefused: () => void queries.invalidateQueries(trpc.allergies.list.pathFilter()),
    onUnsafe,
  });
  const same = sameIn(others, useFormValues(state.form).coded);
  return (
    <RecordFrame
      state={state}
      label={t('title')}
      save={t(same ? 'saveRepeat' : 'save')}
      onClose={onClose}
      important={
        <div role="status">
          <Repeat of={same} />
        </div>
      }
      after={<VersionHistory versions={versions.map(lines)} />}
    >
      <Fields form={state.form} row={versions[0]?.row ?? null} />
    </RecordFrame>
  );
}

/** The same is listed already. */
function Repeat({ of: same }: { of: Allergy | undefined }) {
  const t = useTranslations('allergies.record');
  const f = useFormats();
  if (!same) return null;
  const what = [f.coded(same.substance), f.when(same.onset) ?? f.date(same.recordedDate), same.recorder];
  return <Alert severity="warning">{t('repeat', { what: what.filter(Boolean).join(', ') })}</Alert>;
}

/** @param row what is changed: what of it the fields cannot hold is said beside them */
function Fields({ form, row }: { form: ChartForm<AllergyState>; row?: Allergy | null }) {
  const t = useTranslations('allergies.record');
  const kinds = useTranslations('allergies.kind');
  const v = useTranslations('allergies.verification');
  const c = useTranslations('common.record');
  const f = useFormats();
  const keptVerification =
    row?.verification && !['confirmed', 'unconfirmed'].includes(row.verification)
      ? c('keptAs', { text: v(row.verification) })
      : null;
  const keptOnset = row && typedOnset(row.onset) === '' ? f.when(row.onset) : null;
  const optionsOf = <V extends string>(values: readonly V[], word: (value: V) => string) =>
    values.map((value) => ({ value, word: word(value) }));
  return (
    <>
      <FieldGroup legend={t('groupWhat')}>
        <CodedField
          form={form}
          name="coded"
          binding="AllergyIntolerance.code"
          takesText
          placeholder={t('whatExample')}
        />
        <ChoiceField
          form={form}
          name="kind"
          mayBeEmpty
          options={optionsOf(['allergy', 'intolerance'] as const, (value) => kinds(value))}
        />
        <ChoiceField
          form={form}
          name="criticality"
          mayBeEmpty
          options={optionsOf(['high', 'low', 'unable-to-assess'] as const, (value) => t(value))}
        />
        <ChoiceField
          form={form}
          name="verification"
          hint={keptVerification}
          options={optionsOf(['unconfirmed', 'confirmed'] as const, (value) => t(value))}
        />
      </FieldGroup>
      <ReactionFields form={form} />
      <FieldGroup legend={t('groupMore')}>
        <DateField
          form={form}
          name="onset"
          latest={today()}
          mayBePartial
          hint={keptOnset && c('keptAs', { text: keptOnset })}
        />
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
    </>
  );
}

const sameIn = (listed: AllergiesView | undefined, coded: CodedValue): Allergy | undefined =>
  listed?.current.find((one) => isSame(one, coded));

/** The same code; without one, the same words. */
const isSame = ({ substance }: Allergy, { text, code }: CodedValue): boolean =>
  code
    ? substance.codes.some((one) => one.system === code.system && one.code === code.code)
    : text.trim() !== '' && substance.text?.trim().toLowerCase() === text.trim().toLowerCase();
