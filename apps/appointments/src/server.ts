import { onPostgres } from '@keneyapp/database/on-postgres';
import Fastify, { LogController } from 'fastify';
import { randomUUID } from 'node:crypto';
import { readEnv, type AppointmentsEnv } from './env.ts';
import { appointmentsPlugin, grantAppointments, migrateAppointments } from './plugin.ts';

/** The engine as a process of its own, on PostgreSQL. Several may run on one database. */
export async function startAppointments(
  env: AppointmentsEnv,
): Promise<{ url: string; close(): Promise<void> }> {
  const { database, close: closeDatabase } = onPostgres(env.DATABASE_URL, env.DATABASE_CONNECTIONS);
  const app = Fastify({
    logger: { level: env.LOG_LEVEL, redact: ['req.headers', 'res.headers'] },
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    bodyLimit: 1_048_576,
    forceCloseConnections: 'idle',
    keepAliveTimeout: 72_000,
  });
  const close = async () => {
    await app.close();
    await closeDatabase();
  };
  try {
    if (env.DATABASE_MIGRATION_URL === undefined) await migrateAppointments(database.transaction);
    else {
      const [row] = await database.rows('SELECT current_user AS role');
      await migrateAsOwner(env.DATABASE_MIGRATION_URL, String(row?.['role']));
    }
    await app.register(appointmentsPlugin, {
      database,
      token: env.APPOINTMENTS_TOKEN,
      holidays: env.HOLIDAY_ZONE,
      offerMinutes: env.OFFER_MINUTES,
    });
    const url = await app.listen({ host: env.HOST, port: env.PORT });
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The owner's connection is open for this alone. */
async function migrateAsOwner(url: string, role: string): Promise<void> {
  const owner = onPostgres(url, 1);
  try {
    await migrateAppointments(owner.database.transaction);
    await grantAppointments(owner.database.transaction, role);
  } finally {
    await owner.close();
  }
}

if (import.meta.main) {
  const { url, close } = await startAppointments(readEnv());
  console.log(`ready ${url}`);
  // what is being answered is answered; then the process ends
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void close().then(() => process.exit(0)));
}
