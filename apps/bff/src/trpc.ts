// The procedures and the guard before them, in one file: who reads what a procedure may do reads both.
import type { FhirClient } from '@keneyapp/fhir-client';
import { codedIn } from '@keneyapp/fhir-model/bindings';
import type { Bundle } from '@medplum/fhirtypes';
import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { DeniedError } from './access/denied.ts';
import type { GuardedFhir } from './access/guarded-fhir.ts';
import { acceptIdentity, isOfIdentity } from './access/identity-writes.ts';
import { acceptMerge, refuseLeadingOn, type MergeOf } from './access/both-records.ts';
import { chartFhir, chartsFhir, listFhir, readsOnly } from './access/record-clients.ts';
import type { Verdict } from './access/access.ts';
import {
  accessOf,
  isReading,
  type ChartOperation,
  type OwnOperation,
  type UnitOperation,
} from './access/operation-kinds.ts';
import { operations, type Operation } from './access/operations.ts';
import { judgeWritten } from './access/state-guard.ts';
import { absentFor } from './inbox/absences.ts';
import { acceptedByUnit } from './access/unit-guard.ts';
import type { Feature } from './access/roles.ts';
import { askedOf } from './audit/asked.ts';
import type { AuditEntry } from './audit/audit.ts';
import { SessionEndedError } from './session/end-reasons.ts';
import type { Context, Visit } from './context.ts';
import { asTrpcError } from './errors.ts';
import { patientInput } from './patient-input.ts';
import { checkCoded } from './terminology/coded-check.ts';
import { isNotConfirmed, UnsettledWriteError } from './writing/outcome-errors.ts';
import type { ChartWrite, WritingRequest, Written } from './writing/writer.ts';
import { signedInLately, signInAgain } from './session/signed-in-lately.ts';

export { DeniedError };

/** What a procedure does, by its name in policies/operations.json; `declared.ts` sees to it that each says so. */
export interface ProcedureMeta {
  operation?: Operation;
  /** Bytes of a request that brings files; such a procedure is called alone. Without it, as much as any other. */
  bodyLimit?: number;
}

const t = initTRPC
  .context<Context>()
  .meta<ProcedureMeta>()
  .create({
    // event streams: a sign of life often enough for proxies, and the browser connects again when it stays away
    sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
    errorFormatter: ({ shape, error, ctx }) => ({
      ...shape,
      // validation names fields and rules, never values; an unexpected error says nothing of itself
      // the parser's own words quote what was sent
      message:
        error.code === 'INTERNAL_SERVER_ERROR'
          ? 'internal error'
          : error.code === 'PARSE_ERROR' || error.cause instanceof SyntaxError
            ? 'not readable'
            : isUnknown(error)
              ? 'not found'
              : shape.message,
      data: {
        code: shape.data.code,
        httpStatus: shape.data.httpStatus,
        path: isUnknown(error) ? null : shape.data.path,
        requestId: ctx?.requestId ?? null,
        reason:
          error.cause instanceof DeniedError ||
          error.cause instanceof SessionEndedError ||
          error.cause instanceof UnsettledWriteError
            ? error.cause.reason
            : null,
        mayBreakGlass: error.cause instanceof DeniedError && error.cause.mayBreakGlass,
        retryAfterSeconds: error.cause instanceof DeniedError ? error.cause.retryAfterSeconds : null,
        otherPatientId: error.cause instanceof DeniedError ? error.cause.otherPatientId : null,
        issues: error.cause instanceof z.ZodError ? error.cause.issues : null,
      },
    }),
  });

/** What nobody wrote: tRPC's own words repeat what was asked for. */
const isUnknown = ({ code, message }: TRPCError): boolean =>
  code === 'NOT_FOUND' && message.startsWith('No procedure');

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const mapErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw asTrpcError(result.error);
  return result;
});

/** No session needed: health of the session itself, languages. */
const publicProcedure = t.procedure.use(mapErrors);

/** Signed in; concerns no patient data (own preferences, who am I). */
export const signedInProcedure = publicProcedure.use(({ ctx, next }) => {
  const { session, access } = ctx;
  if (!session || !access)
    throw new TRPCError({
      code: 'UNAUTHORIZED',
      message: 'no session',
      ...(ctx.endedBy ? { cause: new SessionEndedError(ctx.endedBy) } : {}),
    });
  return next({ ctx: { ...ctx, session, access } });
});

/**
 * Signed in and allowed to do this; audited. For lists of the house and its units, which concern no single chart (a search,
 * the agenda, the trail). Its FHIR client answers the feature's types alone; `chartsFhir` answers of charts that are open to
 * the person, each as it shows itself. It writes what belongs to the person's units.
 */
