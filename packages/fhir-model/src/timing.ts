import type { Timing as FhirTiming } from '@medplum/fhirtypes';
import { codedOrNull } from './coded.ts';
import { date } from './dates.ts';
import type { Coded } from './shapes.ts';

/** When and how often (https://hl7.org/fhir/R4/datatypes.html#Timing). What is not among the codes of the standard is kept as it stands. */
export interface Timing {
  frequency: number | null;
  frequencyMax: number | null;
  /** `frequency` times per `period` `periodUnit` (UCUM s, min, h, d, wk, mo, a). */
  period: number | null;
  periodMax: number | null;
  periodUnit: string | null;
  /** mon, tue, … */
  daysOfWeek: string[];
  /** `08:00`, `08:00:30` */
  timesOfDay: string[];
  /** FHIR EventTiming: MORN, NOON, EVE, NIGHT, AC, PC, ACM, HS, … with `offset` minutes. */
  events: string[];
  offset: number | null;
  /** Moments at which it is given, of any precision. */
  dates: string[];
  /** The whole as a code or in words: BID, Q4H, SNOMED CT's, or what a house calls it. */
  code: Coded | null;
  /** This many times in all. */
  count: number | null;
  countMax: number | null;
  /** How long each takes, in `unit` (UCUM). */
  lasts: { low: number; high: number | null; unit: string | null } | null;
}

/** null for a timing that says nothing; how long the whole goes on is the dosage's. */
export function readTiming(timing: FhirTiming | undefined): Timing | null {
  if (!timing) return null;
  const { repeat } = timing;
  const shortest = repeat?.duration ?? repeat?.durationMax;
  const read: Timing = {
    frequency:
      repeat?.frequency ?? (repeat?.period === undefined || repeat.frequencyMax !== undefined ? null : 1),
    frequencyMax: repeat?.frequencyMax ?? null,
    period: repeat?.period ?? null,
    periodMax: repeat?.periodMax ?? null,
    periodUnit: repeat?.periodUnit ?? null,
    daysOfWeek: repeat?.dayOfWeek ?? [],
    timesOfDay: (repeat?.timeOfDay ?? []).map((t) => t.replace(/^(\d\d:\d\d)(:00(\.0+)?)?$/, '$1')),
    events: repeat?.when ?? [],
    offset: repeat?.offset ?? null,
    dates: (timing.event ?? []).flatMap((at) => date(at) ?? []),
    code: codedOrNull(timing.code),
    count: repeat?.count ?? null,
    countMax: repeat?.countMax ?? null,
    lasts:
      shortest === undefined
        ? null
        : {
            low: shortest,
            high: repeat?.duration === undefined ? null : (repeat.durationMax ?? null),
            unit: repeat?.durationUnit ?? null,
          },
  };
  const isEmpty = Object.values(read).every((v) => v === null || (Array.isArray(v) && v.length === 0));
  return isEmpty ? null : read;
}
