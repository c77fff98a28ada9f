import { initTRPC, TRPCError } from '@trpc/server';
import { z } from 'zod';
import { decide } from './access/decide.ts';
import type { Action, Feature } from './access/roles.ts';
import type { AuditEntry } from './audit/audit.ts';
import type { Context } from './context.ts';
import { asTrpcError } from './errors.ts';
import { patientInput } from './patient-input.ts';

export { patientInput };

export interface ProcedureMeta { feature?: Feature; action?: Action }

const t = initTRPC.context<Context>().meta<ProcedureMeta>().create({
  // event streams: a sign of life often enough for proxies, and the browser connects again when it stays away
  sse: { ping: { enabled: true, intervalMs: 15_000 }, client: { reconnectAfterInactivityMs: 45_000 } },
  errorFormatter: ({ shape, error, ctx }) => ({
    ...shape,
    // validation names fields and rules, never values; an unexpected error says nothing of itself
    // the parser's own words quote what was sent
    message: error.code === 'INTERNAL_SERVER_ERROR' ? 'internal error' : error.code === 'PARSE_ERROR' || error.cause instanceof SyntaxError ? 'not readable' : shape.message,
    data: { code: shape.data.code, httpStatus: shape.data.httpStatus, path: shape.data.path, requestId: ctx?.requestId ?? null,
      reason: error.cause instanceof DeniedError ? error.cause.reason : null,
      issues: error.cause instanceof z.ZodError ? error.cause.issues : null },
  }),
});

/** Why there is no answer, as a code the web translates. */
export class DeniedError extends Error {
  readonly reason: string;
  constructor(reason: string, options?: ErrorOptions) { super(`denied: ${reason}`, options); this.reason = reason; }
}

export const router = t.router;
export const createCallerFactory = t.createCallerFactory;

const mapErrors = t.middleware(async ({ next }) => {
  const result = await next();
  if (!result.ok) throw asTrpcError(result.error);
  return result;
});

/** No session needed: health of the session itself, languages. */
export const publicProcedure = t.procedure.use(mapErrors);

/** Signed in; concerns no patient data (own preferences, who am I). */
export const signedInProcedure = publicProcedure.use(({ ctx, next }) => {
  if (!ctx.session) throw new TRPCError({ code: 'UNAUTHORIZED', message: 'no session' });
  return next({ ctx: { ...ctx, session: ctx.session } });
});

/** Signed in and allowed on this feature; audited; concerns no single patient (search, agenda). */
export function featureProcedure(feature: Feature, action: Action) {
  return signedInProcedure.meta({ feature, action }).use(({ ctx, path, getRawInput, next }) =>
    guarded({ ctx, path, feature, action, patientId: null, query: getRawInput }, (extra) => next({ ctx: { ...ctx, ...extra } })));
}

/** Signed in, allowed on this feature of this patient; audited. The input carries `patientId`. */
export function patientProcedure(feature: Feature, action: Action) {
  return signedInProcedure.meta({ feature, action }).input(patientInput).use(({ ctx, path, input, getRawInput, next }) =>
    guarded({ ctx, path, feature, action, patientId: input.patientId, query: getRawInput }, (extra) =>
      next({ ctx: { ...ctx, ...extra, patientId: input.patientId } })));
}

interface Guard { ctx: Context & { session: NonNullable<Context['session']> }; path: string; feature: Feature; action: Action; patientId: string | null; query: () => Promise<unknown> }

/** decision → handler → audit record, all before the answer leaves. */
async function guarded<R extends { ok: boolean }>(
  { ctx, path, feature, action, patientId, query }: Guard,
  run: (extra: { fhir: ReturnType<Context['services']['fhirFor']>; touch: (...resources: string[]) => void }) => Promise<R>,
): Promise<R> {
  const { session } = ctx;
  const entry: AuditEntry = {
    action: patientId === null && action === 'read' ? 'E' : action === 'read' ? 'R' : 'U',
    operation: path, feature, access: action, outcome: 'success', patientId, resources: [],
    // of a write the trail names what was written, not its text: drafts are encrypted everywhere else
    ...(action === 'read' ? { query: JSON.stringify(await query()) } : {}), user: { id: session.userId, name: session.displayName, role: session.role },
    remoteAddress: ctx.remoteAddress, requestId: ctx.requestId,
  };
  const decision = decide({ role: session.role, fhirUser: session.fhirUser, feature, action, patientId });
  if (!decision.allow) {
    await recorded(ctx, { ...entry, outcome: 'denied', reason: decision.reason });
    throw new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError(decision.reason) });
  }
  const result = await run({ fhir: ctx.services.fhirFor(session, ctx.requestId, action === 'read' ? ctx.signal : undefined), touch: (...resources) => void entry.resources.push(...resources) });
  await recorded(ctx, { ...entry, outcome: result.ok ? 'success' : 'failure' });
  return result;
}

/** What cannot be written into the trail is not answered, a refusal included. */
async function recorded({ services }: Context, entry: AuditEntry): Promise<void> {
  try { await services.audit.record(entry); } catch (cause) { throw new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'audit', cause: new DeniedError('audit', { cause }) }); }
}
