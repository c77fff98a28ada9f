import { patientTraits } from '../../audit/staff-and-patients.ts';
import { router, unitOperation } from '../../trpc.ts';
import { detailOf } from './detail.ts';
import { findPatients, findPeople } from './find.ts';
import { lookForUnusual } from './look-for-unusual.ts';
import { searchRecords } from './query.ts';
import { labelOf, rowsOf } from './rows.ts';
import {
  findPatientsInput,
  findPeopleInput,
  getInput,
  namesInput,
  searchInput,
  unusualInput,
} from './schema.ts';
import type {
  AuditDetail,
  AuditPage,
  AuditPerson,
  PatientLabel,
  TrailState,
  UnusualView,
  VerificationStep,
} from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

export const auditRouter = router({
  search: unitOperation('audit.read')
    .input(searchInput)
    .query(async ({ ctx, input: { cursor, limit, ...filter } }): Promise<AuditPage> => {
      const records = await searchRecords(ctx.services.db, filter, cursor, limit + 1);
      const shown = records.slice(0, limit),
        last = shown.at(-1);
      if (filter.patientId) ctx.auditResources(patientReference(filter.patientId));
      return {
        ...(await rowsOf(ctx.services, shown)),
        next:
          records.length > limit && last
            ? { at: last.recorded_at.toISOString(), seq: String(last.seq) }
            : null,
      };
    }),

  /** One record with everything that was kept of it, and as FHIR. */
  get: unitOperation('audit.read')
    .input(getInput)
    .query(({ ctx, input }): Promise<AuditDetail> => {
      ctx.auditResources(`AuditEvent/${input.seq}`);
      return detailOf(ctx.services, input.seq);
    }),

  /** Patients to choose from: names and birth date, nothing else. */
  patients: unitOperation('audit.read')
    .input(findPatientsInput)
    .query(async ({ ctx, input }): Promise<PatientLabel[]> => {
      await ctx.services.lookups.count('searches', ctx.session.userId);
      const found = await findPatients(ctx.services.capabilities.trailPeople, input.query);
      ctx.auditResources(...found.map((p) => patientReference(p.id)));
      return found;
    }),

  people: unitOperation('audit.read')
    .input(findPeopleInput)
    .query(({ ctx, input }): Promise<AuditPerson[]> => findPeople(ctx.services, input.query)),

  /** Names of what a linked address names by id. */
  names: unitOperation('audit.read')
    .input(namesInput)
    .query(
      async ({
        ctx,
        input: { patientId, userId },
      }): Promise<{ patient: PatientLabel | null; person: string | null }> => {
        if (patientId) {
          await ctx.services.lookups.count('identities', ctx.session.userId, patientId);
          ctx.auditResources(patientReference(patientId));
        }
        const [patients, person] = await Promise.all([
          patientId ? patientTraits(ctx.services.capabilities.trailPeople, [patientId]) : null,
          userId
            ? ctx.services.db.auditEvent.findFirst({
                where: { userId },
                orderBy: [{ recordedAt: 'desc' }, { seq: 'desc' }],
                select: { userName: true },
              })
            : null,
        ]);
        const patient = patients?.get(patientId ?? '');
        return { patient: patient ? labelOf(patient) : null, person: person?.userName ?? null };
      },
    ),

  unusual: unitOperation('audit.read')
    .input(unusualInput)
    .query(({ ctx, input }): Promise<UnusualView> => lookForUnusual(ctx.services, input)),

  /** How far the chain goes, what is signed, whether it was found as it was written. */
  chain: unitOperation('audit.read').query(({ ctx }): Promise<TrailState> => ctx.services.trail.state()),

  /** Reads the whole of it, step by step; the report comes last. */
  verification: unitOperation('audit.read').subscription(async function* ({
    ctx,
    signal,
  }): AsyncGenerator<VerificationStep> {
    const until = AbortSignal.any([ctx.signal, ...(signal ? [signal] : [])]);
    for await (const step of ctx.services.trail.verification()) {
      if (until.aborted) return;
      yield step;
    }
  }),
});
