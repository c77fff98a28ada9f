import type { Dose, Regimen, RegimenStep, RegimenTiming } from '@keneyapp/clinical/prescribing';
import type { Dosage, Timing } from '@keneyapp/bff/features/medications/view';
import { unitWord } from './dose-units.ts';

type Amount = NonNullable<Dosage['dose']>['low'];

const routeNames = { ocular: 'ophthalmic', auricular: 'otic', 'enteral-tube': 'nasogastric' } as const;

const amountOf = (value: string, unit: string): Amount => ({
  value: Number(value),
  digits: value,
  unit: unitWord(unit, 'fr'),
  code: unit,
  comparator: null,
});
const ofDose = ({ value, unit }: Dose): Amount => amountOf(value, unit);
const ofTime = ({ value, unit }: { value: number; unit: string }) => ({
  low: { ...amountOf(String(value), unit), unit },
  high: null,
});

/** A regimen that is still typed as what the record would show of it, so that a line reads the same before and after it is signed. */
export function dosagesOf(regimen: Regimen): Dosage[] {
  return regimen.steps.map((step, i) => dosageOf(step, regimen, regimen.steps.length > 1 ? i + 1 : null));
}

function dosageOf(step: RegimenStep, { route, asNeeded }: Regimen, sequence: number | null): Dosage {
  const { dose, scale, doseMax, rate, timing, duration } = step;
  const known = route && (route in routeNames ? routeNames[route as keyof typeof routeNames] : route);
  return {
    sequence,
    text: null,
    patientInstruction: null,
    dose: dose && { low: ofDose(dose), high: doseMax && ofDose(doseMax) },
    scale: scale ?? null,
    rate: rate && { low: ofDose(rate.amount), high: null, per: ofTime(rate.per).low },
    kind: null,
    others: [],
    route: route && {
      text: null,
      codes: [],
      known: known as NonNullable<Dosage['route']>['known'],
      isSaidByName: true,
    },
    site: null,
    method: null,
    timing: timing && timingOf(timing),
    asNeeded: asNeeded !== null,
    asNeededFor: asNeeded?.condition ? { text: asNeeded.condition, codes: [] } : null,
    duration: duration && ofTime(duration),
    start: null,
    end: null,
    max: asNeeded?.maxPerDay
      ? { amount: ofDose(asNeeded.maxPerDay), per: ofTime({ value: 24, unit: 'h' }).low }
      : null,
    maxPerAdministration: null,
    maxPerLifetime: null,
    additional: [],
  };
}

export function timingOf({ times, every, at, clock, days, once }: RegimenTiming): Timing {
  const isEvery = every !== undefined && times === undefined;
  return {
    frequency: times?.count ?? (isEvery ? 1 : null),
    frequencyMax: times?.countMax ?? null,
    period: times?.per.value ?? every?.value ?? null,
    periodMax: isEvery ? (every.valueMax ?? null) : null,
    periodUnit: times?.per.unit ?? every?.unit ?? null,
    daysOfWeek: days ?? [],
    timesOfDay: clock ?? [],
    events: at ?? [],
    offset: null,
    dates: [],
    code: null,
    count: once ? 1 : null,
    countMax: null,
    lasts: null,
  };
}
