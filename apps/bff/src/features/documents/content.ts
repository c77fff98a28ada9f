import { FhirError } from '@keneyapp/fhir-client';
import { isFhirId } from '@keneyapp/fhir-client/ids';
import type { Attachment } from '@medplum/fhirtypes';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Verdict } from '../../access/access.ts';
import { chartGuard, viewUnder } from '../../access/chart-guard.ts';
import { guardedFhir } from '../../access/guarded-fhir.ts';
import type { AuditEntry } from '../../audit/audit.ts';
import type { Services } from '../../context.ts';
import { idOf } from '@keneyapp/fhir-model/references';
import type { Session } from '../../session/session.ts';
import { signedInLately, signInAgain } from '../../session/signed-in-lately.ts';
import { asUtf8, contentKind, disposition, servedType } from './media.ts';
import { binaryIdOf } from './view.ts';

export interface ContentOptions {
  services: Pick<Services, 'audit' | 'env' | 'fhirFor' | 'accessFor' | 'lookups'>;
  sessions: { of(request: FastifyRequest): Promise<Session | null> };
}

interface Place {
  patientId: string;
  documentId: string;
  index: string;
}
/** What is refused, as status and word; the word is for the page, which has its own texts. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, word: string) {
    super(word);
    this.status = status;
  }
}

/**
 * `GET /bff/documents/<patient>/<document>/<index>`: one file of a document. Decided like the list, checked to be this
 * patient's, recorded before the first byte leaves. What a browser could run is sent as plain text or as a download.
 */
export async function documentContent(
  app: FastifyInstance,
  { services, sessions }: ContentOptions,
): Promise<void> {
  app.get<{ Params: Place; Querystring: { download?: string } }>(
    '/documents/:patientId/:documentId/:index',
    async (request, reply) => {
      reply.header('cache-control', 'private, no-store');
      // an image or frame of another site would carry the cookie where SameSite does not apply
      const site = request.headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none')
        return reply.code(403).send({ error: 'cross-site', requestId: request.id });
      const { patientId, documentId, index } = request.params;
      if (!isFhirId(patientId) || !isFhirId(documentId) || !/^\d{1,3}$/.test(index))
        return reply.code(404).send({ error: 'not-found', requestId: request.id });
      const session = await sessions.of(request);
      if (!session) return reply.code(401).send({ error: 'unauthorized', requestId: request.id });
      const entry: AuditEntry = {
        action: 'R',
        ...(request.query.download === undefined
          ? { operation: 'documents.content' }
          : { operation: 'documents.download', kind: 'export' as const }),
        feature: 'documents',
        access: 'read',
        outcome: 'success',
        patientId,
        resources: [`DocumentReference/${documentId}`],
        user: {
          id: session.userId,
          name: session.displayName,
          role: session.role,
          fhirUser: session.fhirUser,
        },
        remoteAddress: request.visitorAddress,
        requestId: request.id,
      };
      const verdict = await services
        .accessFor(session)
        .decide('documents', 'read', patientId)
        .catch(() => null);
      if (!verdict?.allow) {
        const tooMany = verdict ? await services.lookups.refused(session.userId, patientId) : null;
        const reason = tooMany
          ? 'too-many-refusals'
          : verdict
            ? (verdict.reasons[0] ?? 'role')
            : 'policy-unavailable';
        await services.audit.record({ ...entry, outcome: verdict ? 'denied' : 'failure', reason });
        return reply
          .code(tooMany ? 429 : verdict ? 403 : 503)
          .send({ error: verdict ? 'denied' : 'unavailable', reason, requestId: request.id });
      }
      if (request.query.download !== undefined && !signedInLately(session, services.env)) {
        await services.audit.record({ ...entry, outcome: 'denied', reason: signInAgain });
        return reply.code(403).send({ error: 'denied', reason: signInAgain, requestId: request.id });
      }
      try {
        const { bytes, attachment, resources, title } = await load(services, session, verdict, request);
        // what no page shows is saved, whether or not the address says so
        const isFile =
          request.query.download !== undefined || contentKind(attachment.contentType) === 'other';
        const opened: AuditEntry = isFile
          ? { ...entry, operation: 'documents.download', kind: 'export' }
          : entry;
        if (isFile && !signedInLately(session, services.env)) {
          await services.audit.record({ ...opened, outcome: 'denied', reason: signInAgain });
          return reply.code(403).send({ error: 'denied', reason: signInAgain, requestId: request.id });
        }
        await services.audit.record({
          ...opened,
          basis: verdict.basis,
          emergency: verdict.grant?.id ?? null,
          resources,
        });
        return send(reply, bytes, attachment, title, request.query.download !== undefined);
      } catch (error) {
        const status =
          error instanceof Refusal
            ? error.status
            : error instanceof FhirError
              ? [403, 404, 410].includes(error.status)
                ? 404
                : 502
              : null;
        if (status === null) throw error;
        await services.audit.record({
          ...entry,
          outcome: 'failure',
          reason: error instanceof Refusal ? error.message : 'fhir',
        });
        return reply
          .code(status)
          .send({
            error: error instanceof Refusal ? error.message : status === 404 ? 'not-found' : 'gateway',
            requestId: request.id,
          });
      }
    },
  );
}

async function load(
  services: ContentOptions['services'],
  session: Session,
  { obligations }: Verdict,
  request: FastifyRequest<{ Params: Place }>,
): Promise<{ bytes: Buffer; attachment: Attachment; resources: string[]; title: string | null }> {
  const { patientId, documentId, index } = request.params;
  const fhir = services.fhirFor(session, request.id),
    chart = guardedFhir(fhir, chartGuard(viewUnder(fhir, patientId, 'documents', obligations)), {
      fhirUrl: services.env.FHIR_URL,
    }),
    document = await chart.read('DocumentReference', documentId);
  // another patient's document does not exist as far as this address is concerned
  if (document.subject?.reference?.includes('Patient/') !== true || idOf(document.subject) !== patientId)
    throw new Refusal(404, 'not-found');
  if (document.status === 'entered-in-error') throw new Refusal(404, 'not-found');
  const attachment = document.content?.[Number(index)]?.attachment,
    title = attachment?.title ?? document.description ?? null,
    resources = [`DocumentReference/${documentId}`];
  if (!attachment) throw new Refusal(404, 'not-found');
  if (attachment.data) return { bytes: Buffer.from(attachment.data, 'base64'), attachment, resources, title };
  const binaryId = binaryIdOf(attachment.url, services.env.FHIR_URL);
  if (binaryId === null) throw new Refusal(422, attachment.url ? 'elsewhere' : 'no-content');
  const binary = await chart.read('Binary', binaryId);
  return {
    bytes: Buffer.from(binary.data ?? '', 'base64'),
    attachment: { ...attachment, contentType: attachment.contentType ?? binary.contentType },
    resources: [...resources, `Binary/${binaryId}`],
    title,
  };
}

function send(
  reply: FastifyReply,
  bytes: Buffer,
  attachment: Attachment,
  title: string | null,
  isDownload: boolean,
): FastifyReply {
  const kind = contentKind(attachment.contentType);
  reply
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('cross-origin-resource-policy', 'same-origin');
  if (isDownload || kind === 'other')
    return reply
      .type(isDownload ? 'application/octet-stream' : servedType(attachment.contentType))
      .header('content-disposition', disposition(title, attachment.contentType))
      .send(bytes);
  return reply
    .type(servedType(attachment.contentType))
    .header('content-disposition', 'inline')
    .send(kind === 'text' || kind === 'markup' ? asUtf8(bytes, attachment.contentType) : bytes);
}