export function unitOperation(operation: UnitOperation) {
  return signedInProcedure.meta({ operation }).use(({ ctx, path, getRawInput, next }) => {
    const guard: Guard = { ctx, path, operation, patientId: null, query: getRawInput };
    const { fhirUser } = ctx.session;
    const accept = async (bundle: Bundle, record: Pick<TrailRecord, 'isOf'>) => {
      const now = new Date();
      const absent = fhirUser ? await absentFor(ctx.services.db, fhirUser, now) : [];
      const standsInFor = absent.map(({ practitioner }) => practitioner);
      if (isOfIdentity(operation)) {
        const accepted = await acceptIdentity(ctx, operation, null, bundle);
        record.isOf(patientIn(accepted.bundle));
        return accepted;
      }
      return acceptedByUnit({ fhirUser, standsInFor, fhir: ctx.services.systemFhir, now }, bundle);
    };
    return guarded(guard, (extra, record) =>
      next({
        ctx: {
          ...ctx,
          ...extra,
          fhir: readsOnly(extra.fhir),
          chartsFhir: (part: Feature, verdicts: ReadonlyMap<string, Verdict>) =>
            chartsFhir(ctx, part, ctx.reads(), verdicts),
          askAhead: ctx.reads().askAhead,
          write: writerOf(guard, record, (bundle) => accept(bundle, record)),
          writeMerge: (merge: MergeOf, write: ChartWrite) => {
            if (!merging.has(operation)) throw new Error(`${operation} merges nothing`);
            return writerOf(guard, record, (bundle) => acceptMerge(ctx, merge, bundle))(write);
          },
        },
      }),
    );
  });
}

/** Likewise, for what is the person's own in all charts: their drafts, their emergency accesses. */
export function ownOperation(operation: OwnOperation) {
  return signedInProcedure
    .meta({ operation })
    .use(({ ctx, path, getRawInput, next }) =>
      guarded({ ctx, path, operation, patientId: null, query: getRawInput }, (extra) =>
        next({ ctx: { ...ctx, ...extra, fhir: readsOnly(extra.fhir) } }),
      ),
    );
}

/** Signed in, allowed to do this in the chart of this patient; audited. The input carries `patientId`. Its FHIR client knows this chart alone. */
export function chartOperation(operation: ChartOperation) {
  return signedInProcedure
    .meta({ operation })
    .input(patientInput)
    .use(({ ctx, path, input: { patientId }, getRawInput, next }) => {
      const guard: Guard = { ctx, path, operation, patientId, query: getRawInput };
      return guarded(guard, (extra, record) =>
        next({
          ctx: {
            ...ctx,
            ...extra,
            fhir: readsOnly(extra.fhir),
            patientId,
            write: writerOf(guard, record, (bundle) =>
              isOfIdentity(operation)
                ? acceptIdentity(ctx, operation, patientId, bundle)
                : { bundle: extra.fhir.accept(bundle) },
            ),
            chartFhir: (part: Feature, verdict: Verdict) =>
              chartFhir(ctx, part, ctx.reads(), patientId, verdict),
            asListed: (part: Feature) => readsOnly(listFhir(ctx, part, ctx.reads())),
          },
        }),
      );
    });
}

const merging: ReadonlySet<Operation> = new Set<Operation>([
  'identities.merge',
  'identities.undo-merge',
  'identities.follow-merge',
]);

const patientIn = ({ entry = [] }: Bundle): string | null =>
  entry.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id ?? null;

interface Guard {
  ctx: Context & Visit;
  path: string;
  operation: Operation;
  patientId: string | null;
  query: () => Promise<unknown>;
}
interface Extra {
  fhir: GuardedFhir;
  verdict: Verdict;
  auditResources: (...resources: string[]) => void;
  auditEmergency: (grantId: string) => void;
}
/** The record of the trail, for what brings it along with its outcome. */
interface TrailRecord {
  /** As it is if what the handler does succeeds. */
  entry(): AuditEntry;
  /** Whose it is, where that follows from what is written. */
  isOf(patientId: string | null): void;
  /** It is in the trail. */
  inTrail(): void;
  /** It was done before: what is answered now is read, and nothing is changed once more. */
  repeated(references: readonly string[]): void;
}

