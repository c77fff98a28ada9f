import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** What a person or a program reads when we fail: a code and the request id, never a stack or a text from the inside. */
export function errorAnswers(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status =
      error.statusCode && error.statusCode >= 400 && error.statusCode < 600 ? error.statusCode : 500;
    if (status >= 500)
      request.log.error(
        { err: { type: error.name, code: error.code, stack: error.stack } },
        'request failed',
      );
    return reply
      .code(status)
      .send({
        error: status === 429 ? 'too many requests' : status < 500 ? 'bad request' : 'internal error',
        requestId: request.id,
      });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: 'not found', requestId: request.id }),
  );
}

/** Of requests that Fastify refuses before any of ours sees them (an address that cannot be read): its own words repeat the address. */
export function plainFrameworkError(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const status = error.statusCode && error.statusCode < 500 ? error.statusCode : 500;
  void reply
    .code(status)
    .headers({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store', 'x-request-id': request.id })
    .send({ error: status < 500 ? 'bad request' : 'internal error', requestId: request.id });
}

/** Seen while the web server is away (starting, restarting): says so in both languages and tries again by itself. */
export function awayPage(requestId: string): string {
  return `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta http-equiv="refresh" content="5"><title>KeneyApp</title></head>
<body><main><h1>L’application redémarre</h1><p>Cette page se recharge toute seule dans quelques secondes. Rien de ce qui est enregistré n’est perdu.</p>
<div lang="en"><h2>The application is restarting</h2><p>This page reloads by itself in a few seconds. Nothing that was saved is lost.</p></div>
<p><small>${requestId}</small></p></main></body></html>`;
}
