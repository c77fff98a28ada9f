import type { FastifyInstance } from 'fastify';
import type { Health } from '../health.ts';

const healthAddress = '/api/health',
  aliveAddress = '/api/alive';
/** Asked by load balancers and probes: by address instead of by name, and too often for a log. */
export const isProbe = (path: string): boolean => path === healthAddress || path === aliveAddress;

/**
 * `GET /api/health`: 200 with the state of each dependency, 503 when one is missing. Names only; no addresses, no errors.
 * `warnings`: what works but should not stay so. Whoever comes through the gateway is told the status and no more: details
 * are for those who ask the process itself (probes, the person on the machine; ASVS 5.0, 13.4.5).
 * `GET /api/alive`: 200 when this process answers; nothing behind it is asked.
 */
export function healthRoute(
  app: FastifyInstance,
  health: Pick<Health, 'state'>,
  warnings: () => string[] = () => [],
): void {
  app.get(aliveAddress, { logLevel: 'silent' }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'alive' }),
  );
  app.get(healthAddress, { logLevel: 'silent' }, async (request, reply) => {
    const dependencies = await health.state();
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
