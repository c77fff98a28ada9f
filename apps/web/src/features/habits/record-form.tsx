'use client';
import {
  answersOf,
  detailsOf,
  habitKinds,
  type HabitDetail,
  type HabitKind,
} from '@keneyapp/bff/features/habits/schema';
import type { HabitRow } from '@keneyapp/bff/features/habits/view';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { DateField } from '../../components/form/date-field.tsx';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { NumberField } from '../../components/form/number-field.tsx';
import { today } from '../../components/form/paris-time.ts';
import { RecordFrame, WithDraft, WithVersions } from '../../components/form/record-frame.tsx';
import { SelectField } from '../../components/form/select-field.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { readDraft, useRecordForm, type ChangeOf } from '../../components/form/use-record-form.ts';
import type { Draft } from '../../components/use-draft.ts';
import { VersionHistory } from '../../components/version-history.tsx';
import type { FormProps } from '../../shell/manifest.ts';
import { useTRPC } from '../../trpc/client.tsx';
import {
  beganWith,
  freshHabit,
  habitKit,
  toChanges,
  toInput,
  versionOf,
  type HabitState,
} from './record-state.ts';
import { useAnswerWord, useHabitLines, useHabitText, useHabitWords } from './use-habit-words.ts';

type Begun = Omit<FormProps, 'target'> & { draft: Draft; initial: HabitState };
const [newKit, changeKit] = [habitKit(true), habitKit(false)];
const read = readDraft(newKit);

/** Writes an answer; the target, where there is one, is its question. */
export function RecordForm({ target, ...props }: FormProps) {
  const asked = habitKinds.find((one) => one === target);
  return (
    <WithDraft patientId={props.patientId} form="habits.record" read={read} fresh={() => freshHabit(asked)}>
      {(draft, kept) => {
        const initial = beganWith(kept, asked);
        return (
          <New
            key={draft.generation}
            // a draft in which nothing was written is not said to be taken up again
            draft={initial.key === kept.key ? draft : { ...draft, restored: null }}
            initial={initial}
            asked={asked !== undefined && initial.kind !== asked ? asked : null}
            {...props}
          />
        );
      }}
    </WithDraft>
  );
}

/** @param asked what the form was opened for, where the draft is of another question */
function New({
  patientId,
  draft,
  initial,
  asked,
  onDone,
  onUnsafe,
  onClose,
}: Begun & { asked: HabitKind | null }) {
  const t = useTranslations('habits.record');
  const trpc = useTRPC();
  const state = useRecordForm({
    kit: newKit,
    words: useHabitWords(),
    draft,
    initial,
    procedure: (callbacks) => trpc.habits.record.mutationOptions(callbacks),
    toInput: (typed) => {
      const input = toInput(typed);
      return input && { patientId, ...input };
    },
    onSaved: ({ isReplay }) => onDone(t(isReplay ? 'replayed' : 'saved')),
    onUnsafe,
  });
  return (
    <RecordFrame state={state} label={t('title')} save={t('save')} onClose={onClose}>
      {asked && <OtherDraft form={state.form} draft={draft} asked={asked} />}
      <Fields form={state.form} />
    </RecordFrame>
  );
}

/** What was asked for is not what is open: says of which question the draft is, and gives it up only on demand. */
function OtherDraft({ form, draft, asked }: { form: ChartForm<HabitState>; draft: Draft; asked: HabitKind }) {
  const t = useTranslations('habits.record.otherDraft');
  const k = useTranslations('habits.kindOf');
  const { kind } = useFormValues(form);
  const giveUp = useMutation({
    mutationFn: draft.discard,
    // read anew, there is none: the form begins with what was asked for
    onSuccess: draft.takeTheirs,
  });
  if (kind === asked || kind === '') return null;
  return (
    <Alert severity="warning" icon={false} role="status">
      <p style={{ margin: '0 0 6px' }}>
        {giveUp.error ? t('kept', { kind: k(kind) }) : t('text', { kind: k(kind), asked: k(asked) })}
      </p>
      <Button
        type="button"
        color="inherit"
        variant="outlined"
        size="small"
        aria-disabled={giveUp.isPending}
        onClick={() => {
          if (!giveUp.isPending) giveUp.mutate();
        }}
      >
        {t('giveUp', { kind: k(asked) })}
      </Button>
    </Alert>
  );
}

