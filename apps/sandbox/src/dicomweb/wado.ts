import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { lengthOf, multipartOf, streamOf, type Segment } from './body.ts';
import { bulkSegments } from './bulk.ts';
import { isUid } from './check-file.ts';
import type { StoredInstance } from './frames.ts';
import { frameFor } from './sent-frame.ts';
import { instancesOf, metadataOf, type Target } from './instances.ts';
import { chooseFrames, chooseType, jsonTypes, readAccept } from './media.ts';
import { sendRange } from './range.ts';
import { explicitBig, explicitLittle } from './parse.ts';
import { RenderError, type Renderer } from './render/renderer.ts';
import { canDecode } from './render/syntaxes.ts';
import type { DicomStore } from './store.ts';

type Answer = unknown;
const maxFrames = 1_000;

/** WADO-RS, PS3.18 10.4: metadata, instances, frames and bulk data. Rendered answers are in rendered.ts. */
export function wadoRoutes(app: FastifyInstance, store: DicomStore, base: string, renderer: Renderer): void {
  const levels = [
    '/studies/:study',
    '/studies/:study/series/:series',
    '/studies/:study/series/:series/instances/:instance',
  ];
  const instancePath = '/studies/:study/series/:series/instances/:instance';
  for (const level of levels) {
    app.get(`${level}/metadata`, (request, reply) =>
      withTarget(request, reply, (target) => metadata(request, reply, target)),
    );
    app.get(level, (request, reply) =>
      withTarget(request, reply, (target) => instances(request, reply, target)),
    );
  }
  app.get(`${instancePath}/frames/:frames`, (request, reply) =>
    withTarget(request, reply, (target) => frames(request, reply, target)),
  );
  app.get(`${instancePath}/bulkdata/*`, (request, reply) =>
    withTarget(request, reply, (target) => bulkdata(request, reply, target)),
  );

  function metadata(request: FastifyRequest, reply: FastifyReply, target: Target): Answer {
    const answered = chooseType(request.headers.accept, jsonTypes);
    if (!answered) return reply.code(406).send({ error: 'only application/dicom+json' });
    const rows = metadataOf(store, target, base);
    const first = rows.next();
    if (first.done) return notFound(reply);
    return reply.type(answered).send(Readable.from(jsonArray(first.value, rows), { objectMode: false }));
  }

  function instances(request: FastifyRequest, reply: FastifyReply, target: Target): Answer {
    const found = [...instancesOf(store, target)];
    const [first] = found;
    if (!first) return notFound(reply);
    const wanted = readAccept(request.headers.accept).find(
      ({ type, transferSyntax }) =>
        ['application/dicom', '*/*', 'application/*'].includes(type) &&
        (transferSyntax === null ||
          transferSyntax === '*' ||
          found.every((i) => i.transferSyntax === transferSyntax)),
    );
    if (!wanted)
      return reply
        .code(406)
        .send({ error: 'objects are sent as application/dicom in the transfer syntax they are stored in' });
    if (!wanted.multipart && wanted.type === 'application/dicom') {
      if (found.length > 1) return reply.code(406).send({ error: 'several objects need multipart/related' });
      return sendRange(request, reply, `application/dicom; transfer-syntax=${first.transferSyntax}`, [
        wholeFile(first),
      ]);
    }
    const message = multipartOf(
      'application/dicom',
      found.map((i) => ({
        headers: [
          `Content-Type: application/dicom; transfer-syntax=${i.transferSyntax}`,
          `Content-Location: ${urlOf(base, i)}`,
        ],
        content: [wholeFile(i)],
      })),
    );
    return sendSegments(reply, message.contentType, message.segments);
  }

  async function frames(request: FastifyRequest, reply: FastifyReply, target: Target): Promise<Answer> {
    const list = (request.params as { frames: string }).frames.split(',');
    if (list.length > maxFrames || !list.every((f) => /^[1-9]\d{0,8}$/.test(f)))
      return reply.code(400).send({ error: 'frames are numbers from 1, parted by commas' });
    const [instance] = instancesOf(store, target);
    if (!instance) return notFound(reply);
    if (!instance.pixels || list.some((f) => Number(f) > (instance.pixels?.frames.length ?? 0)))
      return notFound(reply);
    const chosen = chooseFrames(
      request.headers.accept,
      instance.transferSyntax,
      canDecode(instance.transferSyntax),
    );
    if (!chosen || (!chosen.multipart && list.length > 1))
      return reply
        .code(406)
        .send({ error: `frames are stored in transfer syntax ${instance.transferSyntax}` });
    const contents = await Promise.all(
      list.map((f) => frameFor(renderer, instance, Number(f), chosen)),
    ).catch((error: unknown) => {
      if (error instanceof RenderError) return error;
      throw error;
    });
    if (contents instanceof RenderError)
      return reply.code(406).send({ error: `the image cannot be shown rightly: ${contents.message}` });
    const typeOf = (syntax: string) => `${chosen.type}; transfer-syntax=${syntax}`;
    void reply.header('etag', `"${instance.digest.slice(0, 32)}"`);
    const [only] = contents;
    if (!chosen.multipart && only)
      return sendRange(request, reply, typeOf(only.transferSyntax), only.content);
    const message = multipartOf(
      chosen.type,
      contents.map(({ content, transferSyntax }, i) => ({
        headers: [
          `Content-Type: ${typeOf(transferSyntax)}`,
          `Content-Location: ${urlOf(base, instance)}/frames/${list[i]}`,
        ],
        content,
      })),
    );
    return sendSegments(reply, message.contentType, message.segments);
  }

  async function bulkdata(request: FastifyRequest, reply: FastifyReply, target: Target): Promise<Answer> {
    const [instance] = instancesOf(store, target);
    const parts = instance ? await bulkSegments(instance, (request.params as { '*': string })['*']) : null;
    if (!instance || !parts) return notFound(reply);
    const wanted = readAccept(request.headers.accept).find(({ type }) =>
      ['application/octet-stream', '*/*', 'application/*'].includes(type),
    );
    if (!wanted) return reply.code(406).send({ error: 'bulk data is sent as application/octet-stream' });
    // big-endian values are turned round on their way out
    const syntax = instance.transferSyntax === explicitBig ? explicitLittle : instance.transferSyntax,
      contentType = `application/octet-stream; transfer-syntax=${syntax}`;
    if (!wanted.multipart && parts.length === 1) return sendRange(request, reply, contentType, parts.flat());
    const message = multipartOf(
      'application/octet-stream',
      parts.map((content) => ({ headers: [`Content-Type: ${contentType}`], content })),
    );
    return sendSegments(reply, message.contentType, message.segments);
  }
}

