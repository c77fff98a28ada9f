import { leftOut } from '@keneyapp/config/left-out';
import { startTestPostgres } from '@keneyapp/config/testing-postgres';
import { afterAll, describe, expect, it } from 'vitest';
import type { AuditEntry } from '../audit/audit.ts';
import { DatabaseAuditRecorder } from '../audit/recorder.ts';
import { append } from '../events/append.ts';
import { sweepEvents } from '../events/sweep.ts';
import { chartChange } from '../events/testing-events.ts';
import { openDatabase } from './client.ts';

const postgres = await startTestPostgres();
const missing = postgres ? null : 'no PostgreSQL (Debian: the package postgresql)';
afterAll(async () => {
  await postgres?.stop();
});

const entry: AuditEntry = {
  action: 'E',
  operation: 'session.sign-in',
  feature: null,
  access: 'write',
  outcome: 'success',
  patientId: null,
  resources: [],
  user: null,
  remoteAddress: '::1',
  requestId: 'r',
};

describe.skipIf(missing)(leftOut('on PostgreSQL', missing), () => {
  it('an application role of its own adds to the trail and reads it, works with everything else, and owns nothing', async () => {
    await postgres?.sql('postgres', 'CREATE ROLE owner LOGIN; CREATE ROLE application LOGIN');
    await postgres?.sql('postgres', 'CREATE DATABASE separated OWNER owner');
    const url = postgres?.url('separated', 'application') ?? '',
      migrationUrl = postgres?.url('separated', 'owner');
    await expect(openDatabase(url)).rejects.toThrow(); // it cannot migrate by itself
    const database = await openDatabase(url, { migrationUrl });
    expect([database.rights, database.migrated.length > 3]).toEqual(['separated', true]);
    await new DatabaseAuditRecorder(database).record(entry);
    expect(await database.db.auditEvent.count()).toBe(1);
    const expiresAt = new Date('2030-01-01');
    await database.db.logoutToken.create({ data: { issuer: 'i', jti: 'j', expiresAt } });
    expect(await database.db.logoutToken.deleteMany()).toEqual({ count: 1 });
    expect(await append(database.rows, [chartChange('o1')])).toHaveLength(1);
    expect(await sweepEvents(database)).toBe(0);
    for (const statement of [
      'INSERT INTO audit_event SELECT * FROM audit_event',
      'UPDATE audit_event SET reason = NULL',
      'DELETE FROM audit_event',
      'TRUNCATE audit_event',
      'DROP TABLE audit_event',
      'ALTER TABLE audit_event DISABLE TRIGGER ALL',
      'DELETE FROM audit_checkpoint',
      'INSERT INTO audit_checkpoint SELECT * FROM audit_checkpoint',
      'CREATE OR REPLACE FUNCTION audit_hash(r audit_event) RETURNS BYTEA LANGUAGE sql AS $$ SELECT NULL::bytea $$',
      'SET ROLE owner',
      'CREATE TABLE mine (id int)',
      'UPDATE chart_intent SET write_id = id',
      "UPDATE chart_outcome SET state = 'committed'",
      "UPDATE events.domain_event SET key = 'another'",
      'DELETE FROM events.domain_event',
      'TRUNCATE events.domain_event',
      'DELETE FROM events.event_cursor',
      'ALTER TABLE events.domain_event DISABLE TRIGGER ALL',
      'CREATE TABLE events.mine (id int)',
      'CREATE OR REPLACE FUNCTION events.append(given JSON) RETURNS BIGINT[] LANGUAGE sql AS $$ SELECT NULL::bigint[] $$',
      'DELETE FROM "_prisma_migrations"',
    ])
      await expect(database.db.$executeRawUnsafe(statement), statement).rejects.toThrow(
        /permission denied|must be owner|only ever added/i,
      );
    await database.close();
    const again = await openDatabase(url, { migrationUrl });
    expect([again.rights, again.migrated]).toEqual(['separated', []]);
    await again.close();
  });

  it('several processes that start at once on an empty database all come up', async () => {
    await postgres?.sql('postgres', 'CREATE DATABASE crowded OWNER owner');
    const started = await Promise.all(
      Array.from({ length: 4 }, () =>
        openDatabase(postgres?.url('crowded', 'application') ?? '', {
          migrationUrl: postgres?.url('crowded', 'owner'),
        }),
      ),
    );
    expect(started.map(({ rights }) => rights)).toEqual(Array.from({ length: 4 }, () => 'separated'));
    expect(started.filter(({ migrated }) => migrated.length > 0)).toHaveLength(1);
    await Promise.all(started.map((database) => database.close()));
  });

  it('one role for everything works, and is said to be so; so is a role that may become the owner', async () => {
    await postgres?.sql('postgres', 'CREATE DATABASE shared OWNER owner');
    const shared = await openDatabase(postgres?.url('shared', 'owner') ?? '');
    expect(shared.rights).toBe('shared');
    await shared.close();
    await postgres?.sql(
      'postgres',
      'CREATE ROLE climber LOGIN; GRANT owner TO climber; GRANT application TO climber',
    );
    const climber = await openDatabase(postgres?.url('separated', 'climber') ?? '', {
      migrationUrl: postgres?.url('separated', 'owner'),
    });
    expect(climber.rights).toBe('shared');
    await climber.close();
  });

  it('a database in another encoding is refused with what to do', async () => {
    await postgres?.sql(
      'postgres',
      "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C'",
    );
    await expect(openDatabase(postgres?.url('latin') ?? '')).rejects.toThrow(/UTF8.*LATIN1.*ENCODING/);
  });
});
