import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Answers of the framework itself, which would repeat the address or the header that was wrong. */
export function plainErrors(app: FastifyInstance): void {
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: 'not found' }));
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    if ((error.statusCode ?? 500) >= 500) request.log.error({ err: error }, 'request failed');
    return plainError(error, request, reply);
  });
}

export function plainError(
  error: Error & { statusCode?: number },
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const status = error.statusCode ?? 500;
  return reply.code(status).send({ error: status < 500 ? 'bad request' : 'internal error' });
}
