import { readFile, rename, writeFile } from 'node:fs/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { frameSegments, gather, type StoredInstance } from './frames.ts';
import { firstText } from './json-model.ts';
import { instancesOf, representative, type Target } from './instances.ts';
import { chooseType } from './media.ts';
import { RenderError, type Renderer } from './render/renderer.ts';
import { canDecode } from './render/syntaxes.ts';
import type { Window } from './render/picture.ts';
import type { DicomStore } from './store.ts';
import { notFound, withTarget } from './wado.ts';

interface Wish {
  width: number;
  height: number;
  window: Window | null;
  quality: number;
}
const thumbnailSize = 192,
  largest = 4096;
/** Changes whenever the same frame is drawn in another way: what was kept before is not shown again. */
const drawnAs = 2;

/** Rendered images and thumbnails of frames, instances, series and studies, PS3.18 10.4.1.1.3 and 10.4.1.1.5. */
export function renderedRoutes(app: FastifyInstance, store: DicomStore, renderer: Renderer): void {
  const instancePath = '/studies/:study/series/:series/instances/:instance';
  for (const level of [
    '/studies/:study',
    '/studies/:study/series/:series',
    instancePath,
    `${instancePath}/frames/:frames`,
  ]) {
    for (const kind of ['rendered', 'thumbnail'] as const) {
      app.get(`${level}/${kind}`, (request, reply) =>
        withTarget(request, reply, (target) => draw(request, reply, target, kind)),
      );
    }
  }

  async function draw(
    request: FastifyRequest,
    reply: FastifyReply,
    target: Target,
    kind: 'rendered' | 'thumbnail',
  ): Promise<unknown> {
    const type = chooseType(request.headers.accept, ['image/jpeg', 'image/png']) as
      'image/jpeg' | 'image/png' | null;
    if (!type) return reply.code(406).send({ error: 'only image/jpeg and image/png' });
    const wish = readWish(request.query as Record<string, string>, kind);
    if (typeof wish === 'string') return reply.code(400).send({ error: wish });
    const instance = target.instance ? [...instancesOf(store, target)][0] : representative(store, target);
    if (!instance) return notFound(reply);
    const frame = frameNumber(request, instance);
    if (frame === null) return notFound(reply);
    if (!instance.pixels)
      return reply
        .code(406)
        .send({
          error: `an object of modality ${firstText(instance.metadata, '00080060') || 'unknown'} has no image`,
        });
    if (!canDecode(instance.transferSyntax))
      return reply
        .code(406)
        .send({ error: `images in transfer syntax ${instance.transferSyntax} cannot be drawn here` });
    try {
      const bytes = await drawn(instance, frame, type, wish, kind === 'thumbnail');
      return await reply
        .type(type)
        .header('etag', `"${instance.digest.slice(0, 32)}"`)
        .send(bytes);
    } catch (error) {
      if (!(error instanceof RenderError)) throw error;
      return reply.code(406).send({ error: `the image cannot be shown rightly: ${error.message}` });
    }
  }

  async function drawn(
    instance: StoredInstance,
    frame: number,
    type: 'image/jpeg' | 'image/png',
    wish: Wish,
    keep: boolean,
  ): Promise<Buffer> {
    const file = store.renderedFile(`${drawnAs}|${instance.digest}|${frame}|${type}|${JSON.stringify(wish)}`);
    const known = keep ? await readFile(file).catch(() => null) : null;
    if (known) return known;
    const bytes = await renderer.draw(await gather(await frameSegments(instance, frame)), instance, frame, {
      ...wish,
      type,
    });
    if (keep) {
      const part = store.temporaryFile();
      await writeFile(part, bytes);
      await rename(part, file);
    }
    return bytes;
  }
}

function frameNumber(request: FastifyRequest, instance: StoredInstance): number | null {
  const asked = (request.params as { frames?: string }).frames;
  const count = instance.pixels?.frames.length ?? 1;
  // Of a multi-frame object without a frame asked for, the middle one says most.
  if (asked === undefined) return Math.floor((count - 1) / 2) + 1;
  return /^[1-9]\d{0,8}$/.test(asked) && Number(asked) <= count ? Number(asked) : null;
}

/** `viewport=w,h`, `window=centre,width,function`, `quality=1…100` (PS3.18 8.3.5); text when one is wrong. */
function readWish(query: Record<string, string>, kind: 'rendered' | 'thumbnail'): Wish | string {
  const [width, height] = query['viewport']
    ? query['viewport'].split(',').map(Number)
    : kind === 'thumbnail'
      ? [thumbnailSize, thumbnailSize]
      : [largest, largest];
  const isSize = (n: number | undefined): n is number =>
    n !== undefined && Number.isInteger(n) && n >= 1 && n <= largest;
  if (!isSize(width) || !isSize(height)) return `viewport must be width,height from 1 to ${largest}`;
  const quality = query['quality'] === undefined ? 85 : Number(query['quality']);
  if (!Number.isInteger(quality) || quality < 1 || quality > 100) return 'quality must be 1 to 100';
  if (query['window'] === undefined) return { width, height, window: null, quality };
  const [center, span, shape = 'linear'] = query['window'].split(',');
  const window = { center: Number(center), width: Number(span) };
  if (!center || !span || !Number.isFinite(window.center) || !(window.width >= 1))
    return 'window must be centre,width,linear';
  return shape.toLowerCase() === 'linear' ? { width, height, window, quality } : 'only linear windows';
}
