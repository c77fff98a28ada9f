import { emptyRegimen, emptyStep, type RegimenStep } from '@keneyapp/clinical/prescribing';
import { parseJson, sameJson, stringifyWithDigits } from '@keneyapp/fhir-client/json';
import type { Dosage, ServiceRequest } from '@medplum/fhirtypes';
import { dosagesOf } from './dosage-write.ts';
import { rhythmOf } from './regimen-read.ts';

/** When something is done that is no drug: once, or in a rhythm, so long. */
export type Rhythm = Pick<RegimenStep, 'timing' | 'duration'>;
type Occurrence = Pick<ServiceRequest, 'occurrenceDateTime' | 'occurrenceTiming'>;

/** The occurrence of a request that begins at `start`, a day or an instant; in the form in which drugs say theirs. */
export function occurrenceOf({ timing, duration }: Rhythm, start: string): Occurrence {
  if (!timing && !duration) return { occurrenceDateTime: start };
  const [dosage] = dosagesOf({ ...emptyRegimen, steps: [{ ...emptyStep, timing, duration }] }, start);
  const extension = dosage?.additionalInstruction?.flatMap((one) => one.extension ?? []) ?? [];
  return {
    occurrenceTiming: {
      ...(extension.length > 0 ? { extension } : {}),
      ...dosage?.timing,
      ...(dosage?.text ? { code: { text: dosage.text } } : {}),
    },
  };
}

/** The rhythm that an occurrence was written from, so that it can be renewed; null for any that says something else. */
export function rhythmOfOccurrence(request: Occurrence): Rhythm | null {
  const { occurrenceDateTime, occurrenceTiming } = request;
  if (occurrenceDateTime) return { timing: null, duration: null };
  if (!occurrenceTiming) return null;
  const dosage: Dosage = {
    text: occurrenceTiming.code?.text ?? '',
    timing: occurrenceTiming,
    additionalInstruction: (occurrenceTiming.extension ?? []).map((one) => ({ extension: [one] })),
  };
  const rhythm = rhythmOf(dosage);
  const start = occurrenceTiming.repeat?.boundsPeriod?.start ?? anyDay;
  const again = occurrenceOf(rhythm, start).occurrenceTiming;
  return sameJson(asText(again), asText(occurrenceTiming)) ? rhythm : null;
}

/** Hours from a day on are written without that day. */
const anyDay = '2000-01-01';
const asText = (value: unknown): unknown => parseJson(stringifyWithDigits(value ?? null));
