import { FhirError, type FhirClient, type SearchParams } from '@keneyapp/fhir-client';
import { orThrow } from '@keneyapp/fhir-model/bundles';
import { referenceKey } from '@keneyapp/fhir-model/references';
import type { Bundle, Provenance, Reference, Resource } from '@medplum/fhirtypes';
import { userSystem } from '../fhir/consent-marks.ts';
import { freezes } from '../writing/freeze.ts';
import { tellsWhoWrote } from './makers.ts';
import type { StatePart } from './operations.ts';
import type { WrittenState } from './policy.ts';

type Reader = Pick<FhirClient, 'batchSearch'>;
type Search = { type: Resource['resourceType']; params: SearchParams };
export interface Stored {
  resource: Resource;
  state: WrittenState;
}
interface Who {
  userId: string;
  fhirUser: string | null;
}

const pageSize = 1_000,
  atOnce = 50;

/**
 * What is stored of these (`Type/id`), and in what state: as the FHIR server says it, with the rights of the BFF itself, and
 * never as a browser does. What is not there is left out. Rejects when any of it cannot be had.
 */
export async function readStored(
  fhir: Reader,
  who: Who,
  { keys, parts }: { keys: readonly string[]; parts: readonly StatePart[] },
): Promise<Map<string, Stored>> {
  const wanted = searchesFor(who, keys, parts);
  const answers = (await fhir.batchSearch(wanted)).map((answer) => wholeOf(answer));
  const all = answers.flatMap(({ entry = [] }) => entry.flatMap(({ resource }) => resource ?? []));
  const told = all.filter((one): one is Provenance => one.resourceType === 'Provenance');
  const roles = new Set(
    all.flatMap((one) =>
      one.resourceType === 'PractitionerRole' ? [`PractitionerRole/${one.id ?? ''}`] : [],
    ),
  );
  const asked = new Set(keys);
  return new Map(
    all.flatMap((resource): [string, Stored][] => {
      const key = `${resource.resourceType}/${resource.id ?? ''}`;
      if (!asked.has(key)) return [];
      const of = told.filter(({ target }) => target.some((one) => referenceKey(one.reference ?? '') === key));
      const only = <T>(part: StatePart, value: () => T): T | null => (parts.includes(part) ? value() : null);
      const state: WrittenState = {
        author: only('author', () => authorOf(resource, of, who, roles)),
        status: only('status', () => statusOf(resource)),
        computed: only('computed', () => isComputed(resource)),
        signed: only('signed', () => of.some((one) => isSignature(one) || freezes(one, key))),
      };
      return [[key, { resource, state }]];
    }),
  );
}

function searchesFor({ fhirUser }: Who, keys: readonly string[], parts: readonly StatePart[]): Search[] {
  const byType = Map.groupBy(keys, (key) => key.split('/')[0] as Search['type']);
  const things = [...byType].flatMap(([type, ofType]) =>
    slices(ofType.map((key) => key.slice(type.length + 1))).map((ids): Search => ({
      type,
      params: { _id: ids.join(','), _count: ids.length },
    })),
  );
  const needsMakers = parts.includes('author') || parts.includes('signed');
  return [
    ...things,
    ...(needsMakers ? slices(keys) : []).map((targets): Search => ({
      type: 'Provenance',
      params: { target: targets.join(','), _count: pageSize },
    })),
    ...(parts.includes('author') && fhirUser?.startsWith('Practitioner/')
      ? [
          {
            type: 'PractitionerRole' as const,
            params: { practitioner: fhirUser, _elements: 'practitioner', _count: 200 },
          },
        ]
      : []),
  ];
}

/** Half the truth is none: who wrote something may stand on the second page. */
function wholeOf(answer: Bundle | FhirError | undefined): Bundle {
  const bundle = orThrow(answer);
  if (bundle.link?.some(({ relation }) => relation === 'next')) throw new FhirError(502, null, 'too-many');
  return bundle;
}

function slices<T>(list: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(list.length / atOnce) }, (_, i) =>
    list.slice(i * atOnce, (i + 1) * atOnce),
  );
}

/** Of an allergy or a problem it is the verification that says so. */
function statusOf(resource: Resource): string {
  const { status, verificationStatus } = resource as {
    status?: string;
    verificationStatus?: { coding?: { code?: string }[] };
  };
  return status ?? verificationStatus?.coding?.find(({ code }) => code !== undefined)?.code ?? 'unknown';
}

const isComputed = (resource: Resource): boolean =>
  ((resource as { derivedFrom?: Reference[] }).derivedFrom ?? []).length > 0;

/** Somebody put their name to it in another system, in whatever form. */
const isSignature = ({ signature }: Provenance): boolean => (signature ?? []).length > 0;

/**
 * Who wrote it or changed it since, as the resource says itself and as Provenances tell; the patient and machines left out. Who
 * is among them is its author, whoever else is.
 */
function authorOf(
  resource: Resource,
  told: readonly Provenance[],
  { userId, fhirUser }: Who,
  roles: ReadonlySet<string>,
): 'self' | 'other' | 'unknown' {
  const { author, performer, recorder, requester } = resource as Partial<
    Record<'author' | 'performer' | 'recorder' | 'requester', Reference | Reference[]>
  >;
  const makers = told
    .filter(tellsWhoWrote)
    .flatMap(({ agent }) => agent.flatMap((one) => [one.who, one.onBehalfOf]));
  const people = [author, performer, recorder, requester, makers]
    .flat()
    .flatMap((one) => (one && isSomebody(one) ? [one] : []));
  const isSelf = ({ reference = '', identifier }: Reference): boolean => {
    const key = referenceKey(reference);
    return (
      (identifier?.system === userSystem && identifier.value === userId) ||
      (key !== null && (key === fhirUser || roles.has(key)))
    );
  };
  if (people.some(isSelf)) return 'self';
  return people.length > 0 ? 'other' : 'unknown';
}

const staff = /^(Practitioner|PractitionerRole|RelatedPerson)\//;
const isSomebody = ({ reference, identifier }: Reference): boolean =>
  staff.test(referenceKey(reference ?? '') ?? '') ||
  (identifier?.system === userSystem && identifier.value !== undefined);
