import type { Connection } from '@keneyapp/database/connection';
import { lockForMigration } from '@keneyapp/database/migrate';
import pg from 'pg';

/**
 * Who may do what with the database: `separated` when the application's role can add to the audit trail and read it, no
 * more; `shared` when it owns the tables (one DATABASE_URL for everything); `embedded` when there are no roles to speak of.
 */
export type DatabaseRights = 'separated' | 'shared' | 'embedded';

const appendOnly = ['audit_event', 'audit_checkpoint', 'audit_retirement'];
const appendFunctions = [
  'audit_append(json)',
  'audit_checkpoint_append(bigint, bigint, bytea, bigint, timestamptz, text, bytea, bytea)',
  'audit_retire(bigint, bigint, bigint, bytea, bigint, timestamptz, timestamptz, text, bytea)',
];

/** Run by the owner after the migrations: the application's role works with every table, but adds to the trail through its functions alone, adds events and changes none, and changes nothing of what somebody was about to write and what became of it. */
export async function grantTo(role: string, connection: Connection): Promise<void> {
  await lockForMigration(connection); // two that start at once would update the same rows of the catalogue
  const name = pg.escapeIdentifier(role);
  const [row] = await connection.rows('SELECT current_schema() AS schema');
  const schema = pg.escapeIdentifier(String(row?.['schema']));
  await connection.script(`
    GRANT USAGE ON SCHEMA ${schema} TO ${name};
    REVOKE CREATE ON SCHEMA ${schema} FROM PUBLIC, ${name};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${name};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA ${schema} TO ${name};
    REVOKE UPDATE ON chart_intent, chart_outcome FROM ${name};
    GRANT USAGE ON SCHEMA events TO ${name};
    GRANT SELECT, INSERT ON events.domain_event TO ${name};
    GRANT SELECT, INSERT, UPDATE ON events.event_cursor, events.feed_mark TO ${name};
    GRANT EXECUTE ON FUNCTION events.sweep() TO ${name};
    REVOKE ALL ON ${appendOnly.join(', ')}, "_prisma_migrations" FROM PUBLIC, ${name};
    GRANT SELECT ON ${appendOnly.join(', ')} TO ${name};
    ${appendFunctions.map((f) => `GRANT EXECUTE ON FUNCTION ${f} TO ${name};`).join('\n')}`);
}

/** What the application's own connection could do to the trail, directly or as another role it may become. */
export async function rightsOf(
  rows: (sql: string, values?: unknown[]) => Promise<Record<string, unknown>[]>,
): Promise<'separated' | 'shared'> {
  const [row] = await rows(
    `
    SELECT bool_or(r.rolsuper OR c.relowner = r.oid OR has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, TRIGGER')) AS may
    FROM pg_class c, pg_roles r WHERE c.oid = ANY ($1::regclass[]) AND pg_has_role(current_user, r.oid, 'MEMBER')`,
    [`{${appendOnly.join(',')}}`],
  );
  return row?.['may'] === false ? 'separated' : 'shared';
}
