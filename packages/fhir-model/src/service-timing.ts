import { emptyRegimen, emptyStep, type RegimenStep } from '@keneyapp/clinical/prescribing';
import { parseJson, sameJson, stringifyWithDigits } from '@keneyapp/fhir-client/json';
import type { Dosage, ServiceRequest, Timing } from '@medplum/fhirtypes';
import { dosagesOf } from './dosage-write.ts';
import { rhythmOf } from './regimen-read.ts';

/** When something is done that is no drug: once, or in a rhythm, so long. */
export type Rhythm = Pick<RegimenStep, 'timing' | 'duration'>;
type Occurrence = Pick<ServiceRequest, 'occurrenceDateTime' | 'occurrenceTiming'>;

/** The occurrence of a request that begins at `start`, a day or an instant. */
export function occurrenceOf(rhythm: Rhythm, start: string): Occurrence {
  const timing = timingOf(rhythm, start);
  return timing ? { occurrenceTiming: timing } : { occurrenceDateTime: start };
}

/** A rhythm in the form in which drugs say theirs; null of what is done once. @param start null: at no known time */
export function timingOf({ timing, duration }: Rhythm, start: string | null): Timing | null {
  if (!timing && !duration) return null;
  const [dosage] = dosagesOf({ ...emptyRegimen, steps: [{ ...emptyStep, timing, duration }] }, start);
  const extension = dosage?.additionalInstruction?.flatMap((one) => one.extension ?? []) ?? [];
  return {
    ...(extension.length > 0 ? { extension } : {}),
    ...dosage?.timing,
    ...(dosage?.text ? { code: { text: dosage.text } } : {}),
  };
}

/** The rhythm that an occurrence was written from, so that it can be renewed; null for any that says something else. */
export function rhythmOfOccurrence(request: Occurrence): Rhythm | null {
  const { occurrenceDateTime, occurrenceTiming } = request;
  if (occurrenceDateTime) return { timing: null, duration: null };
  return occurrenceTiming ? rhythmOfTiming(occurrenceTiming) : null;
}

export function rhythmOfTiming(timing: Timing): Rhythm | null {
  const dosage: Dosage = {
    text: timing.code?.text ?? '',
    timing,
    additionalInstruction: (timing.extension ?? []).map((one) => ({ extension: [one] })),
  };
  const rhythm = rhythmOf(dosage);
  const start = timing.repeat?.boundsPeriod?.start;
  const isSaid = (from: string | null) => sameJson(asText(timingOf(rhythm, from)), asText(timing));
  return (start === undefined ? isSaid(anyDay) || isSaid(null) : isSaid(start)) ? rhythm : null;
}

/** Hours from a day on are written without that day. */
const anyDay = '2000-01-01';
const asText = (value: unknown): unknown => parseJson(stringifyWithDigits(value ?? null));
