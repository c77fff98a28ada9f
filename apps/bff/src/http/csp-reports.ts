import type { FastifyInstance } from 'fastify';

/** `/bff/csp`: browsers tell what the content security policy stopped. Only directive and origin are kept: addresses may name a patient. */
export async function cspReports(app: FastifyInstance): Promise<void> {
  const parse = { parseAs: 'string' as const, bodyLimit: 16_384 };
  app.addContentTypeParser(
    ['application/csp-report', 'application/reports+json'],
    parse,
    (_request, body, done) => {
      try {
        done(null, JSON.parse(String(body)));
      } catch {
        done(null, null);
      }
    },
  );
  app.post('/csp', { config: { maxPerMinute: 60 } }, async (request, reply) => {
    for (const report of (Array.isArray(request.body) ? request.body : [request.body]).slice(0, 10))
      request.log.warn(summary(report), 'content security policy');
    return reply.code(204).send();
  });
}

function summary(report: unknown): { directive: string; blocked: string } {
  const body = field(report, 'csp-report') ?? field(report, 'body') ?? {};
  const directive =
    field(body, 'effective-directive') ??
    field(body, 'effectiveDirective') ??
    field(body, 'violated-directive');
  const blocked = String(field(body, 'blocked-uri') ?? field(body, 'blockedURL') ?? '');
  return {
    directive: /^[a-z-]{1,40}/.exec(String(directive))?.[0] ?? 'unknown',
    blocked: URL.canParse(blocked)
      ? new URL(blocked).origin
      : (/^[a-z-]{1,20}$/.exec(blocked)?.[0] ?? 'unknown'),
  };
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
