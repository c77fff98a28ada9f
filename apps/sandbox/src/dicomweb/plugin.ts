import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { SandboxOptions } from '../options.ts';
import { bearerHook } from '../bearer.ts';
import { coversImages } from '../scopes.ts';
import { qidoRoutes } from './qido.ts';
import { Renderer } from './render/renderer.ts';
import { renderedRoutes } from './rendered.ts';
import { DicomStore } from './store.ts';
import { stowRoutes } from './stow.ts';
import { wadoRoutes } from './wado.ts';

/** DICOMweb (PS3.18): QIDO-RS, WADO-RS and STOW-RS over files and an index in `<SANDBOX_DATA>/dicom`. */
export async function dicomwebPlugin(app: FastifyInstance, options: SandboxOptions): Promise<void> {
  const store = new DicomStore(path.join(options.env.SANDBOX_DATA, 'dicom'));
  const renderer = new Renderer();
  const base = `${options.baseUrl}/dicom-web`;
  app.addHook('onRequest', bearerHook(options, 'dicom-web'));
  app.addHook('onRequest', async (request, reply) => {
    if (request.caller && !coversImages(request.caller.scope, request.method))
      return reply.code(403).send({ error: 'the scopes of the bearer token do not cover this' });
  });
  app.addHook('onClose', async () => {
    await renderer.close();
    store.close();
  });
  stowRoutes(app, store, base);
  qidoRoutes(app, store, base);
  wadoRoutes(app, store, base, renderer);
  renderedRoutes(app, store, renderer);
}
