import { FhirError, type SearchParams } from '@keneyapp/fhir-client';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Bundle, Coding, Resource } from '@medplum/fhirtypes';
import { keptBackOf } from '../access/labels.ts';
import { reading } from '../access/operation-kinds.ts';
import type { Feature } from '../access/roles.ts';
import type { PatientContext } from '../context.ts';

export type PrefetchContext = Pick<
  PatientContext,
  'access' | 'patientId' | 'chartFhir' | 'auditResources' | 'session'
>;

/** Types that are handed to a service, each under the decision on the page that shows it. Any other is not. */
const features: Partial<Record<Resource['resourceType'], Feature>> = {
  Patient: 'summary',
  MedicationRequest: 'medications',
  MedicationStatement: 'medications',
  AllergyIntolerance: 'allergies',
  Condition: 'problems',
  Immunization: 'immunizations',
  Procedure: 'procedures',
  Encounter: 'encounters',
};
/** Observations are of two pages; what is asked for by code belongs to the one that shows it. */
const vitalCodes = ['29463-7', '3141-9', '8302-2', '82810-3'];

interface Asked {
  type: Resource['resourceType'];
  feature: Feature;
  params: SearchParams;
  /** One resource, no list. */
  isRead: boolean;
}

export interface Prefetched {
  /** What a template leads to; nothing where it was not read. */
  of(templates: Readonly<Record<string, string>>): Record<string, Resource>;
  /** Some of this chart is kept from this person by its labels: it was not looked at. */
  isPartial: boolean;
  /** Some of it could not be read. */
  isUnread: boolean;
  /** What keeps anything back of what was handed over: what is said of it is kept back as well. */
  labels: Coding[];
}

/** Reads what services want to be handed, each once, in one request, as this person may see it. */
export async function prefetch(ctx: PrefetchContext, templates: readonly string[]): Promise<Prefetched> {
  const wanted = new Map(
    [...new Set(templates)].flatMap((template) => {
      const asked = askedBy(template, ctx);
      return asked ? [[template, asked] as const] : [];
    }),
  );
  const verdicts = await ctx.access.decideEach(
    [...new Set([...wanted.values()].map(({ feature }) => reading(feature)))],
    ctx.patientId,
  );
  let isPartial = false;
  let isUnread = false;
  const read = new Map<string, Resource>();
  await Promise.all(
    [...wanted].map(async ([template, { type, feature, params, isRead }]) => {
      const verdict = verdicts.get(reading(feature));
      if (!verdict?.allow) return;
      if (verdict.obligations.hideLabels.length > 0) isPartial = true;
      const [answer] = await ctx.chartFhir(feature, verdict).batchSearch([{ type, params }]);
      if (!answer || answer instanceof FhirError) {
        isUnread = true;
        return;
      }
      ctx.auditResources(type);
      const one = isRead ? firstOf(answer) : answer;
      if (one) read.set(template, one);
    }),
  );
  return {
    isPartial,
    isUnread,
    labels: keptBackOf([...read.values()].flatMap(within)),
    of: (own) =>
      Object.fromEntries(
        Object.entries(own).flatMap(([key, template]) => {
          const found = read.get(template);
          return found ? [[key, found]] : [];
        }),
      ),
  };
}

const within = (one: Resource): Resource[] =>
  one.resourceType === 'Bundle'
    ? ((one as Bundle).entry ?? []).flatMap(({ resource }) => resource ?? [])
    : [one];
const firstOf = ({ entry = [] }: Bundle): Resource | undefined => entry[0]?.resource;

/** `Type/{{context.patientId}}` or `Type?patient={{context.patientId}}&…`; whatever else a template asks for is not read. */
function askedBy(template: string, { patientId, session }: PrefetchContext): Asked | null {
  const text = template
    .replaceAll('{{context.patientId}}', patientId)
    .replaceAll('{{context.userId}}', session.fhirUser ?? '');
  if (text.includes('{{')) return null;
  const [path = '', query] = text.split('?', 2);
  const [type = '', id] = path.split('/', 2);
  if (query === undefined)
    return type === 'Patient' && id === patientId
      ? { type, feature: 'summary', params: { _id: patientId }, isRead: true }
      : null;
  const resourceType = type as Resource['resourceType'];
  const { patient: _patient, subject: _subject, ...rest } = paramsIn(query);
  const feature = resourceType === 'Observation' ? ofObservations(rest) : features[resourceType];
  if (!feature || resourceType === 'Patient') return null;
  // whatever it says, it is this chart that is read
  return {
    type: resourceType,
    feature,
    params: { ...rest, patient: patientReference(patientId) },
    isRead: false,
  };
}

function paramsIn(query: string): Record<string, string | string[]> {
  const params: Record<string, string | string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    const before = params[name];
    params[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  return params;
}

const ofObservations = (params: Record<string, string | string[]>): Feature => {
  const codes = [params['code'] ?? []].flat().join(',');
  const isVital =
    [params['category'] ?? []].flat().join(',').includes('vital-signs') ||
    vitalCodes.some((code) => codes.includes(code));
  return isVital ? 'vitals' : 'results';
};
