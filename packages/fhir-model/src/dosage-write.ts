import type {
  AsNeeded,
  Dose,
  Regimen,
  RegimenRoute,
  RegimenStep,
  RegimenTiming,
  TimeUnit,
} from '@keneyapp/clinical/prescribing';
import type {
  CodeableConcept,
  Dosage,
  DosageDoseAndRate,
  Duration,
  Extension,
  TimingRepeat,
} from '@medplum/fhirtypes';
import { Temporal } from 'temporal-polyfill';
import { quantityOf, ucum } from './dose-quantity.ts';
import { mostOfScale, scaleInstruction } from './dose-scale.ts';
import { additiveText, everyText, intervalText, mealsText, routeTexts, stepText } from './regimen-words.ts';
import { systems } from './systems.ts';

const edqm = 'http://standardterms.edqm.eu';
/** What SNOMED CT and the Standard Terms call them; a route without a code is said in words alone. */
export const routeCodes: Record<RegimenRoute, { snomed?: string; edqm?: string }> = {
  oral: { snomed: '26643006', edqm: '20053000' },
  sublingual: { snomed: '37839007', edqm: '20067000' },
  buccal: { snomed: '54471007' },
  intravenous: { snomed: '47625008', edqm: '20045000' },
  intramuscular: { snomed: '78421000', edqm: '20035000' },
  subcutaneous: { snomed: '34206005', edqm: '20066000' },
  intradermal: { snomed: '372464004', edqm: '20030000' },
  intrathecal: { snomed: '72607000', edqm: '20042000' },
  inhalation: { snomed: '447694001', edqm: '20020000' },
  nasal: { snomed: '46713006', edqm: '20049000' },
  ocular: { snomed: '54485002', edqm: '20051000' },
  auricular: { snomed: '10547007', edqm: '20001000' },
  cutaneous: { snomed: '448598008', edqm: '20003000' },
  transdermal: { snomed: '45890007', edqm: '20070000' },
  rectal: { snomed: '37161004', edqm: '20061000' },
  vaginal: { snomed: '16857009', edqm: '20072000' },
  'enteral-tube': {},
};

const extensionOf = (name: string) => `https://keneyapp.example/fhir/StructureDefinition/${name}`;
/** On an instruction in words: what it says that a Dosage has no element for, as numbers. */
export const dosageExtensions = {
  additive: extensionOf('dosage-additive'),
  interval: extensionOf('dosage-least-interval'),
  moments: extensionOf('dosage-moments'),
  every: extensionOf('dosage-every'),
} as const;

/**
 * The Dosages of a regimen that begins at `start`, a day or an instant (null: at no known time, as in a set): one for each step, in order. What R4 has no element
 * for (what goes into the bag, the shortest time between two doses, a scale of doses) is an instruction in words, with its numbers beside it.
 */
export function dosagesOf(regimen: Regimen, start: string | null): Dosage[] {
  const { route, asNeeded, steps, additives, instruction } = regimen;
  let from = start;
  return steps.map((typed, i) => {
    const step = { ...typed, timing: typed.timing && inOneForm(typed.timing) };
    const begin = from;
    from = begin && step.duration && after(begin, step.duration);
    const most = step.scale ? mostOfScale(step.scale) : null;
    const inWords = [
      // no dose of its own stands beside a scale: whoever does not read it sees that there is one, and how much at most
      ...(step.scale ? [scaleInstruction(step.scale)] : []),
      ...additives.map(additiveOf),
      ...(asNeeded?.interval ? [leastInterval(asNeeded.interval)] : []),
      ...(step.timing ? momentsInWords(step.timing) : []),
    ];
    const repeat = repeatOf(step, begin);
    const given = givenOf(step);
    const text = stepText(step, route, asNeeded);
    const dosage: Dosage = {
      ...(steps.length > 1 ? { sequence: i + 1 } : {}),
      ...(text ? { text } : {}),
      ...(inWords.length > 0 ? { additionalInstruction: inWords } : {}),
      // said once, it holds for all steps
      ...(i === 0 && instruction ? { patientInstruction: instruction } : {}),
      ...(Object.keys(repeat).length > 0 ? { timing: { repeat } } : {}),
      ...(asNeeded ? neededFor(asNeeded) : {}),
      ...(route ? { route: routeConcept(route) } : {}),
      ...(given ? { doseAndRate: [given] } : {}),
      ...(asNeeded?.maxPerDay
        ? { maxDosePerPeriod: { numerator: quantityOf(asNeeded.maxPerDay), denominator: ucum('24', 'h') } }
        : {}),
      ...(most ? { maxDosePerAdministration: most } : {}),
    };
    return dosage;
  });
}

/** FHIR has one form for `every 8 hours` and `once in 8 hours`, so the words have one too; once a day is a count. */
function inOneForm(timing: RegimenTiming): RegimenTiming {
  const { times, every, ...rest } = timing;
  if (times && every) return timing;
  const { value, unit } = every ?? times?.per ?? { value: 0, unit: 'd' };
  const isOnce = every?.valueMax === undefined && (!times || (times.count === 1 && !times.countMax));
  if (value === 0 || !isOnce) return timing;
  const isCount = value === 1 && unit !== 'h' && unit !== 'min';
  return {
    ...rest,
    ...(isCount ? { times: { count: 1, per: { value, unit } } } : { every: { value, unit } }),
  };
}

