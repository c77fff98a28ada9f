import { epochMs, latestFirst, date } from '@keneyapp/fhir-model/dates';
import { isPregnant, pregnancyStatus } from '@keneyapp/fhir-model/pregnancy';
import { systemOf, systems } from '@keneyapp/fhir-model/systems';
import type { Observation } from '@medplum/fhirtypes';

/** LOINC: serum or plasma creatinine, and estimates of the filtration rate as laboratories give them. */
export const creatinineCodes = ['14682-9', '2160-0', '77140-2'];
export const filtrationCodes = ['62238-1', '98979-8', '33914-3', '69405-9', '77147-7', '48642-3', '50210-4'];
export const weightCodes = ['29463-7', '3141-9'];
export { pregnancyStatus };

export interface Measured {
  value: number;
  at: string;
}

const usual = ['final', 'amended', 'corrected', 'preliminary', 'registered'];

function values(
  all: readonly Observation[],
  codes: readonly string[],
  convert: (value: number, unit: string) => number | null,
): Measured[] {
  return all
    .filter((one) => usual.includes(one.status ?? '') && hasCode(one, codes))
    .flatMap((one) => {
      const { value, code, unit, comparator } = one.valueQuantity ?? {};
      const at = date(one.effectiveDateTime ?? one.effectivePeriod?.start);
      if (value === undefined || at === null) return [];
      // `> 90` is at least that: enough for what asks whether it is too low; `< 15` is lower still
      const read = convert(comparator === '<' ? Number(value) - 1 : Number(value), code ?? unit ?? '');
      return read === null || !(read > 0) ? [] : [{ value: read, at }];
    })
    .sort(latestFirst((one) => one.at));
}

const hasCode = ({ code }: Observation, codes: readonly string[]): boolean =>
  code?.coding?.some((one) => systemOf(one) === systems.loinc && codes.includes(one.code ?? '')) ?? false;

/** In µmol/L, the latest first. */
export const creatinines = (all: readonly Observation[]): Measured[] =>
  values(all, creatinineCodes, (value, unit) =>
    /^(umol|µmol)\/L$/i.test(unit)
      ? value
      : /^mg\/dL$/i.test(unit)
        ? value * 88.42
        : /^mg\/L$/i.test(unit)
          ? value * 8.842
          : null,
  );
/** In mL/min/1.73 m², the latest first. */
export const filtrations = (all: readonly Observation[]): Measured[] =>
  values(all, filtrationCodes, (value, unit) => (/^mL\/min/i.test(unit) ? value : null));
/** In kilograms, the latest first. */
export const weights = (all: readonly Observation[]): Measured[] =>
  values(all, weightCodes, (value, unit) => (unit === 'kg' ? value : unit === 'g' ? value / 1_000 : null));

export type Pregnancy =
  { state: 'pregnant' | 'not-pregnant' | 'possible'; at: string } | { state: 'not-said' };

export function pregnancyIn(all: readonly Observation[], now: Date): Pregnancy {
  const [latest] = all
    .filter((one) => usual.includes(one.status ?? '') && hasCode(one, [pregnancyStatus]))
    .sort((a, b) => epochMs(date(b.effectiveDateTime)) - epochMs(date(a.effectiveDateTime)));
  const at = date(latest?.effectiveDateTime);
  if (!latest || at === null) return { state: 'not-said' };
  if (isPregnant(latest, now.toISOString())) return { state: 'pregnant', at };
  // LA26683-5, SNOMED 60001007: not pregnant; any other answer says that nobody knows
  const isNot = latest.valueCodeableConcept?.coding?.some(({ code }) =>
    ['LA26683-5', '60001007'].includes(code ?? ''),
  );
  if (isNot) return { state: 'not-pregnant', at };
  const isPossible = latest.valueCodeableConcept?.coding?.some(({ code }) => code === possiblePregnancy);
  return isPossible ? { state: 'possible', at } : { state: 'not-said' };
}

/** SNOMED CT: a pregnancy that is neither known nor ruled out. */
const possiblePregnancy = '102874004';

export const daysSince = (at: string, now: Date): number => (now.getTime() - epochMs(at)) / 86_400_000;
