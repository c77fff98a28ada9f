import {
  emptyRegimen,
  mealTimes,
  regimenRoutes,
  weekdays,
  type Dose,
  type Regimen,
  type RegimenStep,
  type RegimenTiming,
} from '@keneyapp/clinical/prescribing';
import { z } from 'zod';
import { emptyScaleText, readScale, scaleText, textOfScale } from './scale-text.ts';
import { clockOf, comma, countOf, decimalOf, isSaid, type TextIssue } from './typed-values.ts';

export const timeUnits = ['min', 'h', 'd', 'wk', 'mo'] as const;
export const shortUnits = ['min', 'h'] as const;
export const rateUnits = ['min', 'h', 'd'] as const;

/** A number as it is typed, and its unit; without the number it says nothing. */
const measured = z.object({ value: z.string(), unit: z.string() });
export type TypedDose = z.output<typeof measured>;
const lasting = z.object({ value: z.string(), unit: z.enum(timeUnits) });
const short = z.object({ value: z.string(), unit: z.enum(shortUnits) });

const timingText = z.object({
  /** What is asked for first; what is filled in counts, whichever this is. */
  rhythm: z.enum(['times', 'every', 'once']),
  count: z.string(),
  countMax: z.string(),
  per: lasting,
  every: lasting,
  everyMax: z.string(),
  at: z.array(z.enum(mealTimes)),
  /** Times of the day, one after another: `8h 20h`. */
  clock: z.string(),
  days: z.array(z.enum(weekdays)),
});
export type TimingText = z.output<typeof timingText>;

const stepText = z.object({
  dose: measured,
  /** Whether the scale says how much: what is typed of the other is kept, and not sent. */
  isByScale: z.boolean().default(false),
  scale: scaleText.default(emptyScaleText),
  doseMax: z.string(),
  isPerKilogram: z.boolean(),
  timing: timingText,
  duration: lasting,
  rate: measured,
  ratePer: z.object({ value: z.string(), unit: z.enum(rateUnits) }),
  over: short,
});
export type StepText = z.output<typeof stepText>;

/** A regimen as it is typed; what cannot be read stays as it stands. */
export const regimenText = z.object({
  route: z.enum([...regimenRoutes, '']),
  steps: z.array(stepText).min(1).max(20),
  isAsNeeded: z.boolean(),
  condition: z.string(),
  interval: short,
  maxPerDay: measured,
  additives: z.array(z.object({ text: z.string(), dose: measured })).max(10),
  instruction: z.string(),
});
export type RegimenText = z.output<typeof regimenText>;
export { timingText as timingTextSchema };

export const emptyTiming: TimingText = {
  rhythm: 'times',
  count: '',
  countMax: '',
  per: { value: '1', unit: 'd' },
  every: { value: '', unit: 'h' },
  everyMax: '',
  at: [],
  clock: '',
  days: [],
};
export const emptyStepText = (unit = ''): StepText => ({
  dose: { value: '', unit },
  isByScale: false,
  scale: emptyScaleText,
  doseMax: '',
  isPerKilogram: false,
  timing: emptyTiming,
  duration: { value: '', unit: 'd' },
  rate: { value: '', unit: 'mL' },
  ratePer: { value: '1', unit: 'h' },
  over: { value: '', unit: 'min' },
});

const typedDose = (dose: Dose | null, unit = ''): TypedDose =>
  dose ? { value: comma(dose.value), unit: dose.unit } : { value: '', unit };

/** The fields of a regimen, as somebody would have typed it. */
export function textOfRegimen(regimen: Regimen): RegimenText {
  const { asNeeded } = regimen;
  const unit = regimen.steps.find(({ dose }) => dose)?.dose?.unit ?? '';
  return {
    route: regimen.route ?? '',
    steps: regimen.steps.map(textOfStep),
    isAsNeeded: asNeeded !== null,
    condition: asNeeded?.condition ?? '',
    interval: asNeeded?.interval
      ? { value: String(asNeeded.interval.value), unit: asNeeded.interval.unit }
      : { value: '', unit: 'h' },
    maxPerDay: typedDose(asNeeded?.maxPerDay ?? null, unit),
    additives: regimen.additives.map(({ text, dose }) => ({ text, dose: typedDose(dose) })),
    instruction: regimen.instruction,
  };
}
export const noRegimenText = textOfRegimen(emptyRegimen);

function textOfStep(step: RegimenStep): StepText {
  const { dose, scale, doseMax, isPerKilogram, rate, over, timing, duration } = step;
  const empty = emptyStepText();
  return {
    dose: typedDose(dose),
    isByScale: scale !== undefined,
    scale: scale ? textOfScale(scale) : empty.scale,
    doseMax: doseMax ? comma(doseMax.value) : '',
    isPerKilogram,
    timing: timing ? textOfTiming(timing) : emptyTiming,
    duration: duration ? { value: String(duration.value), unit: duration.unit } : empty.duration,
    rate: rate ? typedDose(rate.amount) : empty.rate,
    ratePer: rate ? { value: String(rate.per.value), unit: rate.per.unit } : empty.ratePer,
    over: over ? { value: String(over.value), unit: over.unit } : empty.over,
  };
}

export function textOfTiming({ times, every, at, clock, days, once }: RegimenTiming): TimingText {
  const number = (value: number | undefined) => (value === undefined ? '' : String(value));
  return {
    rhythm: once ? 'once' : every && !times ? 'every' : 'times',
    count: number(times?.count),
    countMax: number(times?.countMax),
    per: times ? { value: String(times.per.value), unit: times.per.unit } : emptyTiming.per,
    every: every ? { value: String(every.value), unit: every.unit } : emptyTiming.every,
    everyMax: number(every?.valueMax),
    at: at ?? [],
    clock: clock?.join(' ') ?? '',
    days: days ?? [],
  };
}

