import { clientInProcess, clientOverHttp, type AppointmentsClient } from '@keneyapp/appointments/client';
import { appointmentsInProcess, grantAppointments, migrateAppointments } from '@keneyapp/appointments/plugin';
import { onPostgres } from '@keneyapp/database/on-postgres';
import type { Database } from '../database/client.ts';
import type { BffEnv } from '../env.ts';

type Settings = Pick<BffEnv, 'APPOINTMENTS_URL' | 'APPOINTMENTS_TOKEN' | 'DATABASE_MIGRATION_URL'>;

export interface AppointmentsConnection {
  client: AppointmentsClient;
  close(): Promise<void>;
}

/** The agenda's engine (ADR 33): processes of its own at APPOINTMENTS_URL, else in this one, on the BFF's database in a schema of its own. */
export async function connectAppointments(
  { APPOINTMENTS_URL: url, APPOINTMENTS_TOKEN: token, DATABASE_MIGRATION_URL: ownerUrl }: Settings,
  { sql }: Pick<Database, 'sql'>,
): Promise<AppointmentsConnection> {
  if (url !== undefined) {
    const client = clientOverHttp(url.replace(/\/$/, ''), token ?? '');
    return { client, close: () => client.close() };
  }
  if (ownerUrl === undefined) await migrateAppointments(sql.transaction);
  else {
    const [row] = await sql.rows('SELECT current_user AS role');
    await migrateAsOwner(ownerUrl, String(row?.['role']));
  }
  const app = await appointmentsInProcess({ database: sql });
  return { client: clientInProcess(app), close: () => app.close() };
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
