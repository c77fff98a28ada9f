import {
  answersOf,
  detailsOf,
  habitAnswers,
  habitKinds,
  type HabitAnswer,
  type HabitDetail,
  type HabitKind,
} from '@keneyapp/fhir-model/habit-kinds';
import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { changeOf, partialDate } from '../../statement-input.ts';

export { answersOf, detailsOf, habitAnswers, habitKinds, type HabitAnswer, type HabitDetail, type HabitKind };

export const mostPerDay = 200;
export const mostPackYears = 300;
export const mostPerWeek = 500;

/** A whole day: what is asked today says nothing of a month. */
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/);

const fields = z.object({
  kind: z.enum(habitKinds),
  answer: z.enum(habitAnswers),
  /** When it was asked. */
  asked: day,
  /** Cigarettes a day, packs a day times years, glasses a week; null: not said. */
  perDay: z.number().min(0).max(mostPerDay).nullable(),
  packYears: z.number().min(0).max(mostPackYears).nullable(),
  perWeek: z.number().min(0).max(mostPerWeek).nullable(),
  which: typedText(120),
  stopped: partialDate.nullable(),
  due: day.nullable(),
  note: typedText(1_000),
});
/** `key` is made when the form opens: the same key never makes a second answer. */
export const recordInput = fields.extend({ key: z.uuid() });
export type RecordInput = z.output<typeof recordInput>;

/** The question stays what it was: what was asked of something else is another answer. */
export const changeInput = changeOf(fields.omit({ kind: true }));
export type ChangeInput = z.output<typeof changeInput>;
