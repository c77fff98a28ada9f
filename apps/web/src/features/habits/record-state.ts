import {
  answersOf,
  detailsOf,
  habitAnswers,
  habitKinds,
  mostPackYears,
  mostPerDay,
  mostPerWeek,
  type ChangeInput,
  type HabitDetail,
  type HabitKind,
  type RecordInput,
} from '@keneyapp/bff/features/habits/schema';
import type { HabitVersions } from '@keneyapp/bff/features/habits/view';
import { parseTypedNumber } from '@keneyapp/clinical';
import { z } from 'zod';
import { readDate, readDay, today, whyNoDate, writeDate } from '../../components/form/paris-time.ts';
import { pastDateText } from '../../components/form/past-date.ts';
import { placedIn } from '../../components/form/record-reasons.ts';
import { changedOf, type FormVersion, type RecordKit } from '../../components/form/use-record-form.ts';

const typed = z.object({
  key: z.string(),
  kind: z.enum(['', ...habitKinds]),
  /** '' of what another system recorded in words of its own, and stays. */
  answer: z.enum(['', ...habitAnswers]),
  asked: z.string(),
  perDay: z.string(),
  packYears: z.string(),
  perWeek: z.string(),
  which: z.string(),
  stopped: z.string(),
  due: z.string(),
  note: z.string(),
});
/** What is in the fields, as typed; this is what the draft holds. */
export type HabitState = z.infer<typeof typed>;

const fields = [
  'kind',
  'answer',
  'asked',
  'which',
  'perDay',
  'packYears',
  'perWeek',
  'stopped',
  'due',
  'note',
] as const;
export type HabitField = (typeof fields)[number];

const dayText = (mayLieAhead: boolean) =>
  z.string().superRefine((text, context) => {
    if (text.trim() === '') return;
    const day = readDay(text);
    if (day === null) context.addIssue({ code: 'custom', message: whyNoDate(text) });
    else if (!mayLieAhead && day > today()) context.addIssue({ code: 'custom', message: 'future' });
  });
const amountText = (most: number) =>
  z.string().superRefine((text, context) => {
    if (text.trim() === '') return;
    const amount = parseTypedNumber(text);
    if (amount === null || amount < 0) context.addIssue({ code: 'custom', message: 'number' });
    else if (amount > most) context.addIssue({ code: 'custom', message: 'tooMuch' });
  });

/** @param isNew of one that is there already the form may have no word for the answer */
export const habitKit = (isNew: boolean): RecordKit<HabitState> => ({
  typed,
  schema: typed
    .extend({
      asked: dayText(false),
      stopped: pastDateText,
      due: dayText(true),
      perDay: amountText(mostPerDay),
      packYears: amountText(mostPackYears),
      perWeek: amountText(mostPerWeek),
    })
    .refine(({ kind }) => kind !== '', { path: ['kind'], error: 'needed' })
    .refine(
      // the answer of a question that was chosen before is none of this one
      ({ kind, answer }) =>
        answer === '' ? !isNew : (answersOf[kind || 'tobacco'] as readonly string[]).includes(answer),
      { path: ['answer'], error: 'needed' },
    )
    .refine(({ asked }) => !isNew || asked.trim() !== '', { path: ['asked'], error: 'needed' })
    .refine(({ kind, answer, which }) => which.trim() !== '' || !detailsOf(kind, answer).includes('which'), {
      path: ['which'],
      error: 'needed',
    }),
  fields,
  onlyOnSaving: ['needed'],
  ofServer: placedIn<HabitState>(fields),
});

export const freshHabit = (kind: HabitState['kind'] = ''): HabitState => ({
  key: crypto.randomUUID(),
  kind,
  answer: '',
  asked: writeDate(today()),
  perDay: '',
  packYears: '',
  perWeek: '',
  which: '',
  stopped: '',
  due: '',
  note: '',
});

/** What the form begins with when this question was asked for: what was kept of another one stays unless nothing was written there. */
export function beganWith(kept: HabitState, asked: HabitKind | undefined): HabitState {
  if (asked === undefined || kept.kind === asked) return kept;
  const isBlank = fields.every((name) => name === 'kind' || name === 'asked' || kept[name].trim() === '');
  if (isBlank) return freshHabit(asked);
  return kept.kind === '' ? { ...kept, kind: asked } : kept;
}

const typedDay = (at: string | null): string => (at === null ? '' : writeDate(at.slice(0, 10)));
const typedAmount = (amount: number | null): string =>
  amount === null ? '' : String(amount).replace('.', ',');

/** A version as the form holds it. */
export const versionOf = ({
  row,
  note,
  ...rest
}: HabitVersions['versions'][number]): FormVersion<HabitState> => ({
  ...rest,
  isGone: row.status === 'entered-in-error',
  state: {
    key: crypto.randomUUID(),
    kind: row.kind ?? '',
    answer: row.answer ?? '',
    asked: typedDay(row.at),
    perDay: typedAmount(row.perDay),
    packYears: typedAmount(row.packYears),
    perWeek: typedAmount(row.perWeek),
    which: row.which ?? '',
    stopped: typedDay(row.stopped),
    due: typedDay(row.due),
    note,
  },
});

const amountOf = (text: string): number | null => (text.trim() === '' ? null : parseTypedNumber(text));

/** What belongs to the answer; what was typed for another is not sent. */
function valuesOf({ kind, answer, ...typed }: HabitState) {
  const has = (detail: HabitDetail) => detailsOf(kind, answer).includes(detail);
  return {
    answer: answer || undefined,
    asked: readDay(typed.asked) ?? undefined,
    perDay: has('perDay') ? amountOf(typed.perDay) : null,
    packYears: has('packYears') ? amountOf(typed.packYears) : null,
    perWeek: has('perWeek') ? amountOf(typed.perWeek) : null,
    which: has('which') ? typed.which.trim() : '',
    stopped: has('stopped') && typed.stopped.trim() !== '' ? readDate(typed.stopped) : null,
    due: has('due') && typed.due.trim() !== '' ? readDay(typed.due) : null,
    note: typed.note.trim(),
  };
}

export function toInput(state: HabitState): RecordInput | null {
  const { answer, asked, ...rest } = valuesOf(state);
  // without them nothing gets past the schema
  return state.kind === '' || answer === undefined || asked === undefined
    ? null
    : { key: state.key, kind: state.kind, answer, asked, ...rest };
}

/** What differs from the version that was read; null where that is nothing. */
export const toChanges = (state: HabitState, over: HabitState): ChangeInput['changes'] | null =>
  changedOf(valuesOf(state), valuesOf(over));
