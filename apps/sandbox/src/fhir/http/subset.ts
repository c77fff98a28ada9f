import type { Resource } from '@medplum/fhirtypes';
import { requiredElements, summaryElements } from '../model/definitions.ts';
import type { SearchQuery } from '../search/query.ts';

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

/** Only the wanted elements of a stored resource, marked as incomplete: https://hl7.org/fhir/R4/search.html#summary */
export function subset(
  content: string,
  elements: readonly string[] | null,
  summary: SearchQuery['summary'],
): string {
  const resource = JSON.parse(content) as Resource & Record<string, unknown>;
  const { resourceType } = resource;
  const always = ['resourceType', 'id', 'meta'];
  const keep = elements
    ? new Set([...always, ...elements, ...requiredElements(resourceType)])
    : summary === 'text'
      ? new Set([...always, 'text', ...requiredElements(resourceType)])
      : summary === 'true'
        ? new Set([...always, ...summaryElements(resourceType)])
        : null;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(resource)) {
    const name = key.startsWith('_') ? key.slice(1) : key;
    if (
      keep
        ? keep.has(name) || [...keep].some((k) => k.endsWith('[x]') && name.startsWith(k.slice(0, -3)))
        : key !== 'text'
    )
      kept[key] = value;
  }
  kept['meta'] = { ...resource.meta, tag: [...(resource.meta?.tag ?? []), subsetted] };
  return JSON.stringify(kept);
}
