import {
  judgeScale,
  mealTimes,
  regimenRoutes,
  weekdays,
  type Regimen,
  type RegimenStep,
  type RegimenTiming,
  type TimeUnit,
} from '@keneyapp/clinical/prescribing';
import { parseJson, sameJson, stringifyWithDigits } from '@keneyapp/fhir-client/json';
import type { CodeableConcept, Dosage, Extension, TimingRepeat } from '@medplum/fhirtypes';
import { Temporal } from 'temporal-polyfill';
import { dosageExtensions, dosagesOf } from './dosage-write.ts';
import { doseOf } from './dose-quantity.ts';
import { readScale } from './dose-scale.ts';
import { routeTexts } from './regimen-words.ts';

/**
 * The regimen that Dosages were written from (`dosage-write.ts`), so that it can be renewed and revised. Null for any that
 * says more, less or something else than what would be written of it: nothing of a prescription is lost by renewing it.
 */
export function regimenOf(dosages: readonly Dosage[] | undefined): Regimen | null {
  const [first] = dosages ?? [];
  if (!dosages || !first) return null;
  const route = regimenRoutes.find((one) => routeTexts[one] === first.route?.text) ?? null;
  const least = extensionIn(first, dosageExtensions.interval)?.valueDuration;
  const isAsNeeded = first.asNeededBoolean ?? first.asNeededCodeableConcept !== undefined;
  const regimen: Regimen = {
    route,
    steps: dosages.map(stepOf),
    asNeeded: isAsNeeded
      ? {
          condition: first.asNeededCodeableConcept?.text ?? '',
          interval:
            least?.value === undefined
              ? null
              : { value: Number(least.value), unit: least.code as 'min' | 'h' },
          maxPerDay: doseOf(first.maxDosePerPeriod?.numerator),
        }
      : null,
    additives: instructionsIn(first, dosageExtensions.additive).map(({ extension = [] }) => ({
      text: extension.find(({ url }) => url === 'text')?.valueString ?? '',
      dose: doseOf(extension.find(({ url }) => url === 'dose')?.valueQuantity),
    })),
    instruction: first.patientInstruction ?? '',
  };
  // bands that leave a gap cannot be typed, so a copy of them would be another scale
  if (regimen.steps.some(({ scale }) => scale && judgeScale(scale).length > 0)) return null;
  const start = first.timing?.repeat?.boundsPeriod?.start;
  const isSaid = (from: string | null) => sameJson(asText(dosagesOf(regimen, from)), asText(dosages));
  return (start === undefined ? isSaid(anyDay) || isSaid(null) : isSaid(start)) ? regimen : null;
}

/** When and how long, as a Dosage says it (which need not be one of a drug: `service-timing.ts`). */
export const rhythmOf = (dosage: Dosage): Pick<RegimenStep, 'timing' | 'duration'> => ({
  timing: timingOf(dosage.timing?.repeat, dosage),
  duration: durationOf(dosage.timing?.repeat, dosage.text ?? ''),
});

const asText = (dosages: readonly Dosage[]): unknown => parseJson(stringifyWithDigits(dosages));

/** Hours from a day on are written without that day. */
const anyDay = '2000-01-01';

function stepOf(dosage: Dosage): RegimenStep {
  const { repeat } = dosage.timing ?? {};
  const [given] = dosage.doseAndRate ?? [];
  const low = given?.doseQuantity ?? given?.doseRange?.low;
  const isPerKilogram = low?.code?.endsWith('/kg') ?? false;
  const { numerator, denominator } = given?.rateRatio ?? {};
  const amount = doseOf(numerator);
  const { scale } = readScale(dosage);
  return {
    dose: doseOf(low, isPerKilogram),
    ...(scale ? { scale } : {}),
    doseMax: doseOf(given?.doseRange?.high, isPerKilogram),
    isPerKilogram,
    rate:
      amount && denominator?.value !== undefined
        ? { amount, per: { value: Number(denominator.value), unit: denominator.code as 'min' | 'h' | 'd' } }
        : null,
    over:
      repeat?.duration === undefined
        ? null
        : { value: Number(repeat.duration), unit: repeat.durationUnit as 'min' | 'h' },
    timing: timingOf(repeat, dosage),
    duration: durationOf(repeat, dosage.text ?? ''),
  };
}

