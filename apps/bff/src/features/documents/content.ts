import { FhirError } from '@keneyapp/fhir-client';
import { isFhirId } from '@keneyapp/fhir-client/ids';
import type { Attachment, Composition, DiagnosticReport, DocumentReference } from '@medplum/fhirtypes';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Verdict } from '../../access/access.ts';
import type { AuditEntry } from '../../audit/audit.ts';
import type { Services } from '../../context.ts';
import { reading } from '../../access/operation-kinds.ts';
import type { Feature } from '../../access/roles.ts';
import { binaryIdOf } from '@keneyapp/fhir-model/attachment';
import { compositionText } from '@keneyapp/fhir-model/document';
import { contentKind, effectiveType } from '@keneyapp/fhir-model/media';
import { idOf } from '@keneyapp/fhir-model/references';
import type { Session } from '../../session/session.ts';
import { signedInLately, signInAgain } from '../../session/signed-in-lately.ts';
import { disposition, servedType, shownText } from './media.ts';

export interface ContentOptions {
  services: Pick<Services, 'audit' | 'env' | 'capabilities' | 'accessFor' | 'lookups'>;
  sessions: { of(request: FastifyRequest): Promise<Session | null> };
}

interface DocumentParams {
  patientId: string;
  /** Of a reference to files when the address does not say. */
  type?: string;
  documentId: string;
  index: string;
}

/** What holds files, and the feature whose rights open them: a report's file is as closed as its results. */
const holders = {
  DocumentReference: 'documents',
  Composition: 'documents',
  DiagnosticReport: 'results',
} as const satisfies Record<string, Feature>;
type HolderType = keyof typeof holders;
/** What is refused, as status and word; the word is for the page, which has its own texts. */
class Refusal extends Error {
  readonly status: number;
  constructor(status: number, word: string) {
    super(word);
    this.status = status;
  }
}

/**
 * `GET /bff/documents/<patient>/<document>/<index>`: one file of a document; `…/<patient>/DiagnosticReport/<report>/<index>`
 * and `…/<patient>/Composition/<document>/0`: of a report, and the text of what is kept in the record itself. Decided like the list, checked to be this
 * patient's, recorded before the first byte leaves. What a browser could run is sent as plain text or as a download.
 */
export async function documentContent(
  app: FastifyInstance,
  { services, sessions }: ContentOptions,
): Promise<void> {
  for (const url of [
    '/documents/:patientId/:documentId/:index',
    '/documents/:patientId/:type/:documentId/:index',
  ])
    app.get<{ Params: DocumentParams; Querystring: { download?: string } }>(url, async (request, reply) => {
      reply.header('cache-control', 'private, no-store');
      // an image or frame of another site would carry the cookie where SameSite does not apply
      const site = request.headers['sec-fetch-site'];
      if (site !== undefined && site !== 'same-origin' && site !== 'none')
        return reply.code(403).send({ error: 'cross-site', requestId: request.id });
      const { patientId, type = 'DocumentReference', documentId, index } = request.params;
      if (!isHolder(type) || !isFhirId(patientId) || !isFhirId(documentId) || !/^\d{1,3}$/.test(index))
        return reply.code(404).send({ error: 'not-found', requestId: request.id });
      const session = await sessions.of(request);
      if (!session) return reply.code(401).send({ error: 'unauthorized', requestId: request.id });
      const feature = holders[type];
      const entry: AuditEntry = {
        action: 'R',
        ...(request.query.download === undefined
          ? { operation: 'documents.content' }
          : { operation: 'documents.download', kind: 'export' as const }),
        feature,
        access: 'read',
        outcome: 'success',
        patientId,
        resources: [`${type}/${documentId}`],
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
        .decide(reading(feature), patientId)
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
        const file = await load(services, session, verdict, request, type);
        // what no page shows is saved, whether or not the address says so
        const isFile = request.query.download !== undefined || contentKind(file.contentType) === 'other';
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
          resources: file.resources,
        });
        return send(reply, file, request.query.download !== undefined);
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
    });
}

