import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

/** Somebody else has it, and did not give it back in the time that was waited. */
export class LockTakenError extends Error {
  constructor() {
    super('somebody else is at it');
  }
}
export interface Lock {
  /** False once it is lost with its connection: what follows may have a rival. */
  isHeld(): boolean;
}
/** One at a time by name, over all processes on this database. */
export interface Locks {
  /** Runs `work` while nobody else works under this name. Throws `LockTakenError` after `waitMs`. */
  within<T>(name: string, waitMs: number, work: (lock: Lock) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** For a database of one process. */
export class LocalLocks implements Locks {
  readonly #last = new Map<string, Promise<void>>();

  async within<T>(name: string, waitMs: number, work: (lock: Lock) => Promise<T>): Promise<T> {
    const mine = Promise.withResolvers<void>();
    const before = this.#last.get(name);
    const tail = (before ?? Promise.resolve()).then(() => mine.promise);
    this.#last.set(name, tail);
    try {
      if (before && !(await isOverWithin(before, waitMs))) throw new LockTakenError();
      return await work({ isHeld: () => true });
    } finally {
      mine.resolve();
      void tail.then(() => {
        if (this.#last.get(name) === tail) this.#last.delete(name);
      });
    }
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

interface LockSession {
  client: pg.Client;
  isOpen: boolean;
}

/**
 * Advisory locks of PostgreSQL, held by one connection of this process beside the pool: however long one is held it takes no
 * connection from the queries, and when the process dies the database gives back all of them.
 */
export class AdvisoryLocks implements Locks {
  readonly #connectionString: string;
  readonly #local = new LocalLocks();
  #session: Promise<LockSession> | null = null;
  constructor(connectionString: string) {
    this.#connectionString = connectionString;
  }

  within<T>(name: string, waitMs: number, work: (lock: Lock) => Promise<T>): Promise<T> {
    const deadline = Date.now() + waitMs;
    // a session may take a lock it has twice: within the process the queue decides
    return this.#local.within(name, waitMs, async () => {
      const session = await this.#open();
      while (!(await this.#tryLock(session, name))) {
        if (Date.now() >= deadline) throw new LockTakenError();
        await pause(20 + Math.random() * 30);
      }
      try {
        return await work({ isHeld: () => session.isOpen });
      } finally {
        await session.client
          .query('SELECT pg_advisory_unlock(hashtextextended($1, 0))', [name])
          .catch(() => session.client.end()); // lost: the database has given it back, or does so now
      }
    });
  }

  async close(): Promise<void> {
    const session = await this.#session?.catch(() => null);
    await session?.client.end();
  }

  async #tryLock({ client }: LockSession, name: string): Promise<boolean> {
    const { rows } = await client.query<{ got: boolean }>(
      'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS got',
      [name],
    );
    return rows[0]?.got === true;
  }

  #open(): Promise<LockSession> {
    const opened = (this.#session ??= this.#connect());
    opened.catch(() => {
      if (this.#session === opened) this.#session = null;
    });
    return opened;
  }

  async #connect(): Promise<LockSession> {
    const client = new pg.Client({
      connectionString: this.#connectionString,
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    const session: LockSession = { client, isOpen: true };
    client.on('error', () => undefined); // `end` follows
    client.on('end', () => {
      session.isOpen = false;
      this.#session = null;
    });
    await client.connect();
    return session;
  }
}

function isOverWithin(promise: Promise<void>, ms: number): Promise<boolean> {
  const aborter = new AbortController();
  return Promise.race([
    promise.then(() => true),
    pause(ms, false, { signal: aborter.signal }).catch(() => false),
  ]).finally(() => {
    aborter.abort();
  });
}
