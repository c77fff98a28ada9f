import { civilDateAt } from '@keneyapp/clinical';
import { FhirError } from '@keneyapp/fhir-client';
import type { PatientContext } from '../../context.ts';
import { readPerFeature } from '../../access/read-per-feature.ts';
import { rememberOpened } from '../../chart-openings.ts';
import { placesOf } from '../../fhir/places.ts';
import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { replacedBy } from '@keneyapp/fhir-model/identity-merge';
import { chartOperation, router, unitOperation } from '../../trpc.ts';
import { bannerClinical, bannerSearches } from './banner.ts';
import { closedFile, identityFile, identitySearches, withoutExtras } from './identity-file.ts';
import { patientNumbers } from './numbers.ts';
import { rankedHits, withHomonyms, withoutMatricule } from './hits.ts';
import { readQuery } from './query.ts';
import { recentlyOpened } from './recent.ts';
import { searchInput } from './schema.ts';
import { leadsTo, withoutReplaced } from './replaced.ts';
import { findPatients } from './search.ts';
import type {
  IdentityFile,
  PatientBanner,
  PatientLocation,
  PatientSearchResult,
  RecentPatient,
} from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

/** Where somebody is tells of their illness: shown for those whose chart this person may open. Few are in at a time: only of those it is decided. */
async function placesSeen(
  { access, fhir }: Pick<PatientContext, 'access' | 'fhir'>,
  ids: string[],
  now: Date,
): Promise<Map<string, PatientLocation>> {
  if (!(await access.rights())['summary.read']) return new Map();
  const places = await placesOf(fhir, ids, now);
  const verdicts = await access.decideFor('summary.read', [...places.keys()]);
  return new Map([...places].filter(([id]) => verdicts.get(id)?.allow));
}

export const patientsRouter = router({
  search: unitOperation('patients.search')
    .input(searchInput)
    .query(async ({ ctx, input }): Promise<PatientSearchResult> => {
      const now = new Date();
      const query = readQuery(input.query, civilDateAt(now));
      const { lookups } = ctx.services;
      await lookups.count('searches', ctx.session.userId);
      if (query.ins.length > 0) await lookups.count('matricules', ctx.session.userId);
      const { candidates, hasMore, isPartial } = await findPatients(
        ctx.fhir,
        query,
        input.limit,
        patientNumbers(ctx.services.capabilities.hospitalNumbers),
      );
      const hits = rankedHits(await withoutReplaced(ctx.fhir, candidates), query, now);
      const shown = hits.slice(0, input.limit);
      ctx.auditResources(...shown.map((h) => patientReference(h.id)));
      const located = await placesSeen(
        ctx,
        shown.map((h) => h.id),
        now,
      );
      return {
        hits: withHomonyms(shown.map((hit) => ({ ...hit, location: located.get(hit.id) ?? null }))),
        hasMore: hasMore || hits.length > shown.length,
        isPartial,
        hint: query.hint,
        understood: {
          names: query.names,
          birthDate: query.birthDate,
          ins: query.ins[0] ?? null,
          identifier: query.identifier,
        },
      };
    }),

  recent: unitOperation('patients.search').query(async ({ ctx }): Promise<RecentPatient[]> => {
    const now = new Date();
    const opened = await recentlyOpened(ctx.services.db, ctx.session.userId, now);
    if (opened.length === 0) return [];
    const ids = opened.map((o) => o.patientId);
    ctx.auditResources(...ids.map(patientReference));
    const [found, places] = await Promise.all([
      ctx.fhir.search('Patient', { _id: ids.join(','), _count: ids.length }),
      placesSeen(ctx, ids, now),
    ]);
    const byId = new Map(matches(found, 'Patient').map((p) => [p.id, p]));
    const listed = opened.flatMap(({ patientId, openedAt }) => {
      const patient = byId.get(patientId);
      return patient && replacedBy(patient) === null
        ? [
            {
              ...withoutMatricule(readIdentity(patient, now)),
              location: places.get(patientId) ?? null,
              matched: [],
              openedAt: openedAt.toISOString(),
            },
          ]
        : [];
    });
    return withHomonyms(listed);
  }),

  /** Where the patient lives, how to reach them, who is close to them, who treats and who pays: for who may open the chart, and for a secretary. */
  identity: chartOperation('patients.read').query(async ({ ctx }): Promise<IdentityFile> => {
    const now = new Date();
    const { patientId, session } = ctx;
    const [rights, chart] = await Promise.all([
      ctx.access.rights(),
      ctx.access.decide('summary.read', patientId),
    ]);
    if (!chart.allow) await ctx.services.lookups.count('identities', session.userId, patientId);
    // who opens charts and may not open this one has the traits that the banner shows
    if (!chart.allow && rights['summary.read']) return closedFile;
    ctx.auditResources(patientReference(patientId), 'RelatedPerson', 'Coverage');
    const file = identityFile(await ctx.fhir.batchSearch(identitySearches(patientId)), now);
    return chart.allow ? file : withoutExtras(file);
  }),

  banner: chartOperation('patients.read').query(async ({ ctx }): Promise<PatientBanner> => {
    const now = new Date();
    const { patientId, session } = ctx;
    const rights = await ctx.access.rights();
    const chart = await ctx.access.decide('summary.read', patientId);
    if (!chart.allow) await ctx.services.lookups.count('identities', session.userId, patientId);
    const [[found], clinical] = await Promise.all([
      ctx.fhir.batchSearch([{ type: 'Patient', params: { _id: patientId } }]),
      chart.allow ? readPerFeature(ctx, bannerSearches(patientId, rights['patients.search'] === true)) : null,
    ]);
    ctx.auditResources(patientReference(patientId), ...(clinical?.asked ?? []));
    const patient = matches(orThrow(found), 'Patient')[0];
    if (!patient) throw new FhirError(404, null);
    if (rights['patients.search'] && (chart.allow || !rights['summary.read']))
      await rememberOpened(ctx.services.db, { userId: session.userId, patientId, now });
    return {
      identity: readIdentity(patient, now),
      clinical: clinical && bannerClinical(patient, clinical.answers, now),
      // somebody who never sees charts is not told that this one is closed
      closed:
        chart.allow || !rights['summary.read']
          ? null
          : { reason: chart.reasons[0] ?? 'role', mayBreakGlass: chart.mayBreakGlass },
      emergency: chart.grant && { grantId: chart.grant.id, expiresAt: chart.grant.expiresAt },
      replacedBy: await leadsTo(ctx, patient),
    };
  }),
});
