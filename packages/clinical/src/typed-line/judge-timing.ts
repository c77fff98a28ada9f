import type { RegimenStep, RegimenTiming } from '../prescribing/regimen.ts';
import type { Of } from './elements.ts';
import type { LineErrorCode, Span } from './reading.ts';

export type Amount = Of<'amount'> & { rate: { value: number; unit: 'min' | 'h' | 'd' } | null };

/** What one step says, before it is judged as a whole. */
export interface StepSaid {
  amounts: Amount[];
  timing: RegimenTiming;
  over: RegimenStep['over'];
  duration: RegimenStep['duration'];
  schema: Of<'schema'> | null;
  per: Of<'per'> | null;
  /** `/24 h` right behind an amount. */
  aDay: Of<'every'> | null;
  isOneTake: boolean;
  span: Span;
}
export const newStep = (span: Span): StepSaid => ({
  amounts: [],
  timing: {},
  over: null,
  duration: null,
  schema: null,
  per: null,
  aDay: null,
  isOneTake: false,
  span,
});

export const isADay = ({ value, valueMax, unit }: Of<'every'>['every']): boolean =>
  valueMax === undefined && ((unit === 'h' && value === 24) || (unit === 'd' && value === 1));

const schemaMoments = ['MORN', 'NOON', 'EVE', 'HS'] as const;

/** The rhythm as a whole: what is said twice has to say the same. */
export function judgeTiming(
  said: StepSaid,
  dose: Amount | null,
  fail: (code: LineErrorCode, span: Span) => void,
): RegimenTiming {
  const timing: RegimenTiming = { ...said.timing };
  if (said.schema) readSchema(said.schema, dose, timing, fail);
  const moments = (timing.at?.length ?? 0) || (timing.clock?.length ?? 0);
  // 3 g a day may be three times 1 g: it is one take only where it says so, or cannot be divided
  const isWhole = dose?.dose.unit.startsWith('{') && !dose.doseMax && Number(dose.dose.value) <= 1;
  if (said.aDay && !isWhole && !said.isOneTake && moments !== 1) fail('ambiguous-rhythm', said.aDay);
  if (said.per) {
    if (timing.times || timing.every) fail('two-rhythms', said.per);
    else if (!isWhole && !said.isOneTake && moments !== 1) fail('ambiguous-rhythm', said.per);
    else timing.times = { count: 1, per: { value: 1, unit: said.per.unit } };
  }
  const { times, every, at, clock, days } = timing;
  const span = { start: dose?.start ?? said.span.start, end: dose?.end ?? said.span.end };
  const byMeals = at?.some((one) => one === 'AC' || one === 'PC');
  const takes = times && times.per.unit === 'd' && times.per.value === 1 ? times.count : null;
  if (takes !== null && moments > 0 && !byMeals && takes !== moments) fail('two-rhythms', span);
  if (clock && at && clock.length !== at.length) fail('two-rhythms', span);
  if (every && times && !(every.unit === 'h' && takes !== null && every.value * takes === 24))
    fail('two-rhythms', span);
  if (every && moments > 0 && (every.unit === 'h' || every.unit === 'min') && every.value < 24)
    fail('two-rhythms', span);
  if (days && times?.per.unit === 'wk' && times.count !== days.length) fail('two-rhythms', span);
  if (timing.once && Object.keys(timing).length > 1 && moments !== 1) fail('two-rhythms', span);
  return timing;
}

/** `1-0-1`: the same each time it is given; what differs is two lines. */
function readSchema(
  schema: Of<'schema'>,
  dose: Amount | null,
  timing: RegimenTiming,
  fail: (code: LineErrorCode, span: Span) => void,
): void {
  const given = [...new Set(schema.doses.filter((one) => Number(one) > 0))];
  if (given.length === 0) return fail('impossible-number', schema);
  // with a dose of its own, only "one of it" is clear
  if (given.length > 1 || (dose && given[0] !== '1')) return fail('uneven-doses', schema);
  if (timing.at) return fail('two-rhythms', schema);
  timing.at = schemaMoments.filter((_, i) => Number(schema.doses[i] ?? 0) > 0);
}
