import { leftOut } from '@keneyapp/config/left-out';
import { startTestPostgres } from '@keneyapp/config/testing-postgres';
import { onPostgres } from '@keneyapp/database/on-postgres';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientOverHttp } from './client.ts';
import { readEnv } from './env.ts';
import { startAppointments } from './server.ts';
import { book, hold, paris, weekly } from './testing-agenda.ts';

const token = 'a token of thirty-two characters or more';

it('names every wrong setting', () => {
  expect(() => readEnv({ DATABASE_URL: 'pglite:.data/bff', APPOINTMENTS_TOKEN: 'short' })).toThrow(
    /DATABASE_URL: .*APPOINTMENTS_TOKEN: /,
  );
});

const postgres = await startTestPostgres();
const missing = postgres ? null : 'no PostgreSQL (Debian: the package postgresql)';
afterAll(() => postgres?.stop());

describe.skipIf(missing)(leftOut('processes of their own, on PostgreSQL', missing), () => {
  let servers: { url: string; close(): Promise<void> }[];
  const clients: ReturnType<typeof clientOverHttp>[] = [];
  const url = () => postgres?.url('agenda', 'application') ?? '';
  beforeAll(async () => {
    await postgres?.sql('postgres', 'CREATE ROLE owner LOGIN; CREATE ROLE application LOGIN');
    await postgres?.sql('postgres', 'CREATE DATABASE agenda OWNER owner');
    const env = readEnv({
      PORT: '0',
      DATABASE_URL: url(),
      DATABASE_MIGRATION_URL: postgres?.url('agenda', 'owner') ?? '',
      APPOINTMENTS_TOKEN: token,
      LOG_LEVEL: 'silent',
    });
    servers = await Promise.all([startAppointments(env), startAppointments(env)]);
    clients.push(...servers.map((server) => clientOverHttp(server.url, token)));
    const [client] = clients;
    await client?.call('resources.put', {
      value: { reference: 'Practitioner/p', unit: null },
      version: null,
    });
    await client?.call('rules.put', { value: weekly('Practitioner/p'), version: null });
    await client?.call('kinds.put', { value: { id: 'visit', minutes: 30 }, version: null });
  });
  afterAll(async () => {
    await Promise.all(clients.map((client) => client.close()));
    await Promise.all(servers.map((server) => server.close()));
  });
  const client = (i: number) => {
    const one = clients[i];
    if (!one) throw new Error('not started');
    return one;
  };
  const visit = { kind: 'visit', start: paris('09:00'), resources: ['Practitioner/p'] };

  it('two of them and fifty people: one has the place, and both tell of it', async () => {
    const heard = [0, 1].map((i) => {
      const end = new AbortController();
      const first = Promise.withResolvers<unknown>();
      const ended = client(i).changes((change) => change.day !== null && first.resolve(change), end.signal);
      return { first: first.promise, stop: () => (end.abort(), ended) };
    });
    // who follows is known to the process once it has answered
    await Promise.all([0, 1].map((i) => client(i).call('kinds.list', {})));
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => hold(client(i % 2), visit)));
    const won = answers.flatMap(({ bookings }) => bookings);
    expect(won).toHaveLength(1);
    await client(1).call('step', { bookings: [won[0]?.id ?? ''], step: 'confirm' });
    for (const { first, stop } of heard) {
      expect(await first).toEqual({ resource: 'Practitioner/p', day: '2090-06-12' });
      await stop();
    }
  });

  it('what is told to one process is heard at the other, and changes nothing', async () => {
    const change = { resource: 'HealthcareService/s', day: '2090-06-13' };
    const end = new AbortController();
    const heard = Promise.withResolvers<unknown>();
    const ended = client(1).changes((one) => one.day === change.day && heard.resolve(one), end.signal);
    await client(1).call('kinds.list', {});
    await client(0).call('touched', { changes: [change] });
    expect(await heard.promise).toEqual(change);
    end.abort();
    await ended;
    const { resources } = await client(0).call('resources.list', {});
    expect(resources.map(({ value }) => value.reference)).not.toContain(change.resource);
  });

  it('the role of the application works with the agenda, and changes neither tables nor history', async () => {
    const booked = await book(client(0), { ...visit, start: paris('10:00') });
    await client(0).call('move', {
      key: randomUUID(),
      moves: [{ booking: booked.id, start: paris('10:15') }],
    });
    await client(0).call('step', { bookings: [booked.id], step: 'confirm' });
    await client(0).call('step', { bookings: [booked.id], step: 'release' });
    await client(0).call('arrived', {
      appointment: 'x',
      patient: null,
      resources: ['Location/l'],
      start: paris('10:00'),
      end: paris('11:00'),
    });
    const { database, close } = onPostgres(url(), 1);
    for (const statement of [
      'DELETE FROM appointments.history',
      "UPDATE appointments.history SET what = 'held'",
      'DELETE FROM appointments.booking',
      'ALTER TABLE appointments.occupation DROP CONSTRAINT one_at_a_time',
      'CREATE TABLE appointments.mine (id int)',
      'DELETE FROM appointments."_prisma_migrations"',
    ])
      await expect(database.rows(statement), statement).rejects.toThrow(/permission denied|must be owner/);
    await close();
  });

  it('asks for the token, but for whether it lives', async () => {
    const [server] = servers;
    const status = async (path: string, headers = {}) =>
      (await fetch(`${server?.url}${path}`, { method: path === '/health' ? 'GET' : 'POST', headers })).status;
    expect(await status('/v1/kinds.list')).toBe(401);
    expect(await status('/v1/kinds.list', { authorization: `Bearer ${token}x` })).toBe(401);
    expect(await status('/v1/kinds.list', { authorization: `Bearer ${token}` })).toBe(200);
    expect(await status('/health')).toBe(200);
    expect(await status('/v1/nothing', { authorization: `Bearer ${token}` })).toBe(404);
  });

  it('bad input is refused with the field, never with the value', async () => {
    const asked = {
      key: 'no uuid',
      patient: 'Dupont',
      visits: [{ ...visit, start: 'tomorrow', appointment: 'a' }],
    };
    const error = await client(0)
      .call('reserve', asked)
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ status: 400 });
    expect((error as { issues: { field: string }[] }).issues.map(({ field }) => field).sort()).toEqual([
      'key',
      'patient',
      'visits.0.start',
    ]);
    expect(JSON.stringify(error)).not.toContain('Dupont');
    const night = { ...weekly('Practitioner/p', '22:00', '06:00'), id: 'night' };
    await expect(client(0).call('rules.put', { value: night, version: null })).rejects.toMatchObject({
      status: 400,
      issues: [{ field: 'value.ends', reason: expect.stringContaining('two openings') as string }],
    });
    await expect(
      client(0).call('rules.put', { value: weekly('Practitioner/nobody'), version: null }),
    ).rejects.toMatchObject({ status: 422 });
    for (const body of ['{', '[]', '"x"', 'null', '{"bookings":["x"],"step":"fly"}'])
      for (const name of ['step', 'find', 'agenda', 'move', 'arrived', 'waiting.put', 'bookings.list']) {
        const response = await fetch(`${servers[0]?.url}/v1/${name}`, {
          method: 'POST',
          body,
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        });
        expect([name, body, response.status]).toEqual([name, body, 400]);
      }
  });
});
