import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Services } from '../context.ts';
import type { Session } from '../session/session.ts';
import { dicomName, viewerConfig } from './viewer-config.ts';

interface ServedFile {
  type: string;
  size: number;
  hash: string;
  br?: number;
  gz?: number;
}
/** Written by scripts/prepare-ohif.mjs. */
interface Manifest {
  version: string;
  recipe: string;
  worker: string;
  files: Record<string, ServedFile | undefined>;
}
export interface OhifOptions {
  services: Pick<Services, 'policy'>;
  sessions: { of(request: FastifyRequest): Promise<Session | null> };
  /** Folder of the prepared viewer. */
  folder?: string;
}

const base =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; object-src 'none'; frame-src 'none'; frame-ancestors 'self'";
/** The decoders of JPEG-LS, JPEG 2000 and baseline JPEG make functions from text: allowed inside the decoding worker alone. */
const workerPolicy = base.replace("'wasm-unsafe-eval'", "'wasm-unsafe-eval' 'unsafe-eval'");

/** `/ohif/*`: the prepared viewer, compressed beforehand, and its configuration. Register without prefix. */
export async function ohifViewer(
  app: FastifyInstance,
  { services, sessions, folder = path.resolve(import.meta.dirname, '../../ohif') }: OhifOptions,
): Promise<void> {
  let loaded: Manifest | null = null;
  const manifest = async () =>
    (loaded ??= await readFile(path.join(folder, 'manifest.json'), 'utf8').then(
      (text) => JSON.parse(text) as Manifest,
      () => null,
    ));

  /** What of ours runs inside the viewer: written by scripts/build-viewer-extension.mjs. */
  let builtExtension: ServedFile | null = null;
  const extension = async () =>
    (builtExtension ??= await readFile(path.join(folder, 'extension/manifest.json'), 'utf8').then(
      (text) => JSON.parse(text) as ServedFile,
      () => null,
    ));
  let page: { text: string; hash: string } | null = null;

  app.get('/ohif', (_request, reply) => reply.redirect('/ohif/', 308));
  app.get('/ohif/app-config.js', async (request, reply) => {
    const session = await sessions.of(request);
    const rights = session && (await services.policy.rights(session.role).catch(() => null));
    return headers(reply, base)
      .type('text/javascript; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('vary', 'Cookie')
      .send(
        viewerConfig({
          mayStore: rights?.['imaging.store'] === true,
          observer: dicomName(session?.displayName ?? ''),
        }),
      );
  });
  app.get<{ Params: { '*': string } }>('/ohif/*', async (request, reply) => {
    const found = await manifest();
    if (!found)
      return headers(reply, base)
        .code(503)
        .header('cache-control', 'no-store')
        .send({ error: 'viewer-not-prepared', requestId: request.id });
    const [, recipe, named] = /^v\/([0-9a-f]+)\/(.+)$/.exec(request.params['*']) ?? [],
      asked = named ?? request.params['*'];
    const own = asked === 'extension/extension.js' ? await extension() : null;
    if (own) return sendFile(request, reply, `extension/${own.hash}.js`, own, base, recipe === own.hash);
    const file = Object.hasOwn(found.files, asked) ? found.files[asked] : undefined;
    if (file && asked !== 'index.html')
      return sendFile(
        request,
        reply,
        asked,
        file,
        asked === found.worker ? workerPolicy : base,
        recipe === found.recipe,
      );
    // The viewer routes by itself: whatever does not look like a file is its page.
    if (!found.files['index.html'] || /\.[a-z0-9]{1,5}$/i.test(asked))
      return headers(reply, base).code(404).send({ error: 'not-found', requestId: request.id });
    return sendPage(request, reply);
  });

  async function readPage(script: ServedFile | null) {
    const prepared = await readFile(path.join(folder, 'index.html'), 'utf8');
    const tag = script ? `<script defer src="/ohif/v/${script.hash}/extension/extension.js"></script>` : '';
    const text = prepared.replace('<!--extension-->', tag);
    return { text, hash: createHash('sha256').update(text).digest('hex').slice(0, 20) };
  }

  /** The page names the extension by its own hash: a changed extension is another address, the viewer's files stay. */
  async function sendPage(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const { text, hash } = (page ??= await readPage(await extension()));
    headers(reply, base).header('cache-control', 'no-cache').header('etag', `"${hash}"`);
    if (request.headers['if-none-match'] === `"${hash}"`) return reply.code(304).send();
    return reply.type('text/html; charset=utf-8').send(text);
  }

  function sendFile(
    request: FastifyRequest,
    reply: FastifyReply,
    name: string,
    file: ServedFile,
    policy: string,
    isForever: boolean,
  ): FastifyReply {
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const encoding =
      file.br && /\bbr\b/.test(accepted) ? 'br' : file.gz && /\bgzip\b/.test(accepted) ? 'gz' : null;
    const etag = `"${file.hash}${encoding ? `-${encoding}` : ''}"`;
    headers(reply, policy)
      .header('cache-control', isForever ? 'public, max-age=31536000, immutable' : 'no-cache')
      .header('vary', 'Accept-Encoding')
      .header('etag', etag);
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    const length = encoding === 'br' ? file.br : encoding === 'gz' ? file.gz : file.size;
    if (encoding) void reply.header('content-encoding', encoding === 'br' ? 'br' : 'gzip');
    return reply
      .type(file.type)
      .header('content-length', length)
      .send(
        createReadStream(path.join(folder, encoding ? `${name}.${encoding}` : name), {
          highWaterMark: 1 << 18,
        }),
      );
  }
}

function headers(reply: FastifyReply, policy: string): FastifyReply {
  return reply
    .header('content-security-policy', policy)
    .header('x-frame-options', 'SAMEORIGIN')
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'same-origin')
    .header('cross-origin-resource-policy', 'same-origin');
}
