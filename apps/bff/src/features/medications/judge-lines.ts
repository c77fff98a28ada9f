import { isIsoDay } from '@keneyapp/clinical';
import type { Regimen, RegimenStep, RegimenTiming, TimeUnit } from '@keneyapp/clinical/prescribing';
import type { OrderedLine, OrderLine } from './prescribe-schema.ts';

export interface LineIssue {
  path: (string | number)[];
  reason: string;
}
interface Circumstances {
  /** The day it is in the hospital. */
  today: string;
  isInHouse: boolean;
}

/** What keeps the lines of a basket from being signed, each at its field: `lines.N.steps.0.dose`. Of what is renewed as it stands the former prescription is judged (`prescribe.ts`). */
export function judgeLines(lines: readonly OrderLine[], circumstances: Circumstances): LineIssue[] {
  const before = new Set<string>();
  return lines.flatMap((line, i) => {
    const found = [...judgeLine(line, circumstances)];
    if (line.act !== 'new') {
      if (before.has(line.former.id)) found.push(issue('twice', 'former'));
      before.add(line.former.id);
    }
    return found.map(({ path, reason }) => ({ path: ['lines', i, ...path], reason }));
  });
}

const issue = (reason: string, ...path: LineIssue['path']): LineIssue => ({ path, reason });

function* judgeLine(line: OrderLine, circumstances: Circumstances): Generator<LineIssue> {
  const { today } = circumstances;
  if ((line.act === 'stop' || line.act === 'revise') && line.why === '') yield issue('missing', 'why');
  if (line.act === 'stop') return;
  const day = line.start.slice(0, 10);
  if (!isIsoDay(day)) yield issue('impossible', 'start');
  else if (day < today) yield issue('past', 'start');
  // what is replaced ends when this begins, and that is now
  else if (line.act === 'revise' && day > today) yield issue('future', 'start');
  if (line.act === 'renew') {
    if (line.duration && isTooLong(line.duration)) yield issue('too-long', 'duration');
    return;
  }
  yield* judgePlace(line, circumstances);
  yield* judgeRegimen(line.regimen, line.start);
}

export function* judgePlace(
  { setting }: { setting: OrderedLine['setting'] | null },
  { isInHouse }: Pick<Circumstances, 'isInHouse'>,
): Generator<LineIssue> {
  if (setting === 'inpatient' && !isInHouse) yield issue('not-in-house', 'setting');
}

export function* judgeRegimen(regimen: Regimen, start: string): Generator<LineIssue> {
  const { route, steps, asNeeded } = regimen;
  if (route === null) yield issue('missing', 'route');
  for (const [k, step] of steps.entries())
    for (const { path, reason } of judgeStep(step, { regimen, start, isLast: k === steps.length - 1 }))
      yield issue(reason, 'steps', k, ...path);
  if (!asNeeded) return;
  // "as needed" says for what, how far apart and how much at most, or a nurse has to guess
  const { condition, interval, maxPerDay } = asNeeded;
  if (condition === '') yield issue('missing', 'asNeeded', 'condition');
  if (interval === null) yield issue('missing', 'asNeeded', 'interval');
  if (maxPerDay === null) yield issue('missing', 'asNeeded', 'maxPerDay');
  else if (Number(maxPerDay.value) === 0) yield issue('impossible', 'asNeeded', 'maxPerDay');
  else if (
    steps.some(({ dose, doseMax, isPerKilogram }) => !isPerKilogram && exceeds(doseMax ?? dose, maxPerDay))
  )
    yield issue('less-than-dose', 'asNeeded', 'maxPerDay');
}

const exceeds = (one: RegimenStep['dose'], other: NonNullable<RegimenStep['dose']>): boolean =>
  one !== null && one.unit === other.unit && Number(one.value) > Number(other.value);

function* judgeStep(
  step: RegimenStep,
  { regimen, start, isLast }: { regimen: Regimen; start: string; isLast: boolean },
): Generator<LineIssue> {
  const { dose, doseMax, isPerKilogram, rate, timing, duration } = step;
  if (dose === null && rate === null) yield issue('missing', 'dose');
  if (dose && Number(dose.value) === 0) yield issue('impossible', 'dose');
  // so many tablets for each kilogram is nothing that anybody gives
  if (isPerKilogram && dose?.unit.startsWith('{')) yield issue('per-kilogram', 'dose');
  if (doseMax) {
    if (!dose || doseMax.unit !== dose.unit) yield issue('units', 'doseMax');
    else if (Number(doseMax.value) <= Number(dose.value)) yield issue('range', 'doseMax');
  }
  if (rate && Number(rate.amount.value) === 0) yield issue('impossible', 'rate');
  // a continuous infusion has its rate, "as needed" its interval
  if (timing) yield* judgeTiming(timing);
  else if (rate === null && regimen.asNeeded === null) yield issue('missing', 'timing');
  if (duration === null) {
    if (!isLast) yield issue('missing', 'duration');
    return;
  }
  if (isTooLong(duration)) yield issue('too-long', 'duration');
  const isOfHours = duration.unit === 'h' || duration.unit === 'min';
  if (isOfHours && !isLast && start.length <= 10) yield issue('needs-time', 'duration');
}

const hoursOf: Record<TimeUnit, number> = { min: 1 / 60, h: 1, d: 24, wk: 168, mo: 730 };
/** Nothing is prescribed for longer than a year. */
const isTooLong = ({ value, unit }: { value: number; unit: TimeUnit }): boolean =>
  value * hoursOf[unit] > 366 * 24;
/** More often than that in a day is a slip of the hand. */
const mostPerDay = 96;

function* judgeTiming({ times, every, at, clock, days, once }: RegimenTiming): Generator<LineIssue> {
  if (!times && !every && !at && !clock && !once) yield issue(days ? 'only-days' : 'missing', 'timing');
  if (once && (times ?? every ?? days)) yield issue('contradiction', 'timing');
  if (times?.countMax !== undefined && times.countMax <= times.count) yield issue('range', 'timing');
  if (every?.valueMax !== undefined && every.valueMax <= every.value) yield issue('range', 'timing');
  if (times) {
    const hours = times.per.value * hoursOf[times.per.unit];
    const most = times.countMax ?? times.count;
    if ((most * 24) / hours > mostPerDay) yield issue('impossible', 'timing');
    // four times a day does not go with every eight hours, nor with two times on the clock
    const isDaily = times.per.value === 1 && times.per.unit === 'd';
    if (every && most * every.value * hoursOf[every.unit] > hours + 1e-9)
      yield issue('contradiction', 'timing');
    if (clock && isDaily && (clock.length < times.count || clock.length > most))
      yield issue('contradiction', 'timing');
  }
  if (every && !times && 24 / (every.value * hoursOf[every.unit]) > mostPerDay)
    yield issue('impossible', 'timing');
}
