import { FhirError, type SearchParams } from '@keneyapp/fhir-client';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import type { PatientContext } from '../context.ts';
import { reading } from './operation-kinds.ts';
import type { Feature } from './roles.ts';

export interface FeatureSearch {
  type: Resource['resourceType'];
  params: SearchParams;
  feature: Feature;
}

const nothing: Bundle = { resourceType: 'Bundle', type: 'searchset' };

/**
 * For pages made of extracts of others: each part is read under the decision of the page it belongs to, so that it shows
 * what that page shows, no more (a role without it) and no less (an allergy that a summary alone would leave out). What is
 * closed is not asked for and answered as empty. One batch in all.
 */
export async function readPerFeature(
  ctx: Pick<PatientContext, 'access' | 'patientId' | 'chartFhir'>,
  searches: readonly FeatureSearch[],
): Promise<{ answers: (Bundle | FhirError)[]; asked: Set<string> }> {
  const verdicts = await ctx.access.decideEach(
    [...new Set(searches.map(({ feature }) => reading(feature)))],
    ctx.patientId,
  );
  const asked = new Set<string>();
  const answers = await Promise.all(
    searches.map(async ({ feature, ...search }) => {
      const verdict = verdicts.get(reading(feature));
      if (!verdict?.allow) return nothing;
      asked.add(search.type);
      const [answer] = await ctx.chartFhir(feature, verdict).batchSearch([search]);
      return answer ?? new FhirError(502, null, 'empty');
    }),
  );
  return { answers, asked };
}