/** Puts an answer of the list otherwise. */
export function ChangeForm({ target, ...props }: FormProps) {
  const { patientId } = props;
  const id = target ?? '';
  const versions = useQuery(useTRPC().habits.versions.queryOptions({ patientId, id }));
  const query = { ...versions, data: versions.data?.versions.map(versionOf) };
  const row = versions.data?.versions[0]?.row;
  return (
    <WithVersions
      patientId={patientId}
      form="habits.change"
      reference={`Observation/${id}`}
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
}: Begun & { id: string; row: HabitRow | null; change: ChangeOf<HabitState> }) {
  const t = useTranslations('habits.change');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const lines = useHabitLines();
  const versions = useQuery(trpc.habits.versions.queryOptions({ patientId, id })).data?.versions ?? [];
  const state = useRecordForm({
    kit: changeKit,
    words: useHabitWords(),
    draft,
    initial,
    change,
    procedure: (callbacks) => trpc.habits.change.mutationOptions(callbacks),
    toInput: (typed, over) => {
      const changes = over && toChanges(typed, over.state);
      return changes && { patientId, key: typed.key, id, version: over.version, changes };
    },
    onSaved: () => {
      onDone(t('saved'));
      void queries.invalidateQueries(trpc.habits.pathFilter());
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

/** @param row what is changed: its question stays, and what of it the fields cannot hold is said beside them */
function Fields({ form, row }: { form: ChartForm<HabitState>; row?: HabitRow | null }) {
  const t = useTranslations('habits.record');
  const k = useTranslations('habits.kindOf');
  const c = useTranslations('common.record');
  const text = useHabitText();
  const answerWord = useAnswerWord();
  const { kind, answer } = useFormValues(form);
  const shown = (detail: HabitDetail) => detailsOf(kind, answer).includes(detail);
  const wordsOf = (one: HabitKind) =>
    answersOf[one].map((value) => ({ value, word: answerWord(one, value) }));
  return (
    <>
      <FieldGroup legend={kind === '' || !row ? t('groupWhat') : k(kind)}>
        {!row && (
          <SelectField
            form={form}
            name="kind"
            isRequired
            options={[{ value: '', word: '' }, ...habitKinds.map((value) => ({ value, word: k(value) }))]}
          />
        )}
        {kind !== '' && (
          <ChoiceField
            form={form}
            name="answer"
            hint={row?.answer === null ? c('keptAs', { text: text.answer(row) }) : null}
            options={wordsOf(kind)}
          />
        )}
        {shown('which') && <TextField form={form} name="which" longest={120} isRequired />}
        {shown('perDay') && (
          <NumberField form={form} name="perDay" unit={t('unit.perDay')} hasDecimals={false} />
        )}
        {shown('packYears') && (
          <NumberField
            form={form}
            name="packYears"
            unit={t('unit.packYears')}
            hasDecimals
            hints={[t('packYearsHint')]}
          />
        )}
        {shown('perWeek') && (
          <NumberField
            form={form}
            name="perWeek"
            unit={t('unit.perWeek')}
            hasDecimals={false}
            hints={[t('perWeekHint')]}
          />
        )}
        {shown('stopped') && <DateField form={form} name="stopped" latest={today()} mayBePartial />}
        {shown('due') && <DateField form={form} name="due" hint={t('dueHint')} />}
      </FieldGroup>
      <FieldGroup legend={t('groupWhen')}>
        <DateField form={form} name="asked" latest={today()} isRequired />
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
    </>
  );
}