const neededFor = ({ condition }: AsNeeded): Pick<Dosage, 'asNeededBoolean' | 'asNeededCodeableConcept'> =>
  condition ? { asNeededCodeableConcept: { text: condition } } : { asNeededBoolean: true };

function routeConcept(route: RegimenRoute): CodeableConcept {
  const { snomed, edqm: term } = routeCodes[route];
  const coding = [
    ...(term ? [{ system: edqm, code: term }] : []),
    ...(snomed ? [{ system: systems.snomed, code: snomed }] : []),
  ];
  return { ...(coding.length > 0 ? { coding } : {}), text: routeTexts[route] };
}

function givenOf({ dose, doseMax, isPerKilogram, rate }: RegimenStep): DosageDoseAndRate | null {
  const of = (one: Dose) => quantityOf(isPerKilogram ? { ...one, unit: `${one.unit}/kg` } : one);
  if (!dose && !rate) return null;
  return {
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/dose-rate-type', code: 'ordered' }] },
    ...(dose && doseMax ? { doseRange: { low: of(dose), high: of(doseMax) } } : {}),
    ...(dose && !doseMax ? { doseQuantity: of(dose) } : {}),
    ...(rate
      ? {
          rateRatio: {
            numerator: quantityOf(rate.amount),
            denominator: ucum(String(rate.per.value), rate.per.unit),
          },
        }
      : {}),
  };
}

/** R4 has times of the day or moments of it, and a frequency or an interval, never both: the second one is said in words. */
function repeatOf({ timing, over, duration }: RegimenStep, start: string | null): TimingRepeat {
  const { times, every, at = [], clock = [], days = [], once } = timing ?? {};
  return {
    ...boundsOf(duration, start),
    ...(once ? { count: 1 } : {}),
    ...(over ? { duration: over.value, durationUnit: over.unit } : {}),
    ...(times
      ? {
          frequency: times.count,
          ...(times.countMax === undefined ? {} : { frequencyMax: times.countMax }),
          period: times.per.value,
          periodUnit: times.per.unit,
        }
      : {}),
    ...(every && !times
      ? {
          frequency: 1,
          period: every.value,
          ...(every.valueMax === undefined ? {} : { periodMax: every.valueMax }),
          periodUnit: every.unit,
        }
      : {}),
    ...(days.length > 0 ? { dayOfWeek: days } : {}),
    ...(clock.length > 0 ? { timeOfDay: clock.map((time) => `${time}:00`) } : {}),
    ...(at.length > 0 && clock.length === 0 ? { when: at } : {}),
  };
}

/** From when until when, so that a drug whose time is over ends by itself; where the clock does not tell, how long. */
function boundsOf(
  duration: RegimenStep['duration'],
  start: string | null,
): Pick<TimingRepeat, 'boundsPeriod' | 'boundsDuration'> {
  if (!duration) return start ? { boundsPeriod: { start } } : {};
  const next = start && after(start, duration);
  if (!next) {
    const bounds: Duration = ucum(String(duration.value), duration.unit);
    return { boundsDuration: bounds };
  }
  // the end of a period is part of it: a day is the last one
  const end = next.length > 10 ? next : Temporal.PlainDate.from(next).subtract({ days: 1 }).toString();
  return { boundsPeriod: { start, end } };
}

const longOf = (value: number, unit: TimeUnit): Temporal.DurationLike =>
  ({
    min: { minutes: value },
    h: { hours: value },
    d: { days: value },
    wk: { weeks: value },
    mo: { months: value },
  })[unit];

/** When what begins at `start` and lasts so long has ended; null where a day alone does not tell (six hours from Monday). */
function after(start: string, { value, unit }: NonNullable<RegimenStep['duration']>): string | null {
  if (!Number.isInteger(value)) return null;
  if (start.length <= 10)
    return unit === 'min' || unit === 'h'
      ? null
      : Temporal.PlainDate.from(start).add(longOf(value, unit)).toString();
  const offset = /(Z|[+-]\d\d:\d\d)$/.exec(start)?.[1] ?? 'Z';
  const zoned = Temporal.Instant.from(start).toZonedDateTimeISO(offset === 'Z' ? 'UTC' : offset);
  return zoned.add(longOf(value, unit)).toString({ timeZoneName: 'never' });
}

const additiveOf = (additive: { text: string; dose: Dose | null }): CodeableConcept => ({
  extension: [
    {
      url: dosageExtensions.additive,
      extension: [
        { url: 'text', valueString: additive.text },
        ...(additive.dose ? [{ url: 'dose', valueQuantity: quantityOf(additive.dose) }] : []),
      ] satisfies Extension[],
    },
  ],
  text: additiveText(additive),
});

const leastInterval = (interval: NonNullable<AsNeeded['interval']>): CodeableConcept => ({
  extension: [{ url: dosageExtensions.interval, valueDuration: ucum(String(interval.value), interval.unit) }],
  text: intervalText(interval),
});

const momentsInWords = ({ times, every, at = [], clock = [] }: RegimenTiming): CodeableConcept[] => [
  ...(at.length > 0 && clock.length > 0
    ? [{ extension: [{ url: dosageExtensions.moments, valueString: at.join(' ') }], text: mealsText(at) }]
    : []),
  ...(times && every
    ? [
        {
          extension: [
            {
              url: dosageExtensions.every,
              valueRange: {
                low: ucum(String(every.value), every.unit),
                ...(every.valueMax === undefined ? {} : { high: ucum(String(every.valueMax), every.unit) }),
              },
            },
          ],
          text: everyText(every),
        },
      ]
    : []),
];
