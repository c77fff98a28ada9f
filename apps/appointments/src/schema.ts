import type { Connection, Transaction } from '@keneyapp/database/connection';
import { lockForMigration, migrate } from '@keneyapp/database/migrate';
import path from 'node:path';

const folder = path.resolve(import.meta.dirname, '../migrations');

/** Brings the schema `appointments` up to date. @param transaction of the role that owns it, or may make it */
export const migrateAppointments = (transaction: Transaction): Promise<string[]> =>
  migrate(transaction, folder, 'appointments');

/** Run by the owner: another role works with the agenda, adds to its history, and changes no table. */
export async function grantAppointments(transaction: Transaction, role: string): Promise<void> {
  await transaction(async (connection: Connection) => {
    await lockForMigration(connection); // two that start at once would update the same rows of the catalogue
    const [row] = await connection.rows('SELECT quote_ident($1) AS role', [role]);
    const name = String(row?.['role']);
    await connection.script(`
      GRANT USAGE ON SCHEMA appointments TO ${name};
      GRANT SELECT, INSERT, UPDATE ON appointments.resource, appointments.visit_kind, appointments.session_resource,
        appointments.booking, appointments.clash, appointments.waiting TO ${name};
      GRANT SELECT, INSERT, UPDATE, DELETE ON appointments.rule, appointments.request, appointments.occupation TO ${name};
      GRANT SELECT, INSERT, DELETE ON appointments.seat, appointments.freed TO ${name};
      GRANT SELECT, INSERT, UPDATE ON appointments.session TO ${name};
      GRANT SELECT, INSERT ON appointments.history TO ${name};
      GRANT SELECT ON appointments.booking_view TO ${name};
      GRANT USAGE ON ALL SEQUENCES IN SCHEMA appointments TO ${name}`);
  });
}