/** decision → handler → audit record, all before the answer leaves. */
async function guarded<R extends { ok: boolean; error?: { cause?: unknown } }>(
  { ctx, path, operation, patientId, query }: Guard,
  run: (extra: Extra, record: TrailRecord) => Promise<R>,
): Promise<R> {
  const { session } = ctx;
  const { feature, action, freshSignIn } = operations[operation];
  const entry: AuditEntry = {
    action: patientId === null && action === 'R' ? 'E' : action,
    operation: path,
    feature,
    access: accessOf(operation),
    outcome: 'success',
    patientId,
    resources: [],
    // of a write the trail names what was written, not its text: drafts are encrypted everywhere else
    ...(action === 'R' ? asked(ctx, path, await query()) : {}),
    user: { id: session.userId, name: session.displayName, role: session.role, fhirUser: session.fhirUser },
    remoteAddress: ctx.remoteAddress,
    requestId: ctx.requestId,
  };
  const verdict = await ctx.access.decide(operation, patientId).catch(async (error: unknown) => {
    await recorded(ctx, { ...entry, outcome: 'failure', reason: 'policy-unavailable' });
    throw error;
  });
  if (!verdict.allow) {
    const reason = verdict.reasons[0] ?? 'role';
    // who tries chart after chart is slowed, then not even told why
    const tooMany = patientId === null ? null : await ctx.services.lookups.refused(session.userId, patientId);
    await recorded(ctx, { ...entry, outcome: 'denied', reason: tooMany ? 'too-many-refusals' : reason });
    if (tooMany) throw tooMany;
    throw new TRPCError({
      code: 'FORBIDDEN',
      message: 'denied',
      cause: new DeniedError(reason, { mayBreakGlass: verdict.mayBreakGlass }),
    });
  }
  // what changes who may see a record or get in: the web leads through sign-in and back on this reason
  if (freshSignIn && !signedInLately(session, ctx.services.env)) {
    const refused = { ...entry, basis: verdict.basis, emergency: verdict.grant?.id ?? null };
    await recorded(ctx, { ...refused, outcome: 'denied', reason: signInAgain });
    throw new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError(signInAgain) });
  }
  const client = clientOf(ctx, operation);
  const fhir =
    patientId === null ? listFhir(ctx, feature, client) : chartFhir(ctx, feature, client, patientId, verdict);
  const success = (): AuditEntry => ({
    ...entry,
    basis: verdict.basis,
    emergency: verdict.grant?.id ?? entry.emergency ?? null,
  });
  let isRecorded = false;
  const result = await run(
    {
      fhir,
      verdict,
      auditResources: (...resources) => void entry.resources.push(...resources),
      auditEmergency: (grantId) => {
        entry.emergency = grantId;
      },
    },
    {
      entry: success,
      isOf: (id) => {
        entry.patientId = id;
      },
      inTrail: () => {
        isRecorded = true;
      },
      repeated: (references) => {
        entry.action = 'R';
        entry.resources = [...references];
      },
    },
  );
  // a chart transaction brings its record along, with its outcome; so it will where that is not known yet
  if (isRecorded || isNotConfirmed(result.error)) return result;
  // a handler may know more than the policy (one's own access is not one's to judge): its refusal is a refusal in the trail
  const refusal = result.error?.cause instanceof DeniedError ? result.error.cause : null;
  await recorded(ctx, {
    ...success(),
    outcome: result.ok ? 'success' : refusal ? 'denied' : 'failure',
    ...(refusal ? { reason: refusal.reason } : {}),
  });
  return result;
}

function asked({ parsersOf }: Context, path: string, input: unknown): Pick<AuditEntry, 'query'> {
  const query = askedOf(parsersOf(path), input);
  return query === undefined ? {} : { query };
}

/** What a procedure writes with: what `accept` lets through, judged by what it writes over. */
function writerOf(
  { ctx, path, operation, patientId, query }: Guard,
  record: TrailRecord,
  accept: WritingRequest['accept'],
): (write: ChartWrite) => Promise<Written> {
  const { session, services, access, requestId } = ctx;
  return async (write) => {
    let writtenBundle: Bundle | null = null;
    if (isReading(operation)) throw new Error(`${operation} reads, and writes nothing`);
    const request: WritingRequest = {
      session,
      patientId,
      operation: path,
      input: await query(),
      fhir: services.fhirFor(session, requestId),
      async accept(bundle) {
        await refuseLeadingOn(services, patientId);
        const accepted = await accept(bundle);
        // it changes no word: what was judged and coded when it was written stands
        if (accepted.merges) return accepted;
        const judge = { access, operation, patientId, session, fhir: services.systemFhir };
        await judgeWritten(judge, accepted.bundle);
        await checkCoded(services.terminology, accepted.bundle, (type, id) =>
          services.systemFhir.read(type, id),
        );
        writtenBundle = accepted.bundle;
        return accepted;
      },
      audit: () => record.entry(),
      inTrail: () => {
        record.inTrail();
      },
    };
    const written = await services.writer.write(request, write);
    if (written.isReplay) record.repeated(written.references);
    else if (writtenBundle) await noteCodes({ session, services }, writtenBundle);
    return written;
  };
}

/** What was chosen comes first next time; that it could not be counted is no reason to call a write failed. */
async function noteCodes(
  { session, services }: Pick<Context & Visit, 'session' | 'services'>,
  bundle: Bundle,
) {
  if (!(bundle.entry ?? []).some(({ resource }) => resource && codedIn(resource).length > 0)) return;
  await services.terminology.wereWritten(bundle, await services.owners.of(session)).catch(() => undefined);
}

/** Reads of one request share their batches; a write is never given up because the browser went away. */
function clientOf(ctx: Context & Visit, operation: Operation): FhirClient {
  return isReading(operation) ? ctx.reads() : ctx.services.fhirFor(ctx.session, ctx.requestId);
}

/** What cannot be written into the trail is not answered, a refusal included. */
async function recorded({ services }: Context, entry: AuditEntry): Promise<void> {
  try {
    await services.audit.record(entry);
  } catch (cause) {
    throw new TRPCError({
      code: 'SERVICE_UNAVAILABLE',
      message: 'audit',
      cause: new DeniedError('audit', { cause }),
    });
  }
}
