import { parseJson } from '@keneyapp/fhir-client/json';
import type { Resource } from '@medplum/fhirtypes';
import { requiredElements, summaryElements } from '../model/definitions.ts';
import { badRequest } from '../outcome.ts';
import { elementsOf, summaryOf, type Pairs, type SearchQuery } from '../search/query.ts';
import { shapeOf } from '../validation/type-shapes.ts';
import type { FhirAnswer } from './call.ts';

const subsetted = { system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationValue', code: 'SUBSETTED' };

/** A resource as a read gives it, with the elements that `_summary` and `_elements` of its address ask for. */
export function subsetAsked(answer: FhirAnswer, query: Pairs): FhirAnswer {
  const one = new Map(query),
    wanted = one.get('_summary');
  const summary = wanted === undefined ? null : summaryOf(wanted);
  if (summary === 'count') throw badRequest('_summary=count belongs to a search');
  const elements = one.has('_elements') ? elementsOf(one.get('_elements') ?? '') : null;
  return (summary === null && elements === null) || typeof answer.body !== 'string'
    ? answer
    : { ...answer, body: subset(answer.body, elements, summary) };
}

/** Only the wanted elements of a stored resource, marked as incomplete: https://hl7.org/fhir/R4/search.html#summary */
export function subset(
  content: string,
  elements: readonly string[] | null,
  summary: SearchQuery['summary'],
): string {
  const resource = parseJson(content) as Resource & Record<string, unknown>;
  const { resourceType } = resource;
  const always = ['resourceType', 'id', 'meta'];
  const keep = elements
    ? new Set([...always, ...elements, ...requiredElements(resourceType)])
    : summary === 'text'
      ? new Set([...always, 'text', ...requiredElements(resourceType)])
      : summary === 'true'
        ? new Set([...always, ...summaryElements(resourceType)])
        : null;
  const fields = shapeOf(resourceType)?.fields;
  const kept: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(resource)) {
    const name = key.startsWith('_') ? key.slice(1) : key;
    const choice = fields?.get(name)?.choice; // `value` and `value[x]` mean `valueQuantity` too
    if (
      keep
        ? keep.has(name) || (choice ? keep.has(choice) || keep.has(choice.slice(0, -3)) : false)
        : key !== 'text'
    )
      kept[key] = value;
  }
  kept['meta'] = { ...resource.meta, tag: [...(resource.meta?.tag ?? []), subsetted] };
  return JSON.stringify(kept);
}
