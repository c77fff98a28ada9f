import type { AgendaRule } from '@keneyapp/bff/features/appointments/rules-view';
import { parseTypedTime } from '@keneyapp/clinical';
import { z } from 'zod';
import {
  fromParis,
  readDay,
  today,
  toParis,
  whyNoDate,
  writeDate,
} from '../../../components/form/paris-time.ts';
import { addDays } from '../agenda-search-params.ts';

export type RuleType = AgendaRule['type'];

/** A rule as it is typed; of the fields each type has its own. */
export interface RuleValues {
  type: RuleType;
  weekdays: string[];
  starts: string;
  ends: string;
  from: string;
  until: string;
  everyWeeks: string;
  onHolidays: boolean;
  kindsOf: 'all' | 'some';
  kinds: string[];
  keptDays: string;
  /** Of an absence: from the beginning of the first day to the end of the last. */
  isWhole: boolean;
}

const midnight = '00:00';
/** The end of a day is a time of day too. */
const readTime = (text: string): string | null => (text.trim() === '24:00' ? '24:00' : parseTypedTime(text));

export const emptyRule = (type: RuleType): RuleValues => ({
  type,
  weekdays: type === 'opening' ? ['1', '2', '3', '4', '5'] : [],
  ...{ starts: type === 'absence' ? '' : '09:00', ends: type === 'absence' ? '' : '12:00' },
  ...{ from: writeDate(today()), until: type === 'absence' ? writeDate(today()) : '' },
  ...{ everyWeeks: '1', onHolidays: false, kindsOf: 'all', kinds: [], keptDays: '', isWhole: true },
});

/** A rule that is there, as its form shows it. */
export function valuesOf(rule: AgendaRule): RuleValues {
  const empty = emptyRule(rule.type);
  if (rule.type === 'opening') {
    const { weekdays, starts, ends, from, until, everyWeeks, onHolidays, kinds, keptDays } = rule;
    return {
      ...empty,
      ...{ starts, ends, onHolidays, everyWeeks: String(everyWeeks) },
      weekdays: weekdays.map(String),
      from: writeDate(from),
      until: until === null ? '' : writeDate(until),
      kindsOf: kinds === null ? 'all' : 'some',
      kinds: kinds ?? [],
      keptDays: keptDays === null ? '' : String(keptDays),
    };
  }
  const [[day = '', starts = ''], [last = '', ends = '']] = [rule.start, rule.end].map((instant) =>
    toParis(new Date(instant)).split('T'),
  ) as [string[], string[]];
  if (rule.type === 'extra')
    return {
      ...empty,
      ...{ from: writeDate(day), starts, ends: ends === midnight ? '24:00' : ends },
      kindsOf: rule.kinds === null ? 'all' : 'some',
      kinds: rule.kinds ?? [],
    };
  const isWhole = starts === midnight && ends === midnight;
  return {
    ...empty,
    from: writeDate(day),
    until: writeDate(isWhole ? addDays(last, -1) : last),
    isWhole,
    ...(isWhole ? {} : { starts, ends }),
  };
}

/** What is wrong with what is typed, as reasons. */
export const ruleSchema = z.custom<RuleValues>().superRefine((values, context) => {
  const issue = (path: keyof RuleValues, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  const { type, isWhole, kindsOf, kinds, weekdays, keptDays } = values;
  const [from, until] = [readDay(values.from), readDay(values.until)];
  const [starts, ends] = [readTime(values.starts), readTime(values.ends)];
  const isTimed = type !== 'absence' || !isWhole;
  if (from === null) issue('from', whyNoDate(values.from));
  if (isTimed && starts === null) issue('starts', 'time');
  if (isTimed && ends === null) issue('ends', 'time');
  if (type === 'opening' && weekdays.length === 0) issue('weekdays', 'weekdays');
  if (type !== 'absence' && kindsOf === 'some' && kinds.length === 0) issue('kinds', 'kinds');
  if (type === 'opening' && kindsOf === 'some' && !/^\s*([0-5]?\d|60)?\s*$/.test(keptDays))
    issue('keptDays', 'number');
  const needsUntil = type === 'absence' || (type === 'opening' && values.until.trim() !== '');
  if (needsUntil && until === null) issue('until', whyNoDate(values.until));
  else if (needsUntil && from !== null && until !== null && until < from) issue('until', 'dayOrder');
  const isOneDay = type !== 'absence' || from === until;
  if (isTimed && isOneDay && starts !== null && ends !== null && starts >= ends) issue('ends', 'order');
});

/** The rule that is typed; null while it cannot be read. */
export function ruleOf(
  values: RuleValues,
  { id, resource }: { id: string; resource: string },
): AgendaRule | null {
  if (!ruleSchema.safeParse(values).success) return null;
  const from = readDay(values.from) ?? '';
  const [starts, ends] = [readTime(values.starts) ?? '', readTime(values.ends) ?? ''];
  const kinds = values.kindsOf === 'all' ? null : values.kinds;
  const base = { id, resource };
  if (values.type === 'opening')
    return {
      ...{ ...base, type: values.type, starts, ends, from, kinds },
      weekdays: values.weekdays.map(Number).sort((a, b) => a - b),
      until: values.until.trim() === '' ? null : readDay(values.until),
      everyWeeks: Number(values.everyWeeks),
      onHolidays: values.onHolidays,
      keptDays: kinds === null || values.keptDays.trim() === '' ? null : Number(values.keptDays),
    };
  const span =
    values.type === 'extra'
      ? [momentOf(from, starts), momentOf(from, ends)]
      : absenceSpan({ ...values, starts, ends });
  const [start, end] = span;
  if (!start || !end) return null;
  return values.type === 'extra'
    ? { ...base, type: 'extra', start, end, kinds }
    : { ...base, type: 'absence', start, end };
}

/** The instants of an absence, as it is typed. */
export function absenceSpan({
  from,
  until,
  isWhole,
  starts,
  ends,
}: Pick<RuleValues, 'from' | 'until' | 'isWhole' | 'starts' | 'ends'>): [string | null, string | null] {
  const [first, last] = [readDay(from) ?? '', readDay(until) ?? ''];
  return isWhole
    ? [momentOf(first, midnight), momentOf(last, '24:00')]
    : [momentOf(first, readTime(starts) ?? ''), momentOf(last, readTime(ends) ?? '')];
}

const momentOf = (day: string, time: string): string | null =>
  day === '' || time === ''
    ? null
    : time === '24:00'
      ? fromParis(`${addDays(day, 1)}T${midnight}`)
      : fromParis(`${day}T${time}`);

/** Where an issue of the BFF is shown. */
export function ruleIssue({ path, message }: { path: readonly (string | number)[]; message: string }): {
  name: keyof RuleValues;
  reason: string;
} {
  const at = String(path.at(-1));
  const fields: Record<string, keyof RuleValues> = { start: 'from', end: 'ends' };
  const known = ['weekdays', 'starts', 'ends', 'from', 'until', 'kinds', 'keptDays'] as const;
  return { name: fields[at] ?? known.find((one) => one === at) ?? 'from', reason: message };
}
