import type { Resource } from '@medplum/fhirtypes';
import { digitsAsText, stringifyWithDigits } from '@keneyapp/fhir-client/json';
import { partOf } from '@keneyapp/fhir-model/catalogue';
import { nameWords, patientName } from '@keneyapp/fhir-model/human-name';
import { personName } from '@keneyapp/fhir-model/names';
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
  /** All of them, shown or not; null when the server does not say. */
  total: number | null;
  /** There are more than these. */
  isPartial: boolean;
  /** Which of them are here then: the latest by their date, the last changed, or any. */
  order: 'date' | 'changed' | 'none';
}

/**
 * A resource as it is: this is the one screen that is about raw FHIR. In `resource` a number that JavaScript would write with
 * other digits (`1.00`) stands as text; `json` is what the server keeps, digit by digit.
 */
export interface ResourceView {
  resource: Resource;
  json: string;
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
  // as the banner has it
  if (resource.resourceType === 'Patient') return patientName(resource.name, new Date());
  if (resource.resourceType === 'Practitioner') return personName(resource.name);
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
  return typeof v.family === 'string' || Array.isArray(v.given) ? nameWords(value) : null;
}

export function shownAs(resource: Resource): ResourceView {
  return {
    resource: digitsAsText(resource),
    json: stringifyWithDigits(resource, undefined, 2),
    label: labelOf(resource),
  };
}

export function rowOf(resource: Resource): ResourceRow {
  const r = resource as unknown as Record<string, unknown>;
  const when =
    (partOf(resource.resourceType)?.dates ?? [])
      .map((key) => {
        const v = r[key];
        const period = typeof v === 'object' && v !== null ? (v as { start?: string; end?: string }) : {};
        return typeof v === 'string' ? date(v) : (date(period.start) ?? date(period.end));
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
