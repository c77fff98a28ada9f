import type { Coverage } from '@medplum/fhirtypes';
import { codedOrNull } from './coded.ts';
import { date, isOver } from './dates.ts';
import { extrasOf, type Extra } from './extras.ts';
import { nameBehind } from './names.ts';
import type { Lookup } from './references.ts';
import type { Coded } from './shapes.ts';
import { words } from './text.ts';

/** Who pays for the care of a patient. */
export interface CoverageRow {
  id: string;
  type: Coded | null;
  payors: string[];
  status: string;
  /** Number of the insured at the payor. */
  number: string | null;
  /** Whose insurance it is, and what the patient is to them. */
  subscriber: string | null;
  relationship: Coded | null;
  start: string | null;
  end: string | null;
  isPast: boolean;
  /** Contract, group, plan: by name and as recorded. */
  classes: { type: Coded | null; value: string }[];
  network: string | null;
  /** Numbers of the contract itself. */
  identifiers: string[];
  order: number | null;
  extras: Extra[];
}

export function readCoverage(coverage: Coverage, lookup: Lookup, now: Date): CoverageRow {
  const end = date(coverage.period?.end);
  return {
    id: coverage.id ?? '',
    type: codedOrNull(coverage.type),
    payors: (coverage.payor ?? []).flatMap((payor) => nameBehind(payor, lookup, coverage) ?? []),
    status: coverage.status ?? 'unknown',
    number: words(coverage.subscriberId) ?? words(coverage.dependent),
    subscriber: nameBehind(coverage.subscriber ?? coverage.policyHolder, lookup, coverage),
    relationship: codedOrNull(coverage.relationship),
    start: date(coverage.period?.start),
    end,
    isPast: coverage.status === 'cancelled' || isOver(end, now),
    classes: (coverage.class ?? []).flatMap((one) => {
      const value = words(one.name) ?? words(one.value);
      return value === null ? [] : [{ type: codedOrNull(one.type), value }];
    }),
    network: words(coverage.network),
    identifiers: (coverage.identifier ?? []).flatMap(({ value }) => words(value) ?? []),
    order: coverage.order ?? null,
    extras: extrasOf(coverage.extension, []),
  };
}

/** Those in force first, each in the order in which they pay. */
export const byPaying = (a: CoverageRow, b: CoverageRow): number =>
  Number(a.isPast) - Number(b.isPast) || (a.order ?? 99) - (b.order ?? 99);
