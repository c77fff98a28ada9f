import type { SqlDatabase } from '@keneyapp/database/connection';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { createHash, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { changesOf, type Subscribe } from './changes.ts';
import type { Engine } from './engine.ts';
import { handlers } from './handlers.ts';
import type { HolidayZone } from './holidays.ts';
import { operations, type OperationName } from './operations.ts';
import { Refusal } from './refusal.ts';
import { sweep } from './sweep.ts';

export { grantAppointments, migrateAppointments } from './schema.ts';

export interface AppointmentsOptions {
  /** Its schema is there already (`migrateAppointments`). */
  database: SqlDatabase;
  /** What callers must show as a bearer token; null where nobody but this process can call. */
  token: string | null;
  holidays?: HolidayZone;
  offerMinutes?: number;
  /** How often holds end and freed places are offered without being asked; null: never by itself. */
  sweepSeconds?: number | null;
}

/** What an instance with the plugin has. */
export interface AppointmentsInstance {
  inject: FastifyInstance['inject'];
  agendaChanges: Subscribe;
  close(): Promise<void>;
}

/** The engine in this process: an instance that listens nowhere, for `clientInProcess`. */
export async function appointmentsInProcess(
  options: Omit<AppointmentsOptions, 'token'>,
): Promise<AppointmentsInstance> {
  const app = Fastify();
  await app.register(appointmentsPlugin, { ...options, token: null });
  return app as unknown as AppointmentsInstance;
}

/** The engine of the agenda (docs/appointments.md): `POST /v1/<operation>`, `GET /v1/changes` (server-sent events), `GET /health`, `GET /alive`. */
export async function appointmentsPlugin(
  app: FastifyInstance,
  { database, token, holidays = 'metropole', offerMinutes = 60, sweepSeconds = 5 }: AppointmentsOptions,
): Promise<void> {
  const engine: Engine = { database, holidays, offerMinutes };
  errorAnswers(app);
  if (token !== null) askForToken(app, token);
  // the process alone: a database that is away is away for every process
  app.get('/alive', { logLevel: 'silent' }, (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  );
  app.get('/health', { logLevel: 'silent' }, async (_request, reply) => {
    await database.rows('SELECT 1');
    return reply.header('cache-control', 'no-store').send({ status: 'ok' });
  });
  for (const name of Object.keys(operations) as OperationName[]) operationRoute(app, engine, name);
  const subscribe = await changesOf(database);
  app.decorate('agendaChanges', subscribe);
  changesRoute(app, subscribe);
  if (sweepSeconds !== null) sweepRegularly(app, engine, sweepSeconds);
}

/** What it decorates is for the instance it is mounted on, not for a child of it. */
Object.assign(appointmentsPlugin, { [Symbol.for('skip-override')]: true });

function operationRoute<Name extends OperationName>(app: FastifyInstance, engine: Engine, name: Name): void {
  const { input } = operations[name];
  const handle = handlers[name] as (engine: Engine, asked: unknown) => Promise<object>;
  app.post(`/v1/${name}`, async (request, reply) => {
    const answer = await handle(engine, input.parse(request.body ?? {}));
    return reply
      .code(isRefused(answer) ? 409 : 200)
      .header('cache-control', 'no-store')
      .send(answer);
  });
}

/** Answers that say what stands against it: `reserve`, `move` and `step`. */
const isRefused = (answer: object): boolean =>
  ('obstacles' in answer && (answer.obstacles as unknown[]).length > 0) ||
  ('refused' in answer && (answer.refused as unknown[]).length > 0);

function askForToken(app: FastifyInstance, token: string): void {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const expected = digest(`Bearer ${token}`);
  app.addHook('onRequest', async (request, reply) => {
    if (['/health', '/alive'].includes(request.url)) return;
    // hashed, so that lengths are equal and the time tells nothing
    if (timingSafeEqual(digest(request.headers.authorization ?? ''), expected)) return;
    await reply.code(401).send({ error: 'unknown caller', requestId: request.id });
  });
}

/** What a program reads when it was refused or we fail: never a stack, never a value that was sent. */
function errorAnswers(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const requestId = request.id;
    if (error instanceof z.ZodError)
      return reply
        .code(400)
        .send({
          error: 'bad request',
          issues: error.issues.map(({ path, message }) => ({ field: path.join('.'), reason: message })),
          requestId,
        });
    if (error instanceof Refusal) return reply.code(error.status).send({ error: error.message, requestId });
    const status =
      error.statusCode && error.statusCode >= 400 && error.statusCode < 500 ? error.statusCode : 500;
    if (status === 500)
      request.log.error(
        { err: { type: error.name, code: error.code, stack: withoutText(error) } },
        'request failed',
      );
    return reply.code(status).send({ error: status === 500 ? 'internal error' : 'bad request', requestId });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.code(404).send({ error: 'not found', requestId: request.id }),
  );
}

/** PostgreSQL's texts repeat values; where it happened does not. */
const withoutText = ({ stack }: Error): string | undefined => stack?.replace(/^[\s\S]*?\n(?= {4}at )/, '');

function changesRoute(app: FastifyInstance, subscribe: Subscribe): void {
  const open = new Set<() => void>();
  app.get('/v1/changes', (request, reply) => {
    reply.hijack();
    const stream = reply.raw;
    stream.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    stream.write(':\n\n');
    const stop = subscribe((change) => stream.write(`data: ${JSON.stringify(change)}\n\n`));
    const beat = setInterval(() => stream.write(':\n\n'), 15_000);
    const end = () => {
      stop();
      clearInterval(beat);
      open.delete(end);
      stream.end();
    };
    open.add(end);
    request.raw.once('close', end);
  });
  app.addHook('preClose', async () => {
    for (const end of [...open]) end();
  });
}

function sweepRegularly(app: FastifyInstance, engine: Engine, seconds: number): void {
  let running: Promise<void> | null = null;
  const timer = setInterval(() => {
    running ??= sweep(engine)
      .catch((error: unknown) =>
        app.log.warn({ err: { type: error instanceof Error ? error.name : 'unknown' } }, 'agenda: sweep'),
      )
      .finally(() => {
        running = null;
      });
  }, seconds * 1_000);
  timer.unref();
  app.addHook('onClose', async () => {
    clearInterval(timer);
    await running;
  });
}
