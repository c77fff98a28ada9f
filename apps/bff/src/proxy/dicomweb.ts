import { TRPCError } from '@trpc/server';
import type { DicomJson } from '@keneyapp/clinical/images';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../context.ts';
import { signedInLately, signInAgain } from '../session/signed-in-lately.ts';
import type { SessionWatch } from '../session/watch.ts';
import { StudyGate, type StudyRequest } from './gate.ts';
import { readPath, type StudyPath } from './paths.ts';
import { QueryError, readQuery, writeQuery } from './query.ts';
import { SessionCache, type SessionSource } from './session-cache.ts';
import { searchStudies } from './search-studies.ts';
import { sentReport } from './sent-report.ts';
import { Upstream } from './upstream.ts';

export interface ProxyOptions {
  services: Pick<
    Services,
    'env' | 'audit' | 'systemFhir' | 'accessFor' | 'accessChanges' | 'lookups' | 'policy'
  >;
  sessions: SessionSource;
  watch: Pick<SessionWatch, 'hold'>;
}

/**
 * `/dicom-web/*`: the image server as the person may see it. Each request is tied to one study, the study to its
 * patient, and decided; bytes stream past. Register without prefix on the front door, behind its header and CSRF hooks.
 */
export async function dicomwebProxy(
  app: FastifyInstance,
  { services, sessions, watch }: ProxyOptions,
): Promise<void> {
  const upstream = new Upstream(services.env.DICOMWEB_URL);
  const gate = new StudyGate(services);
  const remembered = new SessionCache(sessions, watch);
  app.addHook('onClose', () => upstream.close());
  // Uploads are passed on as they come.
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  app.route({
    method: ['GET', 'POST'],
    url: '/dicom-web/*',
    exposeHeadRoute: true,
    bodyLimit: Number.MAX_SAFE_INTEGER,
    handler: handle,
  });

  async function handle(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    // An image tag or a form of another site carries the cookie too where SameSite does not apply.
    const site = request.headers['sec-fetch-site'];
    if (site !== undefined && site !== 'same-origin' && site !== 'none')
      return reply.code(403).send({ error: 'cross-site', requestId: request.id });
    const [rawPath = '', rawQuery = ''] = splitOnce(request.raw.url ?? '', '?');
    const path = readPath(request.method, rawPath);
    if (!path) return reply.code(404).send({ error: 'not-found', requestId: request.id });
    const visitor = await remembered.of(request);
    if (!visitor)
      return reply
        .code(401)
        .header('cache-control', 'no-store')
        .send({ error: 'unauthorized', requestId: request.id });
    const asking: StudyRequest = {
      session: visitor.session,
      token: visitor.token,
      requestId: request.id,
      remoteAddress: request.visitorAddress,
      isFresh: signedInLately(visitor.session, services.env),
    };
    try {
      if (path.kind === 'studies')
        return await searchStudies({ request, reply, asking, gate, upstream, rawQuery });
      return await onStudy(request, reply, asking, path, rawQuery);
    } catch (error) {
      if (error instanceof TRPCError && error.code === 'TOO_MANY_REQUESTS')
        return reply.code(429).send({ error: 'too many requests', requestId: request.id });
      if (error instanceof QueryError)
        return reply.code(400).send({ error: 'query', message: error.message, requestId: request.id });
      request.log.error({ err: { type: error instanceof Error ? error.name : typeof error } }, 'image proxy');
      return reply.code(503).send({ error: 'unavailable', requestId: request.id });
    }
  }

  /** As the image server says; empty when it does not. */
  async function sopClassOf(study: string, instance: string, asking: StudyRequest): Promise<string> {
    const token = await asking.token();
    if (token === null) return '';
    const asked = `/studies/${study}/instances?SOPInstanceUID=${instance}&includefield=00080016`;
    const found = (await upstream.json(asked, token, asking.requestId)) as DicomJson[];
    const value = found.length === 1 ? found[0]?.['00080016']?.Value?.[0] : null;
    return typeof value === 'string' ? value : '';
  }

  async function onStudy(
    request: FastifyRequest,
    reply: FastifyReply,
    asking: StudyRequest,
    path: StudyPath,
    rawQuery: string,
  ): Promise<unknown> {
    const query = readQuery(
      rawQuery,
      path.kind === 'search'
        ? 'search'
        : path.kind === 'pixels' || path.kind === 'preview'
          ? 'drawing'
          : path.kind === 'export' && path.instance !== null
            ? 'download'
            : 'none',
    );
    // our own word, for a link that saves a file; the image server never hears it
    const isDownload = query.delete('download');
    if (query.has('StudyInstanceUID') && query.get('StudyInstanceUID') !== path.study)
      throw new QueryError('StudyInstanceUID contradicts the path');
    query.delete('PatientID');
    const isStore = path.kind === 'store';
    let report: Buffer | undefined;
    const verdict = await gate.pass(asking, path, {
      isDrawnWhole: async () =>
        path.instance !== null &&
        !isDownload &&
        drawnWhole.has(await sopClassOf(path.study, path.instance, asking)),
      against: async () => {
        if (!isStore) return null;
        const sent = await sentReport(request, asking, path.study, upstream);
        report = sent.body;
        return sent.reason;
      },
    });
    if (!verdict.allow)
      return reply
        .code(verdict.status)
        .header('cache-control', 'no-store')
        .send({
          error:
            verdict.reason === signInAgain ? signInAgain : verdict.status === 403 ? 'denied' : 'not-found',
          requestId: request.id,
        });
    const token = await asking.token();
    if (token === null) return reply.code(401).send({ error: 'unauthorized', requestId: request.id });
    await upstream.pass(request, reply, {
      method: isStore ? 'POST' : request.method === 'HEAD' ? 'HEAD' : 'GET',
      path: path.upstream + writeQuery(query),
      token,
      isDrawn: path.kind === 'pixels' || path.kind === 'preview',
      isBulk: path.kind === 'pixels' || path.kind === 'export',
      ...(isDownload && path.instance !== null
        ? { accept: 'application/dicom; transfer-syntax=*', fileName: `${path.instance}.dcm` }
        : {}),
      ...(report ? { body: report } : {}),
      ...(path.kind === 'pixels' && path.upstream.endsWith('/rendered')
        ? { accept: pictureFor(request.headers.accept) }
        : {}),
      // Orthanc draws, but has no thumbnails (PS3.18 10.4.1.1.5 leaves them to the server), and refuses a browser's list of types
      ...(path.kind === 'preview'
        ? {
            accept: 'image/jpeg',
            instead: path.upstream.replace(/thumbnail$/, 'rendered') + writeQuery(query),
          }
        : {}),
    });
    return reply;
  }
}

/** One type of picture: not every image server finds its own in the list that a browser sends with an image. */
const pictureFor = (accepted = '*/*'): string =>
  /image\/png/.test(accepted) && !/image\/(jpeg|\*)|\*\/\*/.test(accepted) ? 'image/png' : 'image/jpeg';

/**
 * Objects the viewers draw from the whole of them, because their content lies in no frames: segmentations, parametric
 * maps, contours of radiotherapy (PS3.4 annex B). Reading one is opening the study; any other whole object is an export.
 */
const drawnWhole = new Set(['66.4', '66.7', '30', '481.3'].map((tail) => `1.2.840.10008.5.1.4.1.1.${tail}`));

function splitOnce(text: string, mark: string): [string, string] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
