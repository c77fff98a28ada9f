import {
  ageInMonths,
  assessVital,
  convertCommon,
  normaliseUnit,
  parseIsoDate,
  roundTo,
  vitalDefinitions,
  type VitalAssessment,
  type VitalSign,
} from '@keneyapp/clinical';
import type { Amount, Judgement, RecordedValue } from '../shapes.ts';
import type { Shown } from '../vital-measure.ts';
import { judgementOf } from './judgement.ts';
import { levelOf } from './level.ts';
import type { Subject } from './range.ts';
import { amountOf, type Valued } from './value.ts';

/** The value of a vital sign, judged at last by the ranges of the age then. */
export function judgementOfSign(
  sign: VitalSign,
  value: RecordedValue,
  from: Valued,
  subject: Subject,
  at: string | null,
): Judgement {
  const ageMonths = at === null ? null : ageMonthsAt(subject.birthDate, at);
  const isOnScale2 = sign === 'oxygenSaturation' && subject.spo2Scale === 2 && (ageMonths ?? 0) >= 192;
  const shown = inHouseUnit(value, from, vitalDefinitions[sign].unit, vitalDefinitions[sign].decimals);
  const assessed = shown && assessVital(sign, shown.value, { ageMonths, spo2Scale: subject.spo2Scale });
  // the target a clinician set for this person beats the range of a device
  const judged = judgementOf(value, isOnScale2 ? { ...from, referenceRange: [] } : from, subject, at, () =>
    shown && assessed && assessed !== 'impossible' && holdsFor(assessed, shown.comparator)
      ? levelOf(assessed)
      : null,
  );
  return judged.level === 'unknown' && assessed === 'impossible'
    ? { ...judged, notJudged: 'impossible' }
    : judged;
}

/** `< 70` is judged when every value it may stand for is at least as far out. */
const holdsFor = (level: VitalAssessment, comparator: Amount['comparator']) =>
  comparator === null || (comparator.startsWith('<') ? level.endsWith('low') : level.endsWith('high'));

/** Null where the value is no number, or in a unit that cannot be converted at once: never mixed. */
export function inHouseUnit(
  value: RecordedValue,
  from: Valued,
  unit: string,
  decimals: number,
): (Shown & { recorded: Amount | null }) | null {
  const amount = amountOf(value);
  if (!amount) {
    const text = value.kind === 'text' ? value.text : value.kind === 'coded' ? value.coded.text : null;
    return unit === '{score}' && text !== null && /^\d+$/.test(text)
      ? { value: Number(text), digits: text, comparator: null, recorded: null }
      : null;
  }
  const { comparator } = amount;
  const written = from.valueQuantity?.code ?? from.valueQuantity?.unit;
  if (written === undefined || unit === '{score}' || normaliseUnit(written) === unit)
    return { value: amount.value, digits: amount.digits, comparator, recorded: null };
  const converted =
    convertCommon(amount.value, written, unit) ?? convertCommon(amount.value, amount.unit ?? '', unit);
  if (converted === null) return null;
  return {
    value: roundTo(converted, 2),
    digits: String(roundTo(converted, decimals)),
    comparator,
    recorded: amount,
  };
}

/** Completed months at an instant; null without a full birth date. Only the year known: 1 July stands for it. */
export function ageMonthsAt(birthDate: string | null, at: string): number | null {
  if (birthDate === null) return null;
  const birth = parseIsoDate(
    birthDate.length === 4 ? `${birthDate}-07-01` : birthDate.length === 7 ? `${birthDate}-15` : birthDate,
  );
  const day = parseIsoDate(at);
  return birth && day ? ageInMonths(birth, day) : null;
}
