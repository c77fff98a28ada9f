import { isIsoDay } from '@keneyapp/clinical';
import { detailsOf, isAnswerOf, type HabitAnswer, type HabitKind } from '@keneyapp/fhir-model/habit-kinds';
import { foreignComponents, habitOf, kindOf, readHabit, type HabitDetails } from '@keneyapp/fhir-model/habit';
import { addDays, dayOf } from '@keneyapp/fhir-model/hospital-days';
import { weeksAtTerm } from '@keneyapp/fhir-model/pregnancy';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Observation } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { refuse } from '../../errors.ts';
import type { StatementChange } from '../../statement-input.ts';
import {
  authorOf,
  changeStatement,
  checkPastDate,
  noteOf,
  recordStatement,
  withFirstNote,
  type ChangedStatement,
  type StatementContext,
} from '../../statements.ts';
import type { ChangeInput, RecordInput } from './schema.ts';

/** A pregnancy is not foreseen longer than it lasts, nor asked for long after its term. */
const [longestWeeks, latestWeeks] = [weeksAtTerm, 4];

/** Writes what was answered, when, and to whom. */
export async function record(ctx: StatementContext, input: RecordInput): Promise<ChangedStatement> {
  const now = new Date();
  await checkDates(ctx, input, now);
  checkAnswer(input.kind, input.answer, input.which);
  const due = input.due;
  if (due !== null) checkDue(due, input.asked);
  const { component, ...said } = habitOf(input.kind, input.answer, detailsIn(input));
  const made: Observation = {
    resourceType: 'Observation',
    status: 'final',
    ...said,
    ...(component.length > 0 ? { component } : {}),
    subject: { reference: patientReference(ctx.patientId) },
    effectiveDateTime: momentOf(input.asked, now),
    issued: now.toISOString(),
    performer: [authorOf(ctx)],
    ...(input.note ? { note: [noteOf(ctx, input.note, now)] } : {}),
  };
  return recordStatement(ctx, input.key, made);
}

/** It was answered otherwise: what the person changed, and nothing else of it. */
export async function change(ctx: StatementContext, input: ChangeInput): Promise<ChangedStatement> {
  const { note, asked, ...fields } = input.changes;
  const now = new Date();
  await checkDates(ctx, { asked: asked ?? null, stopped: fields.stopped ?? null }, now);
  return changeStatement(ctx, 'Observation', { ...input, reason: '' }, (stored) => {
    const was = readHabit(stored, now);
    const kind = ownKind(stored);
    let next: Observation = { ...stored, status: 'amended' };
    if (Object.values(fields).some((value) => value !== undefined)) {
      const answer = fields.answer ?? was.answer;
      // another system’s answer has no details of ours to change
      if (answer === null) return refuse([{ path: ['answer'], reason: 'needed' }]);
      const details = detailsIn({ ...was, which: was.which ?? '', ...defined(fields) });
      checkAnswer(kind, answer, details.which ?? '');
      if (fields.due) checkDue(fields.due, asked ?? was.at?.slice(0, 10) ?? dayOf(now));
      const said = habitOf(kind, answer, details);
      const { component: _, ...rest } = next;
      const component = [...said.component, ...foreignComponents(stored)];
      next = {
        ...rest,
        ...(fields.answer && said.valueCodeableConcept
          ? { valueCodeableConcept: said.valueCodeableConcept }
          : {}),
        ...(component.length > 0 ? { component } : {}),
      };
    }
    if (asked !== undefined) next = { ...withoutMoment(next), effectiveDateTime: momentOf(asked, now) };
    return { ...next, ...(note === undefined ? {} : withFirstNote(ctx, stored, note, now)) };
  });
}

/** It should never have been written. */
export const markEnteredInError = (
  ctx: StatementContext,
  input: StatementChange,
): Promise<ChangedStatement> =>
  changeStatement(ctx, 'Observation', input, (stored) => {
    ownKind(stored);
    return { ...stored, status: 'entered-in-error' };
  });

/** A measure or a result of the laboratory is none of this page, and is not found here. */
function ownKind(stored: Observation): HabitKind {
  const kind = kindOf(stored);
  if (kind === null) throw new TRPCError({ code: 'NOT_FOUND', message: 'no answer of this page' });
  return kind;
}

const defined = <T extends object>(fields: T): Partial<T> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<T>;

const detailsIn = ({
  perDay,
  packYears,
  perWeek,
  which,
  stopped,
  due,
}: Omit<HabitDetails, 'which'> & { which: string }): HabitDetails => ({
  perDay,
  packYears,
  perWeek,
  which: which || null,
  stopped,
  due,
});

function checkAnswer(kind: HabitKind, answer: HabitAnswer, which: string): void {
  if (!isAnswerOf(kind, answer)) refuse([{ path: ['answer'], reason: 'needed' }]);
  if (which === '' && detailsOf(kind, answer).includes('which'))
    refuse([{ path: ['which'], reason: 'needed' }]);
}

async function checkDates(
  ctx: StatementContext,
  { asked, stopped }: { asked: string | null; stopped: string | null },
  now: Date,
): Promise<void> {
  if (asked !== null) await checkPastDate(ctx, 'asked', asked, now);
  if (stopped !== null) await checkPastDate(ctx, 'stopped', stopped, now);
}

function checkDue(due: string, asked: string): void {
  if (!isIsoDay(due)) refuse([{ path: ['due'], reason: 'impossible' }]);
  if (due > addDays(asked, 7 * longestWeeks)) refuse([{ path: ['due'], reason: 'too-far' }]);
  if (due < addDays(asked, -7 * latestWeeks)) refuse([{ path: ['due'], reason: 'over' }]);
}

/** Of today it is now: the last of two answers of one day is known. */
const momentOf = (day: string, now: Date): string => (day === dayOf(now) ? now.toISOString() : day);

const withoutMoment = ({
  effectivePeriod: _p,
  effectiveInstant: _i,
  effectiveTiming: _t,
  ...rest
}: Observation): Observation => rest;
