import type { FastifyInstance } from 'fastify';
import path from 'node:path';
import { bearerHook } from '../bearer.ts';
import type { SandboxOptions } from '../options.ts';
import { addTerminology, terminologyOperations } from '../terminology/terminology.ts';
import { smartConfiguration } from './http/smart.ts';
import { readBodies, respond } from './http/transport.ts';
import { loadParameters } from './model/parameters.ts';
import { FhirServer } from './server.ts';
import { startMaintenance } from './store/maintenance.ts';
import { openPglite } from './store/pglite-driver.ts';
import { openPostgres } from './store/postgres-driver.ts';
import { createSchema } from './store/schema.ts';
import { Store } from './store/store.ts';
import { Subscriptions } from './subscriptions/subscriptions.ts';
import { loadBindings } from './validation/bindings.ts';
import { stopLarge } from './validation/large.ts';

/** FHIR R4 with terminology operations below `prefix`; answers only bearer tokens of the embedded identity provider, what describes the server apart. */
export async function fhirPlugin(
  app: FastifyInstance,
  options: SandboxOptions & { prefix: string },
): Promise<void> {
  loadParameters();
  loadBindings();
  const { SANDBOX_FHIR_DATABASE: database, SANDBOX_DATA: folder } = options.env;
  const driver = database ? await openPostgres(database) : await openPglite(path.join(folder, 'fhir'));
  await createSchema(driver);
  const store = new Store(driver);
  await addTerminology(store);
  const maintenance = startMaintenance(driver, store, (error) =>
    app.log.error({ err: error }, 'maintenance of the FHIR store failed'),
  );
  const server = new FhirServer({
    store,
    issuer: options.issuer,
    operations: terminologyOperations,
    onFault: (error) => app.log.error({ err: error }, 'FHIR request failed'),
  });
  const subscriptions = new Subscriptions(store, {
    origins: [options.env.PUBLIC_URL, options.env.BFF_INTERNAL_URL].map((url) => new URL(url).origin),
  });
  await subscriptions.start();
  app.addHook('onClose', async () => {
    subscriptions.stop();
    stopLarge();
    await maintenance.stop();
    await driver.close();
  });
  await app.register(async (scope) => {
    readBodies(scope);
    scope.get('/.well-known/smart-configuration', () => smartConfiguration(options.issuer));
    scope.get('/metadata', (request, reply) => respond(server, options.prefix, request, reply));
    await scope.register(async (guarded) => {
      guarded.addHook('onRequest', bearerHook(options, 'fhir'));
      guarded.all('/', (request, reply) => respond(server, options.prefix, request, reply));
      guarded.all('/*', (request, reply) => respond(server, options.prefix, request, reply));
    });
  });
}
