import type { TypedValue } from '@medplum/core';
import type {
  Address,
  Coding,
  CodeableConcept,
  ContactPoint,
  HumanName,
  Identifier,
  Money,
  Period,
  Quantity,
  Range,
  Reference,
  Timing,
} from '@medplum/fhirtypes';
import { dateRange, farFuture, farPast, type DateRange } from './dates.ts';

export interface TokenValue {
  value: string;
  system: string | null;
}
export interface QuantityValue {
  value: number;
  system: string | null;
  code: string | null;
  unit: string | null;
}

/** Longer than a B-tree entry should be; search values are cut alike, so that they still meet. */
const longest = 700;
export const cut = (text: string): string => (text.length > longest ? text.slice(0, longest) : text);

const token = (value: string | undefined, system: string | undefined): TokenValue[] =>
  value === undefined || value === '' ? [] : [{ value: cut(String(value)), system: system ?? null }];

/** https://hl7.org/fhir/R4/search.html#token */
export function tokensOf({ type, value }: TypedValue): TokenValue[] {
  switch (type) {
    case 'Coding': {
      const c = value as Coding;
      return token(c.code, c.system);
    }
    case 'CodeableConcept':
      return ((value as CodeableConcept).coding ?? []).flatMap((c) => token(c.code, c.system));
    case 'Identifier': {
      const i = value as Identifier;
      return token(i.value, i.system);
    }
    case 'ContactPoint': {
      const c = value as ContactPoint;
      return token(c.value, undefined);
    }
    default:
      return typeof value === 'object' ? [] : token(String(value), undefined);
  }
}

/** Words of a token for `:text`. */
export function wordsOf({ type, value }: TypedValue): string[] {
  if (type === 'Coding') return present([(value as Coding).display]);
  if (type === 'CodeableConcept') {
    const c = value as CodeableConcept;
    return present([c.text, ...(c.coding ?? []).map((coding) => coding.display)]);
  }
  if (type === 'Identifier') return present([(value as Identifier).type?.text]);
  return [];
}

export function stringsOf({ type, value }: TypedValue): string[] {
  if (typeof value === 'string') return present([value]);
  if (type === 'HumanName') {
    const n = value as HumanName;
    return present([n.family, ...(n.given ?? []), ...(n.prefix ?? []), ...(n.suffix ?? []), n.text]);
  }
  if (type === 'Address') {
    const a = value as Address;
    return present([a.text, ...(a.line ?? []), a.city, a.district, a.state, a.postalCode, a.country]);
  }
  return wordsOf({ type, value });
}

/** `Type/id` of this server, an absolute address, a urn or a canonical (with and without its version). */
export function targetsOf({ value }: TypedValue): string[] {
  if (typeof value === 'string')
    return present([value, value.includes('|') ? value.slice(0, value.indexOf('|')) : undefined]).map(cut);
  const reference = (value as Reference | null)?.reference;
  if (!reference || reference.startsWith('#')) return [];
  return [cut(reference.replace(/\/_history\/[^/]+$/, ''))];
}

export function datesOf({ type, value }: TypedValue): DateRange[] {
  if (typeof value === 'string') return [dateRange(value)].filter((range) => range !== null);
  if (type === 'Period') return periodOf(value as Period);
  if (type === 'Timing') {
    const timing = value as Timing;
    return [
      ...(timing.event ?? []).flatMap((event) => dateRange(event) ?? []),
      ...(timing.repeat?.boundsPeriod ? periodOf(timing.repeat.boundsPeriod) : []),
    ];
  }
  return [];
}

function periodOf(period: Period): DateRange[] {
  const start = period.start ? dateRange(period.start) : null;
  const end = period.end ? dateRange(period.end) : null;
  return start || end ? [{ lo: start?.lo ?? farPast, hi: end?.hi ?? farFuture }] : [];
}

export function quantitiesOf({ type, value }: TypedValue): QuantityValue[] {
  if (typeof value === 'number') return [{ value, system: null, code: null, unit: null }];
  if (type === 'Money') {
    const m = value as Money;
    return m.value === undefined
      ? []
      : [{ value: m.value, system: 'urn:iso:std:iso:4217', code: m.currency ?? null, unit: null }];
  }
  if (type === 'Range') {
    const r = value as Range;
    return [r.low, r.high].flatMap((q) => (q ? quantitiesOf({ type: 'Quantity', value: q }) : []));
  }
  const q = value as Quantity | null;
  return typeof q?.value === 'number'
    ? [{ value: q.value, system: q.system ?? null, code: q.code ?? null, unit: q.unit ?? null }]
    : [];
}

const present = (values: (string | undefined)[]): string[] =>
  values.filter((v): v is string => typeof v === 'string' && v !== '');
