import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Adapter, AdapterPayload } from 'oidc-provider';
import type { Account, Credentials } from './account.ts';

/**
 * What the provider must remember: sessions, grants, codes, tokens, keys. SQLite of Node itself, write-ahead log with
 * a sync at each commit, so that `kill -9` loses nothing that was acknowledged.
 */
export class OidcStore {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#db = new DatabaseSync(path.join(folder, 'oidc.sqlite'));
    this.#db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;
      CREATE TABLE IF NOT EXISTS artifact (model TEXT NOT NULL, id TEXT NOT NULL, payload TEXT NOT NULL, grant_id TEXT, uid TEXT,
        consumed_at INTEGER, expires_at INTEGER, PRIMARY KEY (model, id)) STRICT;
      CREATE INDEX IF NOT EXISTS artifact_grant ON artifact (grant_id) WHERE grant_id IS NOT NULL;
      CREATE INDEX IF NOT EXISTS artifact_uid ON artifact (model, uid) WHERE uid IS NOT NULL;
      CREATE INDEX IF NOT EXISTS artifact_expiry ON artifact (expires_at);
      CREATE INDEX IF NOT EXISTS artifact_account ON artifact (payload ->> '$.accountId');
      CREATE TABLE IF NOT EXISTS account (username TEXT PRIMARY KEY, payload TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS credentials (username TEXT PRIMARY KEY, payload TEXT NOT NULL) STRICT;
      CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;`);
    this.sweep();
  }

  /** Reads a kept value, or makes and keeps it the first time. */
  setting(name: string, make: () => string): string {
    const found = this.#prepare('SELECT value FROM setting WHERE name = ?').get(name);
    if (found) return String(found['value']);
    const value = make();
    this.#prepare('INSERT INTO setting (name, value) VALUES (?, ?)').run(name, value);
    return value;
  }

  /** Accounts that were changed or made since the provider's first start, as they are. */
  keptAccounts(): Account[] {
    return this.#prepare('SELECT payload FROM account')
      .all()
      .map((row) => {
        const account = JSON.parse(String(row['payload'])) as Account;
        return { ...account, changedAt: account.changedAt && new Date(account.changedAt) };
      });
  }
  keepAccount(account: Account): void {
    this.#prepare(
      'INSERT INTO account (username, payload) VALUES (?, ?) ON CONFLICT (username) DO UPDATE SET payload = excluded.payload',
    ).run(account.username, JSON.stringify(account));
  }
  dropAccount(username: string): void {
    this.#prepare('DELETE FROM account WHERE username = ?').run(username);
  }

  credentialsOf(username: string): Credentials {
    const row = this.#prepare('SELECT payload FROM credentials WHERE username = ?').get(username);
    return row ? (JSON.parse(String(row['payload'])) as Credentials) : {};
  }
  keepCredentials(username: string, credentials: Credentials): void {
    this.#prepare(
      'INSERT INTO credentials (username, payload) VALUES (?, ?) ON CONFLICT (username) DO UPDATE SET payload = excluded.payload',
    ).run(username, JSON.stringify(credentials));
  }
  dropCredentials(username: string): void {
    this.#prepare('DELETE FROM credentials WHERE username = ?').run(username);
  }

  /** Sign-ins of an account that have not expired. */
  sessionsOf(username: string): { authorizations?: Record<string, { sid?: string; grantId?: string }> }[] {
    return this.#prepare(
      "SELECT payload FROM artifact WHERE model = 'Session' AND payload ->> '$.accountId' = ? AND (expires_at IS NULL OR expires_at > ?)",
    )
      .all(username, Date.now())
      .map((row) => JSON.parse(String(row['payload'])) as AdapterPayload);
  }

  /** Sign-ins, grants, codes and tokens of an account: as if they had never been given. */
  forgetAccount(username: string): void {
    this.#prepare("DELETE FROM artifact WHERE payload ->> '$.accountId' = ?").run(username);
  }

  /** Forgets what has expired. */
  sweep(): void {
    this.#prepare('DELETE FROM artifact WHERE expires_at < ?').run(Date.now());
  }

  close(): void {
    this.#db.close();
  }

  /** The storage of one of the provider's models. */
  adapter(model: string): Adapter {
    const one = (sql: string, ...values: (string | number | null)[]): AdapterPayload | undefined => {
      const row = this.#prepare(
        `SELECT payload, consumed_at FROM artifact WHERE ${sql} AND (expires_at IS NULL OR expires_at > ?)`,
      ).get(...values, Date.now());
      if (!row) return undefined;
      const payload = JSON.parse(String(row['payload'])) as AdapterPayload;
      if (row['consumed_at'] !== null) payload['consumed'] = Number(row['consumed_at']);
      return payload;
    };
    return {
      upsert: async (id, payload, expiresIn) => {
        this.#prepare(
          `INSERT INTO artifact (model, id, payload, grant_id, uid, expires_at) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT (model, id) DO UPDATE SET payload = excluded.payload, grant_id = excluded.grant_id, uid = excluded.uid, expires_at = excluded.expires_at`,
        ).run(
          model,
          id,
          JSON.stringify(payload),
          payload.grantId ?? null,
          payload.uid ?? null,
          expiresIn ? Date.now() + expiresIn * 1000 : null,
        );
      },
      find: async (id) => one('model = ? AND id = ?', model, id),
      findByUid: async (uid) => one('model = ? AND uid = ?', model, uid),
      findByUserCode: async () => undefined, // the device flow is off
      consume: async (id) => {
        this.#prepare('UPDATE artifact SET consumed_at = ? WHERE model = ? AND id = ?').run(
          Math.floor(Date.now() / 1000),
          model,
          id,
        );
      },
      destroy: async (id) => {
        this.#prepare('DELETE FROM artifact WHERE model = ? AND id = ?').run(model, id);
      },
      revokeByGrantId: async (grantId) => {
        this.#prepare('DELETE FROM artifact WHERE model = ? AND grant_id = ?').run(model, grantId);
      },
    };
  }

  #prepare(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known) return known;
    const made = this.#db.prepare(sql);
    this.#statements.set(sql, made);
    return made;
  }
}
