import type { FastifyInstance } from 'fastify';
import type { BffEnv } from '../env.ts';

const healthAddress = '/api/health',
  aliveAddress = '/api/alive';
/** Asked by load balancers and probes: by address instead of by name, and too often for a log. */
export const isProbe = (path: string): boolean => path === healthAddress || path === aliveAddress;

export type Check = () => Promise<void>;
interface State {
  status: 'up' | 'down';
  ms: number;
}

const timeoutMs = 3_000;
/** Answers are reused this long, so that asking often does not burden the servers behind. */
const reuseMs = 1_000;

/**
 * `GET /api/health`: 200 with the state of each dependency, 503 when one is missing. Names only; no addresses, no errors.
 * `warnings`: what works but should not stay so. Whoever comes through the gateway is told the status and no more: details
 * are for those who ask the process itself (probes, the person on the machine; ASVS 5.0, 13.4.5).
 * `GET /api/alive`: 200 when this process answers; nothing behind it is asked.
 */
export function healthRoute(
  app: FastifyInstance,
  checks: Record<string, Check>,
  warnings: () => string[] = () => [],
): void {
  app.get(aliveAddress, { logLevel: 'silent' }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'alive' }),
  );
  let last: { at: number; result: Promise<Record<string, State>> } | null = null;
  app.get(healthAddress, { logLevel: 'silent' }, async (request, reply) => {
    if (!last || Date.now() - last.at > reuseMs) last = { at: Date.now(), result: run(checks) };
    const dependencies = await last.result;
    const missing = Object.entries(dependencies)
      .filter(([, state]) => state.status === 'down')
      .map(([name]) => name);
    return reply
      .code(missing.length ? 503 : 200)
      .header('cache-control', 'no-store')
      .send({
        status: missing.length ? 'degraded' : 'ok',
        ...(request.isForwarded ? {} : { missing, warnings: warnings(), dependencies }),
      });
  });
}

async function run(checks: Record<string, Check>): Promise<Record<string, State>> {
  return Object.fromEntries(
    await Promise.all(
      Object.entries(checks).map(async ([name, check]) => {
        const started = performance.now();
        const late = new Promise<never>((_resolve, reject) => {
          setTimeout(() => reject(new Error('late')), timeoutMs).unref();
        });
        const status = await Promise.race([check(), late]).then(
          () => 'up' as const,
          () => 'down' as const,
        );
        return [name, { status, ms: Math.round(performance.now() - started) }];
      }),
    ),
  );
}

/** The checks that ask over HTTP; the others (database, provider) bring their own. */
export function httpChecks(env: BffEnv, systemToken: () => Promise<string>): Record<string, Check> {
  const ask = async (url: string, token: string | null) => {
    const response = await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
      headers: { accept: 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    });
    await response.body?.cancel();
    if (response.status >= 500 || response.status === 401) throw new Error(String(response.status));
  };
  const { TERMINOLOGY_URL: terminology, WEB_URL: web } = env;
  return {
    fhir: async () => ask(`${env.FHIR_URL}/metadata?_summary=true`, null),
    ...(terminology
      ? { terminology: async () => ask(`${terminology}/metadata?mode=terminology`, null) }
      : {}),
    dicomweb: async () => ask(`${env.DICOMWEB_URL}/studies?limit=1`, await systemToken()),
    ...(web ? { web: async () => ask(`${web}/api/auth/providers`, null) } : {}),
  };
}
