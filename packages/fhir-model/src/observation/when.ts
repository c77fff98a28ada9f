import type { Observation } from '@medplum/fhirtypes';
import { date, epochMs } from '../dates.ts';

/** When a value holds: `at` orders and dates it, `end` is that of a period. Issued is not measured. */
export interface ObservedAt {
  at: string | null;
  end: string | null;
  isIssued: boolean;
}

type Dated = Pick<
  Observation,
  'effectiveDateTime' | 'effectivePeriod' | 'effectiveInstant' | 'effectiveTiming' | 'issued'
>;

/** One rule for every page. A period counts from its start; of a timing the last event. */
export function observedAt(o: Dated): ObservedAt {
  const [start, end] = [date(o.effectivePeriod?.start), date(o.effectivePeriod?.end)];
  const last = (o.effectiveTiming?.event ?? [])
    .flatMap((event) => date(event) ?? [])
    .sort((a, b) => epochMs(a) - epochMs(b))
    .at(-1);
  const bounds = o.effectiveTiming?.repeat?.boundsPeriod;
  const at =
    date(o.effectiveDateTime) ?? date(o.effectiveInstant) ?? start ?? end ?? last ?? date(bounds?.start);
  return at === null
    ? { at: date(o.issued), end: null, isIssued: date(o.issued) !== null }
    : { at, end: at === start ? end : null, isIssued: false };
}

const withdrawn = ['entered-in-error', 'cancelled'];

/** Taken back, or never done: nobody reads it as a value. `registered` and `unknown` are shown with their status. */
export const isWithdrawn = ({ status }: Pick<Observation, 'status'>): boolean =>
  withdrawn.includes(status ?? 'final');
