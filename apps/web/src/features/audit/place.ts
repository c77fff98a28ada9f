import {
  auditFeatures,
  auditKinds,
  auditOutcomes,
  type AuditFilter,
} from '@keneyapp/bff/features/audit/schema';
import { resourceId } from '../../components/resource-id.ts';
import { civilDateAt, formatIsoDate, isIsoDay } from '@keneyapp/clinical';

export { auditFeatures, auditKinds, auditOutcomes };

/** What the address of the search says. Ids only: an address is no place for a name. */
export interface AuditPlace {
  patient: string | null;
  person: string | null;
  from: string | null;
  to: string | null;
  kind: string | null;
  feature: string | null;
  outcome: string | null;
  emergency: boolean;
  listed: boolean;
  request: string | null;
  event: string | null;
}

const oneOf = (list: readonly string[], value: string | null) =>
  value !== null && list.includes(value) ? value : null;

export function readPlace(params: URLSearchParams): AuditPlace {
  const text = (name: string, shape?: RegExp) => {
    const value = params.get(name)?.trim();
    return value && (!shape || shape.test(value)) ? value.slice(0, 200) : null;
  };
  const day = (name: string) => {
    const value = text(name);
    return value !== null && isIsoDay(value) ? value : null;
  };
  return {
    patient: text('patient', resourceId),
    person: text('person'),
    from: day('from'),
    to: day('to'),
    kind: oneOf(auditKinds, params.get('kind')),
    feature: oneOf(auditFeatures, params.get('feature')),
    outcome: oneOf(auditOutcomes, params.get('outcome')),
    emergency: params.get('emergency') === '1',
    listed: params.get('listed') === '1',
    request: text('request'),
    event: text('event', /^\d{1,18}$/),
  };
}

const noPlace: AuditPlace = {
  patient: null,
  person: null,
  from: null,
  to: null,
  kind: null,
  feature: null,
  outcome: null,
  emergency: false,
  listed: false,
  request: null,
  event: null,
};

export function auditHref(change: Partial<AuditPlace>, place: AuditPlace = noPlace): string {
  const next = { ...place, ...change },
    query = new URLSearchParams();
  for (const [name, value] of Object.entries(next))
    if (value !== null && value !== false) query.set(name, value === true ? '1' : value);
  return query.size > 0 ? `/audit?${query}` : '/audit';
}

/** What the BFF is asked for a place. A period that ends before it begins is asked as it stands, and refused with its reason. */
export function filterOf({
  patient,
  person,
  from,
  to,
  kind,
  feature,
  outcome,
  emergency,
  listed,
  request,
}: AuditPlace): AuditFilter {
  return {
    ...(patient ? { patientId: patient } : {}),
    ...(patient && listed ? { listed: true } : {}),
    ...(person ? { userId: person } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(kind ? { kind: kind as NonNullable<AuditFilter['kind']> } : {}),
    ...(feature ? { feature: feature as NonNullable<AuditFilter['feature']> } : {}),
    ...(outcome ? { outcome: outcome as NonNullable<AuditFilter['outcome']> } : {}),
    ...(emergency ? { emergency: true } : {}),
    ...(request ? { requestId: request } : {}),
  };
}

export const isFiltered = (place: AuditPlace): boolean =>
  Object.entries(place).some(([name, value]) => name !== 'event' && value !== null && value !== false);
export const isWrongPeriod = ({ from, to }: AuditPlace): boolean => from !== null && to !== null && from > to;

/** Where the same search is taken out. */
export function exportHref(format: 'csv' | 'fhir', place: AuditPlace): string {
  return `/bff/audit/export?${new URLSearchParams({ format, ...Object.fromEntries(Object.entries(filterOf(place)).map(([name, value]) => [name, String(value)])) })}`;
}

export type PeriodName = 'today' | 'week' | 'month' | 'lastMonth';
/** @param today `YYYY-MM-DD` in the hospital */
export function periodOf(name: PeriodName, today: string): { from: string; to: string } {
  const shifted = (from: string, days: number) =>
    new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
  const first = `${today.slice(0, 8)}01`,
    lastOfBefore = shifted(first, -1);
  if (name === 'today') return { from: today, to: today };
  if (name === 'week') return { from: shifted(today, -6), to: today };
  return name === 'month'
    ? { from: first, to: today }
    : { from: `${lastOfBefore.slice(0, 8)}01`, to: lastOfBefore };
}

export const todayInHospital = (now = new Date()): string => formatIsoDate(civilDateAt(now));
