import type { RegimenTiming } from '@keneyapp/clinical/prescribing';
import { hoursOf, issue, type LineIssue } from './line-issue.ts';

/** More often than that in a day is a slip of the hand. */
const mostPerDay = 96;

/** Whether a rhythm is one, and says one thing. */
export function* judgeTiming({ times, every, at, clock, days, once }: RegimenTiming): Generator<LineIssue> {
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
