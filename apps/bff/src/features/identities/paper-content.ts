import { FhirError } from '@keneyapp/fhir-client';
import { isFhirId } from '@keneyapp/fhir-client/ids';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AuditEntry } from '../../audit/audit.ts';
import type { Services } from '../../context.ts';
import { admit } from '../../pdf/admission.ts';
import type { Session } from '../../session/session.ts';
import { readOwnPaper } from './papers.ts';

interface Options {
  services: Pick<Services, 'audit' | 'capabilities' | 'accessFor' | 'lookups'>;
  sessions: { of(request: FastifyRequest): Promise<Session | null> };
}

/** All that is stored, and so all that is served. */
const servedTypes = new Set(['image/jpeg', 'application/pdf']);

/**
 * `GET /bff/papers/<patient>/<document>/<page>`: one page of the copy of an identity paper, and of no other document. Decided
 * like their list, checked to be this patient's, recorded before the first byte leaves.
 */
export async function paperContent(app: FastifyInstance, { services, sessions }: Options): Promise<void> {
  app.get<{ Params: { patientId: string; documentId: string; page: string } }>(
    '/papers/:patientId/:documentId/:page',
    async (request, reply) => {
      const { id: requestId } = request;
      const refuse = (status: number, error: string) => reply.code(status).send({ error, requestId });
      reply.header('cache-control', 'private, no-store');
      // an image of another site would carry the cookie where SameSite does not apply
      const site = request.headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none') return refuse(403, 'cross-site');
      const { patientId, documentId, page } = request.params;
      if (!isFhirId(patientId) || !isFhirId(documentId) || !/^\d$/.test(page))
        return refuse(404, 'not-found');
      const session = await sessions.of(request);
      if (!session) return refuse(401, 'unauthorized');
      const { userId, displayName: name, role, fhirUser } = session;
      const entry: AuditEntry = {
        ...{ action: 'R', operation: 'identities.paperContent', feature: 'identities', access: 'read' },
        ...{ outcome: 'success', patientId, resources: [`DocumentReference/${documentId}`], requestId },
        user: { id: userId, name, role, fhirUser },
        remoteAddress: request.visitorAddress,
      };
      const record = (more: Partial<AuditEntry>) => services.audit.record({ ...entry, ...more });
      const asked = { operation: 'identities.read-papers', patientId, userId, record } as const;
      const admitted = await admit(services, { ...asked, access: services.accessFor(session) });
      if ('status' in admitted) return refuse(admitted.status, admitted.reason);
      const based = { basis: admitted.verdict.basis };
      try {
        const fhir = services.capabilities.identityPapers;
        const { paper } = await readOwnPaper(fhir, patientId, documentId);
        const named = paper.pages[Number(page)];
        // what was said to be another person's is shown to nobody
        if (!named || paper.error || !servedTypes.has(named.contentType)) throw new FhirError(404, null);
        const { data = '', securityContext } = await fhir.read('Binary', named.binaryId);
        if (securityContext?.reference !== `DocumentReference/${documentId}`) throw new FhirError(404, null);
        const resources = [...entry.resources, `Binary/${named.binaryId}`];
        await record({ ...based, resources });
        return await reply
          .header('x-content-type-options', 'nosniff')
          .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
          .header('cross-origin-resource-policy', 'same-origin')
          .header('content-disposition', 'inline')
          .type(named.contentType)
          .send(Buffer.from(data, 'base64'));
      } catch (error) {
        if (!(error instanceof FhirError)) throw error;
        await record({ ...based, outcome: 'failure', reason: 'fhir' });
        const isAbsent = [403, 404, 410].includes(error.status);
        return refuse(isAbsent ? 404 : 502, isAbsent ? 'not-found' : 'gateway');
      }
    },
  );
}
