import { FhirError } from '@keneyapp/fhir-client';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { latestFirst } from '@keneyapp/fhir-model/dates';
import { readEncounter, type EncounterRow } from '@keneyapp/fhir-model/encounter';
import { lookupIn, referenceKey } from '@keneyapp/fhir-model/references';
import { readStay, type Stay } from '@keneyapp/fhir-model/stay';
import { subjectOf } from '@keneyapp/fhir-model/subject';
import type { Bundle, Encounter, Reference, Resource } from '@medplum/fhirtypes';
import { contentsOf, isEmpty, type Answers, type Contents } from './contents.ts';
import { kindNames, type Kind } from './searches.ts';

export interface StayView {
  stay: Stay;
  /** Stays that are parts of this one, the earliest first. */
  parts: EncounterRow[];
  /** What the record says belongs to it. */
  linked: Contents;
  /** What lies in its time and names no stay at all; null when there is none, or its time is not known. */
  inTime: Contents | null;
  /** What the server did not answer. */
  failed: Kind[];
  /** There is more than could be read. */
  isTruncated: boolean;
}

interface Read {
  found: Bundle;
  stay: Encounter;
  /** In the order of `aroundStay`. */
  around: readonly (Bundle | FhirError)[];
  /** In the order of `kindNames`. */
  within: readonly (Bundle | FhirError)[] | null;
}

const nothing: Bundle = { resourceType: 'Bundle', type: 'searchset' };
const orNothing = (answer: Bundle | FhirError | undefined): Bundle =>
  answer === undefined || answer instanceof FhirError ? nothing : answer;

export function stayView({ found, stay, around, within }: Read, now: Date): StayView {
  const [ofPatient, ofParts] = around.slice(kindNames.length).map(orNothing);
  const subject = subjectOf(matches(ofPatient ?? nothing, 'Patient')[0], []);
  const linked = contentsOf(byKind(around), subject, now);
  const inTime = within && contentsOf(byKind(within, namesNoStay), subject, now);
  const all = [...around, ...(within ?? [])];
  return {
    stay: readStay(stay, lookupIn(found), now),
    parts: matches(ofParts ?? nothing, 'Encounter')
      .map((part) => readEncounter(part, lookupIn(found), now))
      .filter((part) => part.status !== 'entered-in-error')
      .sort(latestFirst((part) => part.start))
      .reverse(),
    linked,
    inTime: inTime && !isEmpty(inTime) ? inTime : null,
    failed: kindNames.filter((_, i) => hasFailed(around[i]) || hasFailed(within?.[i])),
    isTruncated: all.some((answer) => !(answer instanceof FhirError) && hasNext(answer)),
  };
}

/** A server that does not keep a type says 400 or 404: there is none of it. */
const hasFailed = (answer: Bundle | FhirError | undefined): boolean =>
  answer instanceof FhirError && (answer.status >= 500 || answer.status === 0);

function byKind(
  answers: readonly (Bundle | FhirError)[],
  isKept: (resource: Resource) => boolean = () => true,
): Answers {
  return Object.fromEntries(
    kindNames.map((kind, i) => {
      const bundle = orNothing(answers[i]);
      const entry = (bundle.entry ?? []).filter(
        ({ resource, search }) => !resource || search?.mode === 'include' || isKept(resource),
      );
      return [kind, { ...bundle, entry }];
    }),
  ) as Answers;
}

/** What names a stay is told there, whether or not the reader may open that one. */
function namesNoStay(resource: Resource): boolean {
  const { encounter, context } = resource as {
    encounter?: Reference;
    context?: Reference & { encounter?: Reference[] };
  };
  const named = [encounter, context, ...(Array.isArray(context?.encounter) ? context.encounter : [])];
  return !named.some((one) => referenceKey(one?.reference ?? '')?.startsWith('Encounter/'));
}
