import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { chartTypesWith, type Page } from '@keneyapp/fhir-model/catalogue';
import type { Resource } from '@medplum/fhirtypes';
import { belongsTo, isShared } from '../fhir/compartment.ts';
import { isPartOfRecord, tellable, toLookAt, type ChartRules } from './fates.ts';
import type { Guard } from './guard.ts';
import { KeptParts } from './kept-parts.ts';
import { Neighbours } from './neighbours.ts';
import type { Obligations } from './policy.ts';
import type { Feature } from './roles.ts';
import {
  hidesSomething,
  isOfChart,
  isPermitted,
  keepsNothingBack,
  labelsOf,
  withoutPrivacies,
} from './labels.ts';

/**
 * Types of which a feature's decision speaks where it hides less than the chart's (an allergy is kept from no clinician) or
 * knows nothing of the chart (a secretary's consents). Whatever else comes along there is shown as the summary would.
 */
const ofPage = (page: Page): readonly string[] =>
  chartTypesWith((part) => part.isDecidedByPage && part.page === page);
const ownTypes: Partial<Record<Feature, readonly string[]>> = {
  allergies: ofPage('allergies'),
  medications: ofPage('medications'),
  consents: ofPage('consents'),
  patients: ofPage('patients'),
  appointments: ofPage('appointments'),
  identities: [],
  drafts: [],
  live: [],
};

export interface ChartView {
  patientId: string;
  feature: Feature;
  /** Of the decision on the feature. */
  obligations: Obligations;
  /** Of the chart as a whole (`summary`); null when it is closed. Asked for only where the feature does not speak of it. */
  ofChart: () => Promise<Obligations | null>;
  /** Shared by what one request shows of a chart. */
  neighbours: Neighbours;
}

/** For what asks under one decision alone. */
export function viewUnder(
  fhir: Pick<FhirClient, 'batchSearch' | 'searchAll'>,
  patientId: string,
  feature: Feature,
  obligations: Obligations,
): ChartView {
  const neighbours = new Neighbours(fhir, patientId);
  return { patientId, feature, obligations, ofChart: () => Promise.resolve(obligations), neighbours };
}

/** One chart: nothing of another patient comes out of it or goes into it, whatever the server answers; labels and releases are obeyed, and nothing tells of what they hide. */
export function chartGuard({ patientId, feature, obligations, ofChart, neighbours }: ChartView): Guard {
  const own = ownTypes[feature];
  const kept = new KeptParts();
  let known: Promise<ChartRules> | null = null;
  let isClosed = false;
  const isBesideIdentity = (type: string) => feature === 'patients' && own?.includes(type) === true;
  async function readRules(): Promise<ChartRules> {
    const ofRest = own ? await ofChart() : obligations;
    const isOwn = (type: string) => own?.includes(type) === true || type === 'Patient' || isShared(type);
    // relatives and insurances are read beside identity: in an open chart as the chart shows them
    const ruleOf = (type: string) =>
      isBesideIdentity(type) ? (ofRest ?? obligations) : isOwn(type) ? obligations : ofRest;
    isClosed = ofRest === null;
    return { patientId, neighbours, ruleOf };
  }
  const rules = () => (known ??= readRules());
  const isAllowed = (resource: Resource, { ruleOf }: ChartRules): boolean => {
    const rule = ruleOf(resource.resourceType);
    // who knows identity alone, a secretary, is told of none of them that carries a label
    const isKept =
      isClosed && isBesideIdentity(resource.resourceType) && !labelsOf(resource).every(keepsNothingBack);
    return rule !== null && !isKept && isOfChart(resource, patientId) && isPermitted(resource, rule);
  };

  return {
    async show(resources, { ofOldVersions = false } = {}) {
      const all = await rules();
      const { ruleOf } = all;
      const allowed = resources.map((resource) => (isAllowed(resource, all) ? resource : null));
      const shown = allowed.filter((r) => r !== null);
      if (!ofOldVersions) neighbours.learn(resources);
      const keys = new Set(shown.flatMap((resource) => toLookAt(resource, all)));
      const hiding = widest(
        shown.flatMap(({ resourceType }) =>
          isPartOfRecord(resourceType) ? (ruleOf(resourceType) ?? []) : [],
        ),
        ruleOf(''),
      );
      // a version is shown only while what there is now may be
      if (ofOldVersions && hiding)
        for (const { resourceType, id } of shown)
          if (isPartOfRecord(resourceType)) keys.add(`${resourceType}/${id}`);
      if (keys.size > 0 || hiding) await neighbours.look(keys, hiding);
      return allowed.map((resource) => {
        const rule = resource && ruleOf(resource.resourceType);
        if (!resource || !rule) return null;
        if (isPartOfRecord(resource.resourceType) && hidesSomething(rule)) {
          const now = ofOldVersions ? neighbours.get(`${resource.resourceType}/${resource.id}`) : null;
          if (neighbours.isHidden(resource, rule) || (now && neighbours.isHidden(now, rule))) return null;
        }
        const told = tellable(withoutPrivacies(resource), all);
        if (!ofOldVersions) kept.remember(resource, told);
        return told;
      });
    },
    showWritten: (resource) =>
      isOfChart(resource, patientId) && isPermitted(resource, obligations) ? resource : null,
    showFile: (file) => (isPermitted(file, obligations) ? file : null),
    async isPartial(type) {
      // copies of identity papers are documents of the server's count, and of no chart
      if (type === 'DocumentReference') return true;
      const rule = (await rules()).ruleOf(type);
      return rule === null || hidesSomething(rule);
    },
    accept(resource) {
      if (!belongsTo(resource, patientId) || resource.resourceType === 'Patient')
        throw new FhirError(403, null, 'other-chart');
      return kept.restored(resource);
    },
  };
}

/** Everything that any of these hides, and what the rest of the chart hides besides; null when that is nothing. */
function widest(ofShown: readonly Obligations[], ofRest: Obligations | null): Obligations | null {
  if (ofShown.length === 0) return null;
  const all = [...ofShown, ...(ofRest ? [ofRest] : [])];
  const hideLabels = [...new Set(all.flatMap((o) => o.hideLabels))].sort();
  const releasedOnly = all.some((o) => o.releasedOnly);
  return hidesSomething({ hideLabels, releasedOnly }) ? { hideLabels, releasedOnly } : null;
}
