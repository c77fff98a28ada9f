import {
  news2,
  news2LateAt,
  news2Monitoring,
  news2Parameters,
  news2Risk,
  news2Codes,
  vitalCodes,
  vitalDefinitions,
  type News2Input,
  type News2Parameter,
  type News2Risk,
} from '@keneyapp/clinical';
import { epochMs, latestFirst } from './dates.ts';
import { isInHouse, type EncounterRow } from './encounter.ts';
import { ageMonthsAt } from './observation/sign.ts';
import type { Subject } from './observation/range.ts';
import { isPregnant, pregnancyStatus } from './pregnancy.ts';
import { scoreCode } from './subject.ts';
import { systems } from './systems.ts';
import { isWithdrawn, observedAt } from './observation/when.ts';
import { measureOf, type MeasureName } from './vital-codes.ts';
import type { Measure } from './vital-measure.ts';
import { isVitalSign, readMeasure } from './vital-sign.ts';
import type { Observation, Patient } from '@medplum/fhirtypes';

/** The worst vital signs that were taken since the score and made none; `missing` is empty where nobody made the score of them. */
interface Unfinished {
  takenAt: string;
  atLeast: number;
  /** Of as many points, and of parameters of 3 among them. */
  risk: News2Risk;
  missing: News2Parameter[];
}
export type Score =
  | {
      kind: 'score';
      total: number;
      risk: News2Risk;
      takenAt: string;
      red: News2Parameter[];
      /** Null where the points were not recorded. */
      onOxygen: boolean | null;
      isAlert: boolean | null;
      /** Which saturations count as normal (Royal College of Physicians 2017). */
      spo2Scale: 1 | 2 | null;
      unfinished: Unfinished | null;
      /** When the next is late; null when the time of this one is not known. */
      lateAt: string | null;
      everyHours: number;
      isContinuous: boolean;
      isLate: boolean;
    }
  | {
      kind: 'not-applicable';
      reason: 'age-unknown' | 'under-16' | 'pregnancy';
      /** When vital signs were taken last, of late. */
      lastAt: string | null;
    }
  | { kind: 'none'; unfinished: Unfinished | null; isLate: true };

/** Codes of the score and of what it is made of, for a search. */
export const scoredCodes = [
  ...(['respiratoryRate', 'oxygenSaturation', 'systolic', 'heartRate', 'temperature'] as const).flatMap(
    (sign) => vitalDefinitions[sign].loinc,
  ),
  vitalCodes.bloodPressure,
  vitalCodes.supplementalOxygen,
  vitalCodes.consciousness,
]
  .map((code) => `${systems.loinc}|${code}`)
  .concat(`${news2Codes.system}|${news2Codes.total}`)
  .join(',');

export interface Scored {
  birthDate: string | null;
  sex: Subject['sex'];
  isPregnant: boolean;
}

const sources: Record<News2Parameter, MeasureName> = {
  respiratoryRate: 'respiratoryRate',
  oxygenSaturation: 'oxygenSaturation',
  supplementalOxygen: 'oxygen',
  systolic: 'bloodPressure',
  heartRate: 'heartRate',
  consciousness: 'consciousness',
  temperature: 'temperature',
};

/** What is dated in the future is nobody's last one. */
const isTaken = (takenAt: string | null, now: Date): boolean => epochMs(takenAt) <= now.getTime() + 300_000;

/** A score that can be somebody's last: of a value and a time. */
export const isScore = (o: Observation, now: Date): boolean =>
  measureOf(o.code) === 'news2' &&
  !isWithdrawn(o) &&
  o.valueQuantity?.value !== undefined &&
  observedAt(o).at !== null &&
  isTaken(observedAt(o).at, now);

/** The last early-warning score, how old it is and whether the next is late; what was taken since without making one. */
export function scoreOf(observations: readonly Observation[], subject: Scored, now: Date): Score {
  const measures = observations
    .filter((o) => !isWithdrawn(o) && isVitalSign(o))
    .flatMap((o) => readMeasure(o, { ...subject, spo2Scale: 1 }) ?? [])
    .filter((m) => isTaken(m.takenAt || null, now))
    .sort(latestFirst((m) => m.takenAt || null));
  const last = measures.find((m) => m.name === 'news2' && m.value !== null && m.takenAt !== '');
  const since = measures.filter(
    (m) => m.name !== 'news2' && epochMs(m.takenAt) > epochMs(last?.takenAt ?? null),
  );
  const unfinished = worstSet(since, subject, last?.news2?.spo2Scale ?? 1, now);
  if (last) return whole(last, unfinished, now);
  const ageYears = yearsOf(subject.birthDate, now);
  const none = news2({}, { ageYears, isPregnant: subject.isPregnant, spo2Scale: 1 });
  const lastAt = since[0]?.takenAt ?? null;
  if (none.status === 'not-applicable') return { kind: 'not-applicable', reason: none.reason, lastAt };
  return { kind: 'none', unfinished, isLate: true };
}

