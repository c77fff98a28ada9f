import { news2Codes } from '@keneyapp/clinical';
import type { Observation, Patient } from '@medplum/fhirtypes';
import { latestFirst } from './dates.ts';
import { nobody, type Subject } from './observation/range.ts';
import { isWithdrawn, observedAt } from './observation/when.ts';
import { measureOf } from './vital-codes.ts';
import { readMeasure } from './vital-sign.ts';

/** Of the last score among `observations`; 1 without any. */
function spo2ScaleOf(observations: readonly Observation[]): 1 | 2 {
  const [last] = observations
    .filter((o) => measureOf(o.code) === 'news2' && !isWithdrawn(o))
    .sort(latestFirst((o) => observedAt(o).at));
  return (last && readMeasure(last, nobody)?.news2?.spo2Scale) ?? 1;
}

/** What judging needs to know of a person; `scores` holds the last NEWS2. */
export function subjectOf(patient: Patient | undefined, scores: readonly Observation[]): Subject {
  return {
    birthDate: patient?.birthDate ?? null,
    sex: patient?.gender ?? 'unknown',
    spo2Scale: spo2ScaleOf(scores),
  };
}

/** The code of the score, for a search. */
export const scoreCode = `${news2Codes.system}|${news2Codes.total}`;