/** The regimen that is typed, and what cannot be read of it or is missing. What does not go together is the server's to judge. */
export function readRegimen(text: RegimenText): { regimen: Regimen; issues: TextIssue[] } {
  const reader = new Reader();
  const steps = text.steps.map((step, k) => reader.step(step, text, ['steps', k]));
  const regimen: Regimen = {
    route: text.route === '' ? reader.missing(['route']) : text.route,
    steps,
    asNeeded: text.isAsNeeded
      ? {
          condition: isSaid(text.condition) ? text.condition.trim() : (reader.missing(['condition']) ?? ''),
          interval: reader.lasting(text.interval, ['interval']) ?? reader.missing(['interval']),
          maxPerDay: reader.dose(text.maxPerDay, ['maxPerDay']) ?? reader.missing(['maxPerDay']),
        }
      : null,
    additives: text.additives.flatMap((one, k) => {
      const dose = reader.dose(one.dose, ['additives', k, 'dose']);
      if (isSaid(one.text)) return [{ text: one.text.trim(), dose }];
      // a row that was added and left empty says nothing
      if (isSaid(one.dose.value)) reader.missing(['additives', k, 'text']);
      return [];
    }),
    instruction: text.instruction.trim(),
  };
  return { regimen, issues: reader.issues };
}

/** The same of a timing alone: how often an act is done. */
export function readTiming(text: TimingText): { timing: RegimenTiming | null; issues: TextIssue[] } {
  const reader = new Reader();
  return { timing: reader.timing(text, []), issues: reader.issues };
}

class Reader {
  readonly issues: TextIssue[] = [];

  missing(path: TextIssue['path']): null {
    // what is there and cannot be read was said already
    const isSaidWrong = (one: TextIssue) => path.every((part, i) => one.path[i] === part);
    if (!this.issues.some(isSaidWrong)) this.issues.push({ path, reason: 'missing' });
    return null;
  }

  #read<T>(read: T | null, text: string, path: TextIssue['path'], reason: string): T | null {
    if (!isSaid(text)) return null;
    if (read === null) this.issues.push({ path, reason });
    return read;
  }

  amount(text: string, path: TextIssue['path']): string | null {
    return this.#read(decimalOf(text), text, path, 'number');
  }

  count(text: string, path: TextIssue['path']): number | null {
    return this.#read(countOf(text), text, path, 'count');
  }

  dose({ value, unit }: TypedDose, path: TextIssue['path']): Dose | null {
    const read = this.amount(value, path);
    if (read === null) return null;
    if (unit === '') {
      this.issues.push({ path, reason: 'unit' });
      return null;
    }
    return { value: read, unit };
  }

  lasting<U>({ value, unit }: { value: string; unit: U }, path: TextIssue['path']) {
    const read = this.count(value, path);
    return read === null ? null : { value: read, unit };
  }

  /** How much: by a scale, or a dose of its own; what the other one holds is not read. */
  given(step: StepText, path: TextIssue['path']): Omit<RegimenStep, 'timing' | 'duration' | 'over'> {
    if (step.isByScale) {
      const { scale, issues } = readScale(step.scale, [...path, 'scale']);
      this.issues.push(...issues);
      return { dose: null, scale, doseMax: null, isPerKilogram: false, rate: null };
    }
    const dose = this.dose(step.dose, [...path, 'dose']);
    const most = this.amount(step.doseMax, [...path, 'doseMax']);
    const amount = this.dose(step.rate, [...path, 'rate']);
    const per = amount && this.lasting(step.ratePer, [...path, 'ratePer']);
    if (!isSaid(step.dose.value) && !isSaid(step.rate.value)) this.missing([...path, 'dose']);
    return {
      dose,
      doseMax: most === null ? null : { value: most, unit: step.dose.unit },
      isPerKilogram: step.isPerKilogram,
      rate: amount && per ? { amount, per } : null,
    };
  }

  step(step: StepText, { isAsNeeded, steps }: RegimenText, path: TextIssue['path']): RegimenStep {
    const given = this.given(step, path);
    const timing = this.timing(step.timing, [...path, 'timing']);
    const duration = this.lasting(step.duration, [...path, 'duration']);
    // a continuous infusion has its rate, "as needed" its interval
    if (timing === null && given.rate === null && !isAsNeeded) this.missing([...path, 'timing']);
    if (duration === null && path[1] !== steps.length - 1) this.missing([...path, 'duration']);
    return { ...given, over: this.lasting(step.over, [...path, 'over']), timing, duration };
  }

  /** Null where nothing is said of it. */
  timing(text: TimingText, path: TextIssue['path']): RegimenTiming | null {
    const count = this.count(text.count, path);
    const countMax = this.count(text.countMax, path);
    const per = count === null ? null : this.lasting(text.per, path);
    const every = this.lasting(text.every, path);
    const everyMax = this.count(text.everyMax, path);
    const clock = this.#read(clockOf(text.clock), text.clock, path, 'clock') ?? [];
    const timing: RegimenTiming = {
      ...(count === null || per === null
        ? {}
        : { times: { count, ...(countMax === null ? {} : { countMax }), per } }),
      ...(every === null
        ? {}
        : { every: { ...every, ...(everyMax === null ? {} : { valueMax: everyMax }) } }),
      ...(text.at.length > 0 ? { at: mealTimes.filter((one) => text.at.includes(one)) } : {}),
      ...(clock.length > 0 ? { clock } : {}),
      ...(text.days.length > 0 ? { days: weekdays.filter((one) => text.days.includes(one)) } : {}),
      ...(text.rhythm === 'once' ? { once: true as const } : {}),
    };
    return Object.keys(timing).length > 0 ? timing : null;
  }
}
