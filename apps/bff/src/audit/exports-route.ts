import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { reading } from '../access/operation-kinds.ts';
import { features } from '../access/roles.ts';
import type { Services } from '../context.ts';
import type { Session } from '../session/session.ts';
import { signedInLately, signInAgain } from '../session/signed-in-lately.ts';
import type { AuditEntry } from './audit.ts';
import { fhirId } from '../patient-input.ts';

const body = z.object({ patientId: fhirId, feature: z.enum(features), how: z.enum(['csv', 'png', 'print']) });

/**
 * `POST /bff/exports`: what a page makes a file or a print of in the browser itself, told before it does. Nothing is
 * answered with: it is for the trail, and only of what this person may see.
 */
export async function exportsRoute(
  app: FastifyInstance,
  {
    services,
    sessions,
  }: { services: Services; sessions: { of(request: FastifyRequest): Promise<Session | null> } },
): Promise<void> {
  app.post('/exports', { config: { maxPerMinute: 120 } }, async (request, reply) => {
    const parsed = body.safeParse(request.body);
    if (!parsed.success) return reply.code(400).send({ error: 'invalid', requestId: request.id });
    const session = await sessions.of(request);
    if (!session) return reply.code(401).send({ error: 'unauthorized', requestId: request.id });
    const { patientId, feature, how } = parsed.data;
    const entry: AuditEntry = {
      action: 'R',
      kind: 'export',
      operation: `${feature}.${how}`,
      feature,
      access: 'read',
      outcome: 'success',
      patientId,
      resources: [],
      user: { id: session.userId, name: session.displayName, role: session.role, fhirUser: session.fhirUser },
      remoteAddress: request.visitorAddress,
      requestId: request.id,
    };
    const verdict = await services.accessFor(session).decide(reading(feature), patientId);
    // a print cannot be held back by the page that is printed
    if (verdict.allow && how !== 'print' && !signedInLately(session, services.env)) {
      await services.audit.record({ ...entry, outcome: 'denied', reason: signInAgain });
      return reply.code(403).send({ error: signInAgain, requestId: request.id });
    }
    const tooMany = verdict.allow ? null : await services.lookups.refused(session.userId, patientId);
    await services.audit.record(
      verdict.allow
        ? { ...entry, basis: verdict.basis, emergency: verdict.grant?.id ?? null }
        : {
            ...entry,
            outcome: 'denied',
            reason: tooMany ? 'too-many-refusals' : (verdict.reasons[0] ?? 'role'),
          },
    );
    return reply.code(verdict.allow ? 204 : tooMany ? 429 : 403).send();
  });
}
