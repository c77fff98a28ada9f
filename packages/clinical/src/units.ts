// The package ships no types and a declaration of a foreign module cannot be imported: every program that reads this file must find it.
// eslint-disable-next-line @typescript-eslint/triple-slash-reference
/// <reference path="./ucum-lhc.d.ts" />
import { isSameKind, powerBetween } from './ucum.ts';

/**
 * Units as UCUM (https://ucum.org). What differs in prefixes alone, and the units of vital signs, convert at once;
 * everything else through @lhncbc/ucum-lhc (NLM), 500 kB, loaded on the first call.
 */
export const ucumSystem = 'http://unitsofmeasure.org';

type Conversion = (value: number) => number;
const scale =
  (factor: number): Conversion =>
  (value) =>
    value * factor;

/** from → to, for the units vital signs arrive in (French and US charts, devices). */
const table: Record<string, Record<string, Conversion>> = {
  '[degF]': { Cel: (f) => ((f - 32) * 5) / 9 },
  Cel: { '[degF]': (c) => (c * 9) / 5 + 32 },
  '[lb_av]': { kg: scale(0.45359237) },
  kg: { '[lb_av]': scale(1 / 0.45359237) },
  '[in_i]': { cm: scale(2.54) },
  cm: { '[in_i]': scale(1 / 2.54) },
  'mm[Hg]': { kPa: scale(0.133322) },
  kPa: { 'mm[Hg]': scale(1 / 0.133322) },
};

/** Annotations and synonyms that mean the same unit: `{beats}/min`, `bpm`, `lbs`, `cmHg` are met in real data. */
const synonyms: Record<string, string> = {
  '{beats}/min': '/min',
  '{breaths}/min': '/min',
  '{Beats}/min': '/min',
  '{Breaths}/min': '/min',
  bpm: '/min',
  '1/min': '/min',
  lbs: '[lb_av]',
  lb: '[lb_av]',
  '[lb_us]': '[lb_av]',
  in: '[in_i]',
  '[in_us]': '[in_i]',
  mmHg: 'mm[Hg]',
  '°C': 'Cel',
  C: 'Cel',
  degC: 'Cel',
  '°F': '[degF]',
  degF: '[degF]',
  'kg/m^2': 'kg/m2',
  'G/L': '10*9/L',
  'T/L': '10*12/L',
  '10^9/L': '10*9/L',
  '10^12/L': '10*12/L',
};

/** The usual spelling of a unit; unknown ones come back as they are. */
export function normaliseUnit(code: string): string {
  return synonyms[code] ?? code.replaceAll(/[µμ]/g, 'u');
}

/** Converts at once when the units differ in prefixes alone, or the pair is in the small table; null otherwise. */
export function convertCommon(value: number, from: string, to: string): number | null {
  const [source, target] = [normaliseUnit(from), normaliseUnit(to)];
  if (source === target) return value;
  const listed = table[source]?.[target];
  if (listed) return listed(value);
  const power = powerBetween(source, target);
  return power === null ? null : Number(`${value}e${power}`);
}

/**
 * Converts between units of one kind (`isSameKind`): never between % and mmol/mol, mol and equivalents, or arbitrary units.
 * @param molarMass g/mol, needed between mass and amount of substance (creatinine 113.12)
 * @returns null when a unit is unknown or they cannot be converted: keep such series apart.
 */
export async function convertUnit(
  value: number,
  from: string,
  to: string,
  molarMass?: number,
): Promise<number | null> {
  const quick = convertCommon(value, from, to);
  if (quick !== null) return quick;
  if (molarMass === undefined && !isSameKind(normaliseUnit(from), normaliseUnit(to))) return null;
  const { UcumLhcUtils } = await import('@lhncbc/ucum-lhc');
  const answer = UcumLhcUtils.getInstance().convertUnitTo(normaliseUnit(from), value, normaliseUnit(to), {
    molecularWeight: molarMass ?? null,
  });
  return answer.status === 'succeeded' ? answer.toVal : null;
}

/** True for a valid UCUM expression. */
export async function isUcumUnit(code: string): Promise<boolean> {
  const { UcumLhcUtils } = await import('@lhncbc/ucum-lhc');
  return UcumLhcUtils.getInstance().validateUnitString(code).status === 'valid';
}
