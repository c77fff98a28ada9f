import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { freePort } from '@keneyapp/config/testing';
import { extensions } from '@keneyapp/pglite/extensions';

/** Messages of PostgreSQL's protocol after which the next client may have its turn: a plain query, the end of an extended one, a goodbye. */
const endsTurn = new Set(['Q', 'S', 'X'].map((letter) => letter.charCodeAt(0)));

export interface SharedDatabase {
  url: string;
  pglite: PGlite;
  stop: () => Promise<void>;
}

/**
 * One PGlite for several processes, over a socket. The server gives each message its turn by itself, so that the statement of
 * one client may be bound with the values of another; PGlite says that it is in a transaction as long as an extended query
 * is, and the server then hears nobody else.
 * @returns also the database itself, for who writes to it beside the processes
 */
export async function shareDatabase(folder: string): Promise<SharedDatabase> {
  const pglite = await PGlite.create(folder, { extensions });
  const port = await freePort();
  let isWithinQuery = false;
  const inTurns = new Proxy(pglite, {
    get(target, name) {
      if (name === 'isInTransaction') return () => isWithinQuery || target.isInTransaction();
      if (name === 'execProtocolRawStream')
        return (...[message, options]: Parameters<PGlite['execProtocolRawStream']>) => {
          isWithinQuery = !endsTurn.has(message[0] ?? 0);
          return target.execProtocolRawStream(message, options);
        };
      if (name === 'exec') isWithinQuery = false; // the server clears up after who left in the middle
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  const server = new PGLiteSocketServer({ db: inTurns, port, host: '127.0.0.1', maxConnections: 60 });
  await server.start();
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/postgres?sslmode=disable&pgbouncer=true`,
    pglite,
    stop: async () => {
      await server.stop();
      await pglite.close();
    },
  };
}
