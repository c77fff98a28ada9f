import { FhirError } from '@keneyapp/fhir-client';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { oneOf } from '@keneyapp/fhir-model/coded';
import { epochMs } from '@keneyapp/fhir-model/dates';
import { isOfVitals } from '@keneyapp/fhir-model/observation/read';
import { isWithdrawn, observedAt } from '@keneyapp/fhir-model/observation/when';
import { isVitalSign } from '@keneyapp/fhir-model/vital-sign';
import type { Bundle, CodeableConcept, Observation, Resource } from '@medplum/fhirtypes';
import type { FeatureSearch } from '../../access/read-per-feature.ts';
import type { Visit } from '../../chart-openings.ts';
import type { PrismaClient } from '../../database/client.ts';

/** More than that is said as "or more". */
const max = 200;

/** What may be new, in the order in which it is told, with the page that decides of it and shows it. */
const kinds = {
  observation: ['Observation', 'results'],
  report: ['DiagnosticReport', 'results'],
  document: ['DocumentReference', 'documents'],
  text: ['Composition', 'documents'],
  imaging: ['ImagingStudy', 'imaging'],
  allergy: ['AllergyIntolerance', 'allergies'],
  medication: ['MedicationRequest', 'medications'],
  problem: ['Condition', 'problems'],
  procedure: ['Procedure', 'procedures'],
  encounter: ['Encounter', 'encounters'],
  immunization: ['Immunization', 'immunizations'],
  vitals: ['Observation', 'vitals'],
} as const satisfies Record<string, readonly [FeatureSearch['type'], FeatureSearch['feature']]>;
const names = Object.keys(kinds) as (keyof typeof kinds)[];
/** Texts of the record and files are documents to who reads them. */
type ChangeKind = Exclude<keyof typeof kinds, 'text'>;

interface Change {
  kind: ChangeKind;
  count: number;
  lately: number;
  isMore: boolean;
}

export interface Changes {
  /** When the visit before this one began, or this one where it is the first; null where nothing is said. */
  since: string | null;
  /** When this visit began. */
  visitAt: string | null;
  /**
   * What others added or changed since, as far as the reader may see it; `lately` of them after this visit began, none where
   * all did. `isMore`: there are more than were read.
   */
  items: Change[];
  /** Not everything could be read: that nothing is said means nothing. */
  isPartial: boolean;
}

export const nothingBefore: Changes = { since: null, visitAt: null, items: [], isPartial: false };

export const changeSearches = (patient: string, since: Date): FeatureSearch[] =>
  names.map((name) => {
    const [type, feature] = kinds[name];
    return { type, feature, params: { patient, _lastUpdated: `gt${since.toISOString()}`, _count: max } };
  });

/** `Type/id/version` of what this person wrote into this chart since: it is no news to them. */
export async function writtenBy(
  db: PrismaClient,
  { userId, patientId, since }: { userId: string; patientId: string; since: Date },
): Promise<ReadonlySet<string>> {
  const rows = await db.$queryRaw<{ key: string }[]>`
    SELECT key FROM events.domain_event
    WHERE topic = 'patient' AND topic_id = ${patientId} AND at >= ${since} AND body ->> 'by' = ${userId}`;
  return new Set(rows.map(({ key }) => key));
}

export function changesOf(
  answers: readonly (Bundle | FhirError)[],
  { began, before }: Visit,
  own: ReadonlySet<string>,
): Changes {
  const isOthers = (resource: Resource): boolean =>
    !own.has(`${resource.resourceType}/${resource.id ?? ''}/${resource.meta?.versionId ?? ''}`);
  const isLately = ({ meta }: Resource): boolean =>
    before !== null && epochMs(meta?.lastUpdated ?? null) > began.getTime();
  const found = new Map<ChangeKind, Omit<Change, 'kind'>>();
  names.forEach((name, i) => {
    const answer = answers[i];
    if (answer === undefined || answer instanceof FhirError) return;
    const kind = name === 'text' ? 'document' : name;
    const all = matches(answer, kinds[name][0]) as Resource[];
    const others = all.filter((one) => isOthers(one) && !isTakenBack(one));
    const count = counted(kind, others);
    const earlier = found.get(kind);
    if (count > 0)
      found.set(kind, {
        count: count + (earlier?.count ?? 0),
        lately: counted(kind, others.filter(isLately)) + (earlier?.lately ?? 0),
        isMore: hasNext(answer) || earlier?.isMore === true,
      });
  });
  return {
    since: (before ?? began).toISOString(),
    visitAt: began.toISOString(),
    items: [...found].map(([kind, said]) => ({ kind, ...said })),
    isPartial: answers.some(
      (answer) => answer instanceof FhirError && (answer.status >= 500 || answer.status === 0),
    ),
  };
}

/** Results one by one, vital signs by the moment they were taken together. */
function counted(kind: ChangeKind, found: readonly Resource[]): number {
  if (kind !== 'observation' && kind !== 'vitals') return found.length;
  const isOfVitalsPage = (o: Observation) => isOfVitals(o) || isVitalSign(o);
  const observations = (found as Observation[]).filter((o) => isOfVitalsPage(o) === (kind === 'vitals'));
  return kind === 'vitals'
    ? new Set(observations.map((o) => observedAt(o).at)).size
    : // a panel that only groups others is none of its own
      observations.filter((o) => !(o.hasMember?.length && !hasValue(o))).length;
}

const hasValue = (o: Observation): boolean => Object.keys(o).some((key) => key.startsWith('value'));

/** No page shows it any more. */
function isTakenBack(resource: Resource): boolean {
  if (resource.resourceType === 'Observation') return isWithdrawn(resource);
  const { status, docStatus, verificationStatus } = resource as {
    status?: unknown;
    docStatus?: unknown;
    verificationStatus?: CodeableConcept;
  };
  return (
    status === 'entered-in-error' ||
    docStatus === 'entered-in-error' ||
    oneOf(['entered-in-error'] as const, verificationStatus) !== null
  );
}