function whole({ value, news2: points, takenAt }: Measure, unfinished: Unfinished | null, now: Date): Score {
  const total = value ?? 0;
  const scores = points?.scores ?? {};
  const red = points?.redParameters ?? [];
  // where the points were not recorded, 3 or 4 may be those of one parameter
  const isRed =
    red.length > 0 ||
    (total >= 3 && total <= 4 && news2Parameters.some((parameter) => scores[parameter] === undefined));
  // whoever got worse since is watched as somebody worse
  const isWorse = unfinished !== null && unfinished.atLeast > total;
  const watched = isWorse
    ? ([unfinished.takenAt, unfinished.atLeast, unfinished.risk === 'low-medium'] as const)
    : ([takenAt, total, isRed] as const);
  const { isContinuous, lateHours } = news2Monitoring(watched[1], watched[2]);
  const lateAt = news2LateAt(...watched);
  return {
    kind: 'score',
    total,
    risk: news2Risk(total, isRed),
    takenAt,
    red,
    onOxygen: scores.supplementalOxygen === undefined ? null : scores.supplementalOxygen > 0,
    isAlert: scores.consciousness === undefined ? null : scores.consciousness === 0,
    spo2Scale: scores.oxygenSaturation === undefined ? null : (points?.spo2Scale ?? null),
    unfinished,
    lateAt,
    everyHours: lateHours,
    isContinuous,
    isLate: lateAt === null || Date.parse(lateAt) < now.getTime(),
  };
}

/** Of the sets after the score the one of most points, the latest of several; null where nothing of it was taken. */
function worstSet(
  since: readonly Measure[],
  { birthDate, isPregnant }: Scored,
  spo2Scale: 1 | 2,
  now: Date,
): Unfinished | null {
  const counted = since.filter((m) => Object.values(sources).includes(m.name));
  const ageYears = yearsOf(birthDate, now);
  let worst: Unfinished | null = null;
  // the latest first
  for (const set of Map.groupBy(counted, (m) => m.setKey ?? m.takenAt).values()) {
    const result = news2(inputOf(set), { ageYears, isPregnant, spo2Scale });
    if (result.status === 'not-applicable') return null;
    const atLeast = result.status === 'complete' ? result.total : result.partialTotal;
    if (worst !== null && worst.atLeast >= atLeast) continue;
    worst = {
      takenAt: set[0]?.takenAt ?? '',
      atLeast,
      risk: news2Risk(atLeast, Object.values(result.scores).includes(3)),
      missing: result.status === 'complete' ? [] : result.missing,
    };
  }
  return worst;
}

function inputOf(set: readonly Measure[]): News2Input {
  const of = (parameter: News2Parameter) => set.find((m) => m.name === sources[parameter]);
  // `< 70` is not 70
  const value = (parameter: News2Parameter) => {
    const measure = of(parameter);
    return measure?.comparator ? undefined : (measure?.value ?? undefined);
  };
  const flow = value('supplementalOxygen');
  return {
    ...Object.fromEntries(news2Parameters.map((p) => [p, value(p)])),
    supplementalOxygen: flow === undefined ? undefined : flow > 0,
    consciousness: of('consciousness')?.consciousness ?? undefined,
  };
}

function yearsOf(birthDate: string | null, now: Date): number | null {
  const months = ageMonthsAt(birthDate, now.toISOString());
  return months === null ? null : Math.floor(months / 12);
}

/** What the score of one chart is read from; banner and summary ask in the same words. */
export const warningSearches = (patient: string) => ({
  scored: {
    type: 'Observation' as const,
    params: { patient, code: scoredCodes, _sort: '-date', _count: 60 },
  },
  score: { type: 'Observation' as const, params: { patient, code: scoreCode, _sort: '-date', _count: 3 } },
  pregnancy: {
    type: 'Observation' as const,
    params: { patient, code: `${systems.loinc}|${pregnancyStatus}`, _sort: '-date', _count: 3 },
  },
});

export interface Watched {
  patient: Patient | undefined;
  /** Stays under way. */
  stays: readonly EncounterRow[];
  /** With the last scores, in any order. */
  observations: readonly Observation[];
  pregnancies: readonly Observation[];
}

/** The score of somebody who is in the house, and whether the next is late; null of everybody else, and of the dead. */
export function warningOf({ patient, stays, observations, pregnancies }: Watched, now: Date): Score | null {
  const isDead = patient?.deceasedBoolean === true || patient?.deceasedDateTime !== undefined;
  if (!patient || isDead || !stays.some((stay) => isInHouse(stay, now))) return null;
  const once = [...new Map(observations.map((o) => [o.id ?? o, o])).values()];
  return scoreOf(
    once,
    {
      birthDate: patient.birthDate ?? null,
      sex: patient.gender ?? 'unknown',
      isPregnant: isPregnant(
        pregnancies.find((o) => !isWithdrawn(o)),
        now.toISOString(),
      ),
    },
    now,
  );
}
