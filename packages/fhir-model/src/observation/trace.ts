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
}

/** The samples of an Observation and of its components; null for one without any, or taken back. */
export function readTrace(o: Observation): Trace | null {
  if (isWithdrawn(o)) return null;
  const leads = [o, ...(o.component ?? [])].flatMap((part) => leadsOf(part, coded(part.code)));
  return leads.length === 0 ? null : { date: observedAt(o).at, status: o.status ?? 'final', leads };
}

function leadsOf({ valueSampledData: data }: Valued, name: Coded): TraceLead[] {
  if (!data) return [];
  const samples = (data.data ?? '').split(/\s+/).filter(Boolean);
  const dimensions = Math.max(1, Math.floor(data.dimensions ?? 1));
  const origin = amount({ ...data.origin, value: data.origin?.value ?? 0 });
  return Array.from({ length: dimensions }, (_, at) => ({
    name,
    dimension: dimensions > 1 ? at + 1 : null,
    unit: origin?.code ?? origin?.unit ?? null,
    period: typeof data.period === 'number' && data.period > 0 ? data.period : null,
    values: samples.filter((_s, i) => i % dimensions === at).map((s) => valueOf(s, data)),
  }));
}

function valueOf(sample: string, { factor, origin }: SampledData): number | null {
  const n = /^[EUL]$/.test(sample) ? Number.NaN : Number(sample);
  return Number.isFinite(n) ? Number((n * (factor ?? 1) + (origin?.value ?? 0)).toPrecision(12)) : null;
}
