'use client';
import { useTranslations } from 'next-intl';
import type { FieldPath, FieldValues } from 'react-hook-form';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { DateTimeField } from '../../components/form/date-field.tsx';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { SelectField } from '../../components/form/select-field.tsx';
import type { Issue } from '../../components/form/server-issues.ts';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues, type ChartForm, type FormWords } from '../../components/form/use-chart-form.ts';
import { useField, type FieldProps } from '../../components/form/use-field.ts';
import { PeopleInput } from './people-input.tsx';
import { nobody, personValueSchema } from './people-value.ts';
import { afterChoices, type TaskState } from './task-state.ts';

/** What a task or a notice is made of. */
export function TaskFields({ form }: { form: ChartForm<TaskState> }) {
  const t = useTranslations('tasks.form');
  const p = useTranslations('tasks.priority');
  const { kind } = useFormValues(form);
  const after = (choice: (typeof afterChoices)[number]): string =>
    choice === ''
      ? t('never')
      : Number(choice) < 60
        ? t('minutes', { n: Number(choice) })
        : t('hours', { n: Number(choice) / 60 });
  return (
    <>
      <FieldGroup legend={t('groupWhat')}>
        <TextField form={form} name="what" longest={200} isRequired />
        <ChoiceField
          form={form}
          name="kind"
          options={(['task', 'notice'] as const).map((value) => ({ value, word: t(value) }))}
        />
        <PersonField form={form} name="to" />
      </FieldGroup>
      <FieldGroup legend={t('groupMore')}>
        <SelectField
          form={form}
          name="priority"
          options={(['routine', 'urgent', 'stat'] as const).map((value) => ({ value, word: p(value) }))}
        />
        {kind === 'task' && <DateTimeField form={form} date="dueDay" time="dueTime" />}
        <TextField form={form} name="note" longest={1000} rows={2} />
      </FieldGroup>
      {kind === 'task' && (
        <FieldGroup legend={t('groupNext')}>
          <SelectField
            form={form}
            name="after"
            options={afterChoices.map((value) => ({ value, word: after(value) }))}
          />
          <PersonField form={form} name="next" />
        </FieldGroup>
      )}
    </>
  );
}

/** Whom something is for, or who stands in, of a form. */
export function PersonField<T extends FieldValues>({
  form,
  name,
  isPersonOnly = false,
}: FieldProps<T> & { isPersonOnly?: boolean }) {
  const { id, label, value, problem, isLocked, change, leave } = useField({ form, name });
  return (
    <PeopleInput
      id={id}
      label={label}
      value={personValueSchema.safeParse(value).data ?? nobody}
      problem={problem}
      isLocked={isLocked}
      onChange={change}
      onLeave={leave}
      isPersonOnly={isPersonOnly}
    />
  );
}

const names = ['what', 'kind', 'to', 'priority', 'dueDay', 'dueTime', 'note', 'after', 'next'] as const;
export type TaskName = (typeof names)[number];
const reasons = ['short', 'nobody', 'date', 'time', 'past', 'far', 'after', 'other-unit'] as const;

export function useTaskFormWords(): FormWords<TaskState> & {
  value: (name: TaskName, state: TaskState) => string;
} {
  const t = useTranslations('tasks.form');
  const p = useTranslations('tasks.priority');
  const c = useTranslations('common.form');
  return {
    label: (name: FieldPath<TaskState>): string => t(names.find((one) => one === name) ?? 'what'),
    problem: (_, reason) =>
      reason === 'noSuchDate'
        ? c('noSuchDate')
        : t(`problem.${reasons.find((one) => one === reason) ?? 'refused'}`),
    value: (name, state) =>
      name === 'to' || name === 'next'
        ? state[name].text
        : name === 'kind'
          ? t(state.kind)
          : name === 'priority'
            ? p(state.priority)
            : state[name],
  };
}

/** Where an issue of the BFF is shown, and why. */
export function ofServer({ path, message }: Issue): { name: TaskName; reason: string } {
  const name = path.includes('levels')
    ? 'next'
    : path.includes('to')
      ? 'to'
      : path.includes('due')
        ? 'dueDay'
        : path.includes('note')
          ? 'note'
          : 'what';
  return { name, reason: message };
}

export const versionsOf = (words: ReturnType<typeof useTaskFormWords>, theirs: TaskState, mine: TaskState) =>
  names
    .filter((name) => words.value(name, theirs) !== words.value(name, mine))
    .map((name) => ({
      key: name,
      label: words.label(name, mine),
      theirs: words.value(name, theirs),
      mine: words.value(name, mine) || null,
    }));

export function merged(
  mine: TaskState,
  theirs: TaskState,
  chosen: Readonly<Record<string, 'mine' | 'theirs'>>,
): TaskState {
  const of = <N extends TaskName>(name: N) => ({ [name]: (chosen[name] === 'theirs' ? theirs : mine)[name] });
  return Object.assign({ ...mine }, ...names.map(of)) as TaskState;
}
