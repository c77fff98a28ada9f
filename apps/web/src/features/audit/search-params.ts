import {
  auditFeatures,
  auditKinds,
  auditOutcomes,
  type AuditFilter,
} from '@keneyapp/bff/features/audit/schema';
import { civilDateAt, formatIsoDate } from '@keneyapp/clinical';
import {
  createLoader,
  createParser,
  createSerializer,
  parseAsStringLiteral,
  type inferParserType,
} from 'nuqs/server';
import { parseAsDay, parseAsResourceId, parseAsYes } from '../../components/search-params.ts';

export { auditFeatures, auditKinds, auditOutcomes };

/** What the address of the search says. Ids only: an address is no place for a name. */
export interface AuditParams {
  patient: string | null;
  person: string | null;
  from: string | null;
  to: string | null;
  kind: (typeof auditKinds)[number] | null;
  feature: (typeof auditFeatures)[number] | null;
  outcome: (typeof auditOutcomes)[number] | null;
  emergency: boolean;
  listed: boolean;
  request: string | null;
  event: string | null;
}

/** Words of somebody else's choosing: a person's name of account, a request. */
const parseAsWords = createParser({ parse: (text) => text.trim().slice(0, 200) || null, serialize: String });

export const auditParams = {
  patient: parseAsResourceId,
  person: parseAsWords,
  from: parseAsDay,
  to: parseAsDay,
  kind: parseAsStringLiteral(auditKinds),
  feature: parseAsStringLiteral(auditFeatures),
  outcome: parseAsStringLiteral(auditOutcomes),
  emergency: parseAsYes,
  listed: parseAsYes,
  request: parseAsWords,
  event: createParser({ parse: (text) => (/^\d{1,18}$/.test(text) ? text : null), serialize: String }),
};
const load = createLoader(auditParams);
const write = createSerializer(auditParams);

/** What the parameters say together. */
export const paramsOf = ({
  emergency,
  listed,
  ...rest
}: inferParserType<typeof auditParams>): AuditParams => ({
  ...rest,
  emergency: emergency === true,
  listed: listed === true,
});
export const readParams = (params: URLSearchParams): AuditParams => paramsOf(load(params));

const defaultParams = paramsOf(load(''));

export function auditHref(change: Partial<AuditParams>, pageParams: AuditParams = defaultParams): string {
  const next = { ...pageParams, ...change };
  return write('/audit', { ...next, emergency: next.emergency || null, listed: next.listed || null });
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
}: AuditParams): AuditFilter {
  return {
    ...(patient ? { patientId: patient } : {}),
    ...(patient && listed ? { listed: true } : {}),
    ...(person ? { userId: person } : {}),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(kind ? { kind } : {}),
    ...(feature ? { feature } : {}),
    ...(outcome ? { outcome } : {}),
    ...(emergency ? { emergency: true } : {}),
    ...(request ? { requestId: request } : {}),
  };
}

export const isFiltered = (pageParams: AuditParams): boolean =>
  Object.entries(pageParams).some(([name, value]) => name !== 'event' && value !== null && value !== false);
export const isWrongPeriod = ({ from, to }: AuditParams): boolean =>
  from !== null && to !== null && from > to;

/** Where the same search is taken out. */
export function exportHref(format: 'csv' | 'fhir', pageParams: AuditParams): string {
  return `/bff/audit/export?${new URLSearchParams({ format, ...Object.fromEntries(Object.entries(filterOf(pageParams)).map(([name, value]) => [name, String(value)])) })}`;
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
