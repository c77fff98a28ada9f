import { civilDateAt } from '@keneyapp/clinical';
import { FhirError } from '@keneyapp/fhir-client';
import { decide } from '../../access/decide.ts';
import { matches, orThrow } from '../../fhir/bundle.ts';
import { readIdentity } from '../../fhir/identity.ts';
import type { Session } from '../../session/session.ts';
import { featureProcedure, patientProcedure, router } from '../../trpc.ts';
import { bannerClinical, bannerSearches } from './banner.ts';
import { placesOf, rankedHits } from './hits.ts';
import { readQuery } from './query.ts';
import { recentlyOpened, rememberOpened } from './recent.ts';
import { searchInput } from './schema.ts';
import { findPatients } from './search.ts';
import type { PatientBanner, PatientHit, PatientSearchResult, RecentPatient } from './view.ts';

/** Whether this person may see more of this patient than who it is: the banner and the place follow the summary. */
const seesChart = ({ role, fhirUser }: Session, patientId: string | null): boolean => decide({ role, fhirUser, feature: 'summary', action: 'read', patientId }).allow;

export const patientsRouter = router({
  search: featureProcedure('patients', 'read').input(searchInput).query(async ({ ctx, input }): Promise<PatientSearchResult> => {
    const now = new Date();
    const query = readQuery(input.query, civilDateAt(now));
    const { patients, hasMore } = await findPatients(ctx.fhir, query, input.limit);
    const hits = rankedHits(patients, query, now);
    const shown = hits.slice(0, input.limit);
    ctx.touch(...shown.map((h) => `Patient/${h.id}`));
    const located = seesChart(ctx.session, null) ? await placesOf(ctx.fhir, shown.map((h) => h.id), now) : null;
    return {
      hits: shown.map((hit): PatientHit => ({ ...hit, location: located?.get(hit.id) ?? null })), hasMore: hasMore || hits.length > shown.length, hint: query.hint,
      understood: { names: query.names, birthDate: query.birthDate, ins: query.ins[0] ?? null, identifier: query.identifier },
    };
  }),

  recent: featureProcedure('patients', 'read').query(async ({ ctx }): Promise<RecentPatient[]> => {
    const now = new Date();
    const opened = await recentlyOpened(ctx.services.db, ctx.session.userId, now);
    if (opened.length === 0) return [];
    const ids = opened.map((o) => o.patientId);
    ctx.touch(...ids.map((id) => `Patient/${id}`));
    const [found, places] = await Promise.all([
      ctx.fhir.search('Patient', { _id: ids.join(','), _count: ids.length }),
      seesChart(ctx.session, null) ? placesOf(ctx.fhir, ids, now) : new Map<string, never>(),
    ]);
    const byId = new Map(matches(found, 'Patient').map((p) => [p.id, p]));
    return opened.flatMap(({ patientId, openedAt }) => {
      const patient = byId.get(patientId);
      return patient ? [{ ...readIdentity(patient, now), location: places.get(patientId) ?? null, matched: [], openedAt: openedAt.toISOString() }] : [];
    });
  }),

  banner: patientProcedure('patients', 'read').query(async ({ ctx }): Promise<PatientBanner> => {
    const now = new Date();
    const { patientId, session } = ctx;
    const isClinical = seesChart(session, patientId);
    ctx.touch(`Patient/${patientId}`, ...(isClinical ? ['AllergyIntolerance', 'Observation', 'Flag', 'Encounter', 'Consent'] : []));
    const [found, ...rest] = await ctx.fhir.batchSearch([{ type: 'Patient', params: { _id: patientId } }, ...(isClinical ? bannerSearches(patientId) : [])]);
    const patient = matches(orThrow(found), 'Patient')[0];
    if (!patient) throw new FhirError(404, null);
    if (session.role !== 'patient') await rememberOpened(ctx.services.db, session.userId, patientId, now);
    return { identity: readIdentity(patient, now), clinical: isClinical ? bannerClinical(rest, now) : null, closed: null, emergency: null };
  }),
});
