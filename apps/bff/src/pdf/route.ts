import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { patientReference } from '@keneyapp/fhir-model/references';
import { z } from 'zod';
import type { AuditEntry } from '../audit/audit.ts';
import type { Services } from '../context.ts';
import { fhirId } from '../patient-input.ts';
import type { Session } from '../session/session.ts';
import { signedInLately, signInAgain } from '../session/signed-in-lately.ts';
import { admit, exportEntry, refuse } from './admission.ts';
import { newDocumentCode } from './code.ts';
import { printed } from './document.ts';
import { TooBusyError, type Typesetter } from './typesetter.ts';

/** What may be made a document of, by its operation; the pages write it in the words of their screens. */
const ofChart = z.object({
  operation: z.enum(['summary.export', 'appointments.print']),
  patientId: fhirId,
  /** Said first where the chart is open by an emergency access alone. */
  emergencyWords: z.string().min(1).max(500),
  document: printed.omit({ issuer: true }),
});
/** Of many people: who stands in it is in the trail. */
const ofList = z.object({
  operation: z.literal('appointments.print-list'),
  patientIds: z.array(fhirId).max(4_000),
  document: printed.omit({ issuer: true }),
});
const body = z.discriminatedUnion('operation', [ofChart, ofList]);

interface Options {
  services: Pick<Services, 'audit' | 'env' | 'accessFor' | 'lookups'>;
  sessions: { of(request: FastifyRequest): Promise<Session | null> };
  typesetter: Pick<Typesetter, 'typeset'>;
}

/**
 * `POST /pdf` on the internal listener: a document in words, written by the web server from what this person was answered,
 * becomes a file. A browser cannot ask for it, so nothing carries the hospital's head that the application did not write.
 * Decided, set, recorded with its code and the SHA-256 of the file, and only then answered.
 */
export function pdfRoute(app: FastifyInstance, { services, sessions, typesetter }: Options): void {
  app.post('/pdf', { bodyLimit: 4_194_304 }, async (request, reply) => {
    reply.header('cache-control', 'no-store');
    const parsed = body.safeParse(request.body);
    if (!parsed.success) return refuse(reply, 400, 'invalid');
    const session = await sessions.of(request);
    if (!session) return refuse(reply, 401, 'unauthorized');
    const { operation, document } = parsed.data;
    const [patientId, people] =
      'patientIds' in parsed.data ? [null, parsed.data.patientIds] : [parsed.data.patientId, []];
    const code = newDocumentCode();
    const entry: AuditEntry = {
      ...exportEntry(request, session, { operation, patientId }),
      resources: [`document:${code}`, ...people.map((id) => patientReference(id))],
    };
    const record = (more: Partial<AuditEntry>) => services.audit.record({ ...entry, ...more });
    const access = services.accessFor(session);
    const admitted = await admit(services, { access, operation, patientId, userId: session.userId, record });
    if ('status' in admitted) return refuse(reply, admitted.status, admitted.reason);
    const { verdict } = admitted;
    const based = { basis: verdict.basis, emergency: verdict.grant?.id ?? null };
    // what takes a chart out asks for a late sign-in, as every such file does; a letter is printed at the desk all day
    if (operation === 'summary.export' && !signedInLately(session, services.env)) {
      await record({ ...based, outcome: 'denied', reason: signInAgain });
      return refuse(reply, 403, signInAgain);
    }
    const notices =
      verdict.grant && 'emergencyWords' in parsed.data
        ? [{ text: parsed.data.emergencyWords, tone: 'critical' as const }, ...document.notices]
        : document.notices;
    let file: Buffer;
    try {
      file = await typesetter.typeset({ ...document, notices, issuer: services.env.HOSPITAL_NAME }, code);
    } catch (error) {
      await record({ ...based, outcome: 'failure' });
      request.log.error({ err: { type: error instanceof Error ? error.message : 'unknown' } }, 'no document');
      return refuse(reply, 503, error instanceof TooBusyError ? 'busy' : 'not-set');
    }
    const hash = createHash('sha256').update(file).digest('hex');
    await record({ ...based, resources: [...entry.resources, `sha256:${hash}`] });
    return reply.type('application/pdf').header('x-document-code', code).send(file);
  });
}
