import type { Bundle, Provenance, Reference, Resource } from '@medplum/fhirtypes';
import { referenceKey } from '@keneyapp/fhir-model/references';

/** What brings along who wrote a resource; FHIR R4 has no author on a stay, an appointment or a care team. */
export const withMakers = { _revinclude: 'Provenance:target' } as const;
/** Elements by which a resource says itself who made it, and those of a Provenance. */
export const makerElements = 'requester,recorder,referrer,target,agent,activity';

type Person = (reference: Reference | undefined) => string[];

/**
 * Whether a resource was written by this person: it says so itself (`requester`, `recorder`, `referrer`, `meta.source`), or a
 * Provenance of its creation or of a change names them and nobody else; with a second person it is no longer theirs alone.
 * Of what was written without any of these it cannot be known.
 */
export function madeBy(
  reader: string | null,
  bundles: readonly Bundle[],
  person: Person,
): (resource: Resource) => boolean {
  const written = new Set<string>();
  for (const { entry = [] } of bundles)
    for (const { resource } of entry)
      if (reader !== null && resource?.resourceType === 'Provenance' && isOfReader(resource, reader, person))
        for (const { reference = '' } of resource.target) {
          const key = referenceKey(reference);
          if (key !== null) written.add(key);
        }
  return (resource) => {
    if (reader === null) return false;
    const { requester, recorder, referrer } = resource as {
      requester?: Reference;
      recorder?: Reference;
      referrer?: Reference;
    };
    const source = resource.meta?.source?.split('#')[0];
    return (
      written.has(`${resource.resourceType}/${resource.id}`) ||
      [requester, recorder, referrer, { reference: source }].some((r) => person(r).includes(reader))
    );
  };
}

/** https://terminology.hl7.org/CodeSystem-v3-DataOperation.html; an activity of another kind (a signature) makes nothing. */
const writing = new Set(['CREATE', 'UPDATE', 'APPEND']);

/** Whether it tells who wrote something; one that does not say what for, does. */
export function tellsWhoWrote({ activity }: Provenance): boolean {
  const codes = (activity?.coding ?? []).flatMap(({ code }) => code ?? []);
  return codes.length === 0 || codes.some((code) => writing.has(code));
}

function isOfReader(told: Provenance, reader: string, person: Person): boolean {
  if (!tellsWhoWrote(told)) return false;
  const { agent } = told;
  const people = agent
    .flatMap(({ who, onBehalfOf }) => [...person(who), ...person(onBehalfOf)])
    .filter((key) => /^(Practitioner|PractitionerRole|Patient|RelatedPerson)\//.test(key));
  return people.length > 0 && people.every((key) => key === reader);
}

/** What ties somebody to a patient and has no author of its own in FHIR R4. */
const anonymous = new Set(['Appointment', 'CareTeam', 'Encounter']);
/** … and what has one. */
const authored = new Set(['MedicationRequest', 'ServiceRequest']);

/** Whether what is written as part of this transaction says who wrote it, where it ties somebody to a patient. */
export function saysWhoWrote(
  resource: Resource,
  fullUrl: string | undefined,
  { entry = [] }: Bundle,
): boolean {
  if (authored.has(resource.resourceType)) return hasAuthor(resource);
  if (!anonymous.has(resource.resourceType)) return true;
  const key = `${resource.resourceType}/${resource.id}`;
  return entry.some(
    ({ resource: other }) =>
      other?.resourceType === 'Provenance' &&
      other.agent.some(({ who }) => who?.reference !== undefined) &&
      other.target.some(
        ({ reference = '' }) =>
          (fullUrl !== undefined && reference === fullUrl) ||
          (resource.id !== undefined && referenceKey(reference) === key),
      ),
  );
}

const hasAuthor = (resource: Resource): boolean => {
  const { requester, recorder } = resource as { requester?: Reference; recorder?: Reference };
  return [requester, recorder].some((r) => r?.reference !== undefined);
};
