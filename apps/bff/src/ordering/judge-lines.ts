import { convertCommon, isIsoDay } from '@keneyapp/clinical';
import {
  highestDose,
  isAmount,
  judgeScale,
  type Dose,
  type Regimen,
  type RegimenStep,
} from '@keneyapp/clinical/prescribing';
import { judgeService } from './judge-service.ts';
import { judgeTiming } from './judge-timing.ts';
import type { FullDrugLine, OrderLine } from './order-lines.ts';
import { issue, isTooLong, type LineIssue } from './line-issue.ts';

interface Circumstances {
  /** The day it is in the hospital. */
  today: string;
  isInHouse: boolean;
}

/** What keeps the lines of a basket from being signed, each at its field: `lines.N.steps.0.dose`. Of what is renewed as it stands the former prescription is judged (`formers.ts`). */
export function judgeLines(lines: readonly OrderLine[], circumstances: Circumstances): LineIssue[] {
  const before = new Set<string>();
  return lines.flatMap((line, i) => {
    const found = [...judgeLine(line, circumstances)];
    if (line.act !== 'new') {
      const former = `${line.kind} ${line.former.id}`;
      if (before.has(former)) found.push(issue('twice', 'former'));
      before.add(former);
    }
    return found.map(({ path, reason }) => ({ path: ['lines', i, ...path], reason }));
  });
}

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
  if (line.kind === 'service') return yield* judgeService(line);
  yield* judgePlace(line, circumstances);
  yield* judgeRegimen(line.regimen, line.start);
}

export function* judgePlace(
  { setting }: { setting: FullDrugLine['setting'] | null },
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
  else if (!isAmount(maxPerDay.value)) yield issue('impossible', 'asNeeded', 'maxPerDay');
  else {
    const shares = steps.flatMap((step) => shareOf(step, maxPerDay));
    // a limit that cannot be compared with one dose holds nobody back
    if (shares.includes(null)) yield issue('not-comparable', 'asNeeded', 'maxPerDay');
    else if (shares.some((share) => share !== null && share > 1))
      yield issue('less-than-dose', 'asNeeded', 'maxPerDay');
  }
}

/** How much of a limit one dose of a step is, at most; null where their units do not convert into each other. Of a dose by weight, and of no dose, nothing is said. */
function shareOf({ dose, doseMax, isPerKilogram, scale }: RegimenStep, limit: Dose): (number | null)[] {
  const most = scale ? highestDose(scale) : (doseMax ?? dose);
  if (!most || isPerKilogram) return [];
  const value = convertCommon(Number(most.value), most.unit, limit.unit);
  return [value === null ? null : value / Number(limit.value)];
}

function* judgeStep(
  step: RegimenStep,
  { regimen, start, isLast }: { regimen: Regimen; start: string; isLast: boolean },
): Generator<LineIssue> {
  const { dose, scale, doseMax, isPerKilogram, rate, timing, duration } = step;
  if (scale) {
    for (const { path, reason } of judgeScale(scale)) yield issue(reason, 'scale', ...path);
    // one of the two would be given, and nobody knows which
    if (dose || doseMax || rate || isPerKilogram) yield issue('dose-and-scale', 'dose');
  } else if (dose === null && rate === null) yield issue('missing', 'dose');
  if (dose && !isAmount(dose.value)) yield issue('impossible', 'dose');
  // so many tablets for each kilogram is nothing that anybody gives
  if (isPerKilogram && dose?.unit.startsWith('{')) yield issue('per-kilogram', 'dose');
  if (doseMax) {
    if (!dose || doseMax.unit !== dose.unit) yield issue('units', 'doseMax');
    else if (!isAmount(doseMax.value)) yield issue('impossible', 'doseMax');
    else if (Number(doseMax.value) <= Number(dose.value)) yield issue('range', 'doseMax');
  }
  if (rate && !isAmount(rate.amount.value)) yield issue('impossible', 'rate');
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