/** Checks the UIDs of the path before anything is looked up. */
export function withTarget(
  request: FastifyRequest,
  reply: FastifyReply,
  run: (target: Target) => Answer,
): Answer {
  const { study, series, instance } = request.params as { study: string; series?: string; instance?: string };
  if (![study, series, instance].every((uid) => uid === undefined || isUid(uid)))
    return reply.code(400).send({ error: 'not a UID' });
  return run({ study, ...(series ? { series } : {}), ...(instance ? { instance } : {}) });
}

export function notFound(reply: FastifyReply): FastifyReply {
  return reply.code(404).send({ error: 'no such object' });
}

function sendSegments(reply: FastifyReply, contentType: string, segments: Segment[]): FastifyReply {
  return reply
    .header('content-type', contentType)
    .header('content-length', lengthOf(segments))
    .send(streamOf(segments));
}

function wholeFile({ path, size }: StoredInstance): Segment {
  return { file: path, offset: 0, length: size };
}
function urlOf(base: string, { study, series, uid }: StoredInstance): string {
  return `${base}/studies/${study}/series/${series}/instances/${uid}`;
}

function* jsonArray(first: string, rest: Iterable<string>): Generator<string> {
  yield `[${first}`;
  for (const row of rest) yield `,\n${row}`;
  yield ']';
}