const isHolder = (type: string): type is HolderType => Object.hasOwn(holders, type);

interface File {
  bytes: Buffer;
  /** What it is to be taken for: as recorded, or as its bytes show. */
  contentType: string | null;
  title: string | null;
  /** What was read for it, for the trail. */
  resources: string[];
}

async function load(
  services: ContentOptions['services'],
  session: Session,
  { obligations }: Verdict,
  request: FastifyRequest<{ Params: DocumentParams }>,
  type: HolderType,
): Promise<File> {
  const { patientId, documentId, index } = request.params;
  const fhirUrl = services.env.FHIR_URL;
  const filesOf = services.capabilities.documentFiles(
    session,
    request.id,
  )({ patientId, feature: holders[type], obligations });
  const holder = await filesOf().read(type, documentId);
  // another patient's document does not exist as far as this address is concerned
  if (holder.subject?.reference?.includes('Patient/') !== true || idOf(holder.subject) !== patientId)
    throw new Refusal(404, 'not-found');
  if (isInError(holder)) throw new Refusal(404, 'not-found');
  const resources = [`${type}/${documentId}`];
  if (holder.resourceType === 'Composition') {
    const text = compositionText(holder);
    if (text === null || index !== '0') throw new Refusal(404, 'not-found');
    return {
      bytes: Buffer.from(text, 'utf8'),
      contentType: 'text/plain; charset=utf-8',
      title: holder.title ?? null,
      resources,
    };
  }
  const attachment = attachmentsOf(holder)[Number(index)];
  if (!attachment) throw new Refusal(404, 'not-found');
  const named = 'description' in holder ? holder.description : undefined;
  const title = attachment.title ?? named ?? null;
  if (attachment.data) return fileOf(attachment.data, attachment.contentType, title, resources);
  const binaryId = binaryIdOf(attachment.url, fhirUrl);
  if (binaryId === null) throw new Refusal(422, attachment.url ? 'elsewhere' : 'no-content');
  const files = filesOf(holder.resourceType === 'DiagnosticReport' ? holder : undefined);
  const binary = await files.read('Binary', binaryId);
  return fileOf(binary.data ?? '', attachment.contentType ?? binary.contentType, title, [
    ...resources,
    `Binary/${binaryId}`,
  ]);
}

/** Neither the reference nor the document itself may be in error. */
const isInError = (holder: DocumentReference | Composition | DiagnosticReport): boolean =>
  holder.status === 'entered-in-error' ||
  (holder.resourceType === 'DocumentReference' && holder.docStatus === 'entered-in-error');

const attachmentsOf = (holder: DocumentReference | DiagnosticReport): (Attachment | undefined)[] =>
  holder.resourceType === 'DocumentReference'
    ? (holder.content ?? []).map((content) => content.attachment)
    : (holder.presentedForm ?? []);

function fileOf(
  data: string,
  contentType: string | undefined,
  title: string | null,
  resources: string[],
): File {
  const bytes = Buffer.from(data, 'base64');
  return { bytes, contentType: effectiveType(contentType, bytes), title, resources };
}

function send(reply: FastifyReply, { bytes, contentType, title }: File, isDownload: boolean): FastifyReply {
  const kind = contentKind(contentType);
  reply
    .header('x-content-type-options', 'nosniff')
    .header('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
    .header('cross-origin-resource-policy', 'same-origin')
    // the page asks for what is listed without a type, and shows it as this
    .header('x-content-kind', kind);
  if (isDownload || kind === 'other')
    return reply
      .type(isDownload ? 'application/octet-stream' : servedType(contentType))
      .header('content-disposition', disposition(title, contentType))
      .send(bytes);
  return reply
    .type(servedType(contentType))
    .header('content-disposition', 'inline')
    .send(kind === 'text' || kind === 'markup' ? shownText(bytes, contentType) : bytes);
}
