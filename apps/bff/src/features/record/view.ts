import type { Resource } from '@medplum/fhirtypes';
import { coded } from '@keneyapp/fhir-model/coded';
import { date } from '@keneyapp/fhir-model/dates';
import { words } from '@keneyapp/fhir-model/text';

/** How many of each type the record holds; types with none are left out. `failed` types could not be counted. */
export interface TypesView {
  types: { type: string; count: number }[];
  failed: string[];
}

/** One line of a list of resources: enough to tell them apart. */
export interface ResourceRow {
  id: string;
  label: string | null;
  status: string | null;
  date: string | null;
  lastUpdated: string | null;
  versionId: string | null;
}
export interface ResourcesView {
  type: string;
  items: ResourceRow[];
  total: number;
  truncated: boolean;
}

/** A resource as it is. `ResourceView.resource` is FHIR JSON: this is the one screen that is about raw FHIR. */
export interface ResourceView {
  resource: Resource;
  label: string | null;
}
interface VersionRow {
  versionId: string;
  lastUpdated: string | null;
}
export interface HistoryView {
  versions: VersionRow[];
}

/** What a resource is about, in its own words: its code, title or name; null when it has none. */
export function labelOf(resource: Resource): string | null {
  const r = resource as unknown as Record<string, unknown>;
  for (const key of [
    'code',
    'medicationCodeableConcept',
    'vaccineCode',
    'type',
    'category',
    'relationship',
    'serviceType',
    'description',
    'title',
    'name',
    'class',
  ]) {
    const text = textOf(r[key]);
    if (text) return text;
  }
  return null;
}

function textOf(value: unknown): string | null {
  if (Array.isArray(value)) return value.map(textOf).find((t) => t !== null) ?? null;
  if (typeof value === 'string') return words(value);
  if (typeof value !== 'object' || value === null) return null;
  const v = value as {
    text?: unknown;
    coding?: unknown;
    display?: unknown;
    family?: unknown;
    given?: unknown;
  };
  if (typeof v.text === 'string') return words(v.text);
  if (Array.isArray(v.coding)) return coded(value).text;
  if (typeof v.display === 'string') return words(v.display);
  return typeof v.family === 'string'
    ? words([v.family, ...(Array.isArray(v.given) ? v.given : [])].join(' '))
    : null;
}

const dateKeys = [
  'effectiveDateTime',
  'effectivePeriod',
  'onsetDateTime',
  'performedDateTime',
  'performedPeriod',
  'occurrenceDateTime',
  'occurrencePeriod',
  'authoredOn',
  'authored',
  'started',
  'start',
  'date',
  'period',
  'recordedDate',
  'created',
  'issued',
  'recorded',
  'birthDate',
  'startDate',
  'servicedPeriod',
  'billablePeriod',
] as const;

export function rowOf(resource: Resource): ResourceRow {
  const r = resource as unknown as Record<string, unknown>;
  const when =
    dateKeys
      .map((key) => {
        const v = r[key];
        return typeof v === 'string'
          ? date(v)
          : typeof v === 'object' && v !== null
            ? date((v as { start?: string }).start)
            : null;
      })
      .find((d) => d !== null) ?? null;
  const status = typeof r['status'] === 'string' ? r['status'] : textOf(r['clinicalStatus']);
  return {
    id: resource.id ?? '',
    label: labelOf(resource),
    status,
    date: when,
    lastUpdated: resource.meta?.lastUpdated ?? null,
    versionId: resource.meta?.versionId ?? null,
  };
}
