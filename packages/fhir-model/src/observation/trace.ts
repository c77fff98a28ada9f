import type { Observation, SampledData } from '@medplum/fhirtypes';
import { coded } from '../coded.ts';
import { amount } from '../quantity.ts';
import type { Coded } from '../shapes.ts';
import type { Valued } from './value.ts';
import { isWithdrawn, observedAt } from './when.ts';

/** One lead of a signal, of those that were sampled together. */
interface TraceLead {
  name: Coded;
  /** Number of the lead, where one element holds several under one name; else null. */
  dimension: number | null;
  /** As recorded (UCUM where it has a code); null where nobody says it. */
  unit: string | null;
  /** Milliseconds between two samples; null where that is no time. */
  period: number | null;
  /** Factor and origin are applied. Null for `E`, `L` and `U`: not measured, or beyond what the device can. */
  values: (number | null)[];
}
export interface Trace {
  date: string | null;
  status: string;
  leads: TraceLead[];
  /** There are more samples than are given here. */
  isCut: boolean;
  /** Of some lead nobody can tell which samples are its own. */
  isUnreadable: boolean;
}

/** Of one recording, all leads together: a minute of twelve leads at 500 Hz is 360 000. */
const maxSamples = 500_000;
const maxDimensions = 64;

/** The samples of an Observation and of its components; null for one without any, or taken back. */
export function readTrace(o: Observation): Trace | null {
  if (isWithdrawn(o)) return null;
  const sampled = [o, ...(o.component ?? [])].filter((part: Valued) => part.valueSampledData);
  const max = Math.max(1, Math.floor(maxSamples / sampled.length));
  const parts = sampled.map((part) => partOf(part, coded(part.code), max));
  return parts.length === 0
    ? null
    : {
        date: observedAt(o).at,
        status: o.status ?? 'final',
        leads: parts.flatMap(({ leads }) => leads),
        isCut: parts.some(({ isCut }) => isCut),
        isUnreadable: parts.some(({ isUnreadable }) => isUnreadable),
      };
}

function partOf(
  { valueSampledData: data = {} as SampledData }: Valued,
  name: Coded,
  max: number,
): Pick<Trace, 'leads' | 'isCut' | 'isUnreadable'> {
  const recorded = data.dimensions ?? 1;
  const samples: (number | null)[] = [];
  let isCut = false;
  for (const [sample] of (data.data ?? '').matchAll(/\S+/g)) {
    isCut = samples.length === max;
    if (isCut) break;
    samples.push(valueOf(sample, data));
  }
  const isReadable =
    Number.isInteger(recorded) &&
    recorded >= 1 &&
    recorded <= Math.max(1, Math.min(samples.length, maxDimensions));
  const dimensions = isReadable ? recorded : 1;
  const values = Array.from({ length: dimensions }, (): (number | null)[] => []);
  if (isReadable) samples.forEach((value, i) => values[i % dimensions]?.push(value));
  const origin = amount({ ...data.origin, value: data.origin?.value ?? 0 });
  const leads = values.map((own, at) => ({
    name,
    dimension: dimensions > 1 ? at + 1 : null,
    unit: origin?.code ?? origin?.unit ?? null,
    period: typeof data.period === 'number' && data.period > 0 ? data.period : null,
    values: own,
  }));
  return { leads, isCut, isUnreadable: !isReadable };
}

function valueOf(sample: string, { factor, origin }: SampledData): number | null {
  const n = /^[EUL]$/.test(sample) ? Number.NaN : Number(sample);
  return Number.isFinite(n) ? Number((n * (factor ?? 1) + (origin?.value ?? 0)).toPrecision(12)) : null;
}