function timingOf(repeat: TimingRepeat | undefined, dosage: Dosage): RegimenTiming | null {
  if (!repeat) return null;
  const isEvery = repeat.frequency === 1 && repeat.frequencyMax === undefined && !isOncePer(repeat);
  const [period, unit] = [Number(repeat.period), repeat.periodUnit as TimeUnit];
  const said = extensionIn(dosage, dosageExtensions.every)?.valueRange;
  const moments = extensionIn(dosage, dosageExtensions.moments)?.valueString?.split(' ');
  const at = (moments ?? repeat.when ?? []).filter((one) => isOneOf(mealTimes, one));
  const days = (repeat.dayOfWeek ?? []).filter((one) => isOneOf(weekdays, one));
  const timing: RegimenTiming = {
    ...(repeat.frequency !== undefined && (!isEvery || said)
      ? {
          times: {
            count: Number(repeat.frequency),
            ...(repeat.frequencyMax === undefined ? {} : { countMax: Number(repeat.frequencyMax) }),
            per: { value: period, unit },
          },
        }
      : {}),
    ...(isEvery && !said
      ? {
          every: {
            value: period,
            ...(repeat.periodMax === undefined ? {} : { valueMax: Number(repeat.periodMax) }),
            unit,
          },
        }
      : {}),
    ...(said?.low?.value === undefined
      ? {}
      : {
          every: {
            value: Number(said.low.value),
            ...(said.high?.value === undefined ? {} : { valueMax: Number(said.high.value) }),
            unit: said.low.code as TimeUnit,
          },
        }),
    ...(at.length > 0 ? { at } : {}),
    ...(repeat.timeOfDay ? { clock: repeat.timeOfDay.map((time) => time.slice(0, 5)) } : {}),
    ...(days.length > 0 ? { days } : {}),
    ...(repeat.count === 1 ? { once: true } : {}),
  };
  return Object.keys(timing).length > 0 ? timing : null;
}

const isOneOf = <T extends string>(list: readonly T[], one: string): one is T =>
  (list as readonly string[]).includes(one);

/** Once a day is a count, once in eight hours an interval. */
const isOncePer = ({ period, periodMax, periodUnit }: TimingRepeat): boolean =>
  Number(period) === 1 && periodMax === undefined && periodUnit !== 'h' && periodUnit !== 'min';

/** A period does not say whether it was meant in weeks or in days; the words beside it do. */
function durationOf(repeat: TimingRepeat | undefined, text: string): RegimenStep['duration'] {
  const said = /pendant (\d+(?:,\d+)?) (minute|heure|jour|semaine|mois)s?$/.exec(text);
  const { boundsDuration, boundsPeriod } = repeat ?? {};
  if (boundsDuration?.value !== undefined)
    return { value: Number(boundsDuration.value), unit: boundsDuration.code as TimeUnit };
  const { start, end } = boundsPeriod ?? {};
  if (!start || !end) return null;
  const unit =
    said && ({ minute: 'min', heure: 'h', jour: 'd', semaine: 'wk', mois: 'mo' } as const)[said[2] as 'jour'];
  if (said && unit) return { value: Number(said[1]?.replace(',', '.')), unit };
  if (start.length !== 10 || end.length !== 10) return null;
  return { value: Temporal.PlainDate.from(start).until(end).days + 1, unit: 'd' };
}

const instructionsIn = ({ additionalInstruction = [] }: Dosage, url: string): Extension[] =>
  additionalInstruction.flatMap(({ extension = [] }: CodeableConcept) =>
    extension.filter((one) => one.url === url),
  );
const extensionIn = (dosage: Dosage, url: string): Extension | undefined => instructionsIn(dosage, url)[0];
