import { randomUUID } from 'node:crypto';
import { roles, type Role } from '../access/roles.ts';
import type { PrismaClient } from '../database/client.ts';
import { hashCookie, newCookieValue } from './cookie.ts';
import type { IdentityProvider, Person, TokenSet } from './provider.ts';
import { openTokens, sealTokens, TokenKeeper } from './refresh.ts';
import { isSessionAsWritten, markOfSession, type AlteredRow } from './row-marks.ts';
import type { Seal } from './seal.ts';
import type { Session } from './session.ts';
import type { SessionWatch } from './watch.ts';

/** A session is not written to more often than this for having been seen. */
const seenEveryMs = 20_000;

export interface SessionLimits {
  idleMs: number;
  absoluteMs: number;
}
/** Where a session is opened from. */
export interface Origin {
  remoteAddress: string;
  userAgent: string | null;
}
/** A session that has not run out, for those who watch over sessions. */
export interface LivingSession {
  id: string;
  subject: string;
  username: string;
  displayName: string;
  role: string;
  createdAt: Date;
  lastSeenAt: Date;
  endsAt: Date;
  remoteAddress: string | null;
  userAgent: string | null;
}
interface Options {
  db: PrismaClient;
  seal: Seal;
  provider: IdentityProvider;
  watch: SessionWatch;
  limits: SessionLimits;
  /** A row that somebody made or changed beside us; it is gone already. */
  onAltered: (row: AlteredRow) => Promise<void>;
}

/** Sessions in the database; several processes share them. */
export class SessionStore {
  readonly #db: PrismaClient;
  readonly #seal: Seal;
  readonly #provider: IdentityProvider;
  readonly #watch: SessionWatch;
  readonly #limits: SessionLimits;
  readonly #tokens: TokenKeeper;
  readonly #onAltered: Options['onAltered'];

  constructor({ db, seal, provider, watch, limits, onAltered }: Options) {
    this.#db = db;
    this.#seal = seal;
    this.#provider = provider;
    this.#watch = watch;
    this.#limits = limits;
    this.#onAltered = onAltered;
    this.#tokens = new TokenKeeper({ db, seal, provider, onGrantEnded: (id) => this.end([id]) });
  }

  /** Opens a session and gives the cookie's value, which is kept nowhere. The session the browser had before ends (no fixation, no leftovers). */
  async create(
    person: Person,
    tokens: TokenSet,
    previousCookie: string | null,
    origin: Origin,
  ): Promise<{ cookie: string; session: Session }> {
    if (previousCookie) await this.endByCookie(previousCookie);
    const [cookie, id, now] = [newCookieValue(), randomUUID(), Date.now()];
    const meaning = {
      id,
      cookieHash: hashCookie(cookie),
      ...person,
      absoluteExpiresAt: new Date(now + this.#limits.absoluteMs),
    };
    const row = await this.#db.session.create({
      data: {
        ...meaning,
        rowMark: markOfSession(this.#seal, meaning),
        tokens: sealTokens(this.#seal, id, tokens),
        accessExpiresAt: tokens.accessExpiresAt,
        refreshExpiresAt: tokens.refreshExpiresAt,
        lastSeenAt: new Date(now),
        ...origin,
      },
    });
    return { cookie, session: this.#session(row) };
  }

  /** The living session of a cookie. `touch` says that the person did something; a clock that only looks must not. */
  async find(cookie: string, { touch }: { touch: boolean }): Promise<Session | null> {
    const row = await this.#db.session.findUnique({ where: { cookieHash: hashCookie(cookie) } });
    if (!row) return null;
    if (!isSessionAsWritten(this.#seal, row)) {
      await this.end([row.id]);
      await this.#onAltered({
        table: 'session',
        id: row.id,
        how: row.rowMark === null ? 'unmarked' : 'altered',
        userId: row.subject,
        userName: row.displayName,
        patientId: null,
      });
      return null;
    }
    const now = Date.now();
    if (now >= this.#idleEnd(row) || now >= this.#absoluteEnd(row)) {
      await this.end([row.id]);
      return null;
    }
    if (touch && now - row.lastSeenAt.getTime() > Math.min(seenEveryMs, this.#limits.idleMs / 10)) {
      row.lastSeenAt = new Date(now);
      await this.#db.session.updateMany({ where: { id: row.id }, data: { lastSeenAt: row.lastSeenAt } });
    }
    return this.#session(row);
  }

  /** The refresh token of a session about to be signed out, to revoke it. */
  async refreshTokenOf(sessionId: string): Promise<string | null> {
    const row = await this.#db.session.findUnique({
      where: { id: sessionId },
      select: { id: true, tokens: true },
    });
    return row ? openTokens(this.#seal, row).refreshToken : null;
  }

  async endByCookie(cookie: string): Promise<void> {
    const row = await this.#db.session.findUnique({
      where: { cookieHash: hashCookie(cookie) },
      select: { id: true },
    });
    if (row) await this.endOne(row.id);
  }

  /** Ends a session in every process, and what the provider gave for it. */
  async endOne(sessionId: string): Promise<void> {
    const refreshToken = await this.refreshTokenOf(sessionId);
    await this.end([sessionId]);
    if (refreshToken) await this.#provider.revoke(refreshToken).catch(() => undefined); // ours is over either way
  }

  /** Sessions that have not run out, last seen first; or the one of this id. */
  async living({ limit = 1, id }: { limit?: number; id?: string }): Promise<LivingSession[]> {
    const now = new Date();
    const rows = await this.#db.session.findMany({
      where: {
        ...(id === undefined ? {} : { id }),
        lastSeenAt: { gt: new Date(now.getTime() - this.#limits.idleMs) },
        absoluteExpiresAt: { gt: now },
        OR: [{ refreshExpiresAt: null }, { refreshExpiresAt: { gt: now } }],
      },
      orderBy: { lastSeenAt: 'desc' },
      take: limit,
      select: {
        id: true,
        subject: true,
        username: true,
        displayName: true,
        role: true,
        createdAt: true,
        lastSeenAt: true,
        absoluteExpiresAt: true,
        refreshExpiresAt: true,
        remoteAddress: true,
        userAgent: true,
      },
    });
    return rows.map(({ absoluteExpiresAt, refreshExpiresAt, ...row }) => ({
      ...row,
      endsAt: new Date(
        Math.min(this.#idleEnd(row), this.#absoluteEnd({ absoluteExpiresAt, refreshExpiresAt })),
      ),
    }));
  }

  async end(sessionIds: string[]): Promise<void> {
    if (sessionIds.length === 0) return;
    await this.#db.session.deleteMany({ where: { id: { in: sessionIds } } });
    await this.#watch.ended(sessionIds);
  }

  /** Sessions the provider's logout token names: by its session, or all of the person when it names only the person. */
  async endByProvider({
    issuer,
    subject,
    providerSessionId,
  }: {
    issuer: string;
    subject: string | null;
    providerSessionId: string | null;
  }): Promise<{ id: string; username: string; displayName: string; role: Role }[]> {
    const rows = await this.#db.session.findMany({
      where: { issuer, ...(providerSessionId ? { providerSessionId } : {}), ...(subject ? { subject } : {}) },
      select: { id: true, username: true, displayName: true, role: true },
    });
    await this.end(rows.map((row) => row.id));
    return rows.map((row) => ({ ...row, role: asRole(row.role) }));
  }

  /** True the first time a logout token is seen. */
  async acceptLogoutToken({
    issuer,
    jti,
    expiresAt,
  }: {
    issuer: string;
    jti: string;
    expiresAt: Date;
  }): Promise<boolean> {
    const { count } = await this.#db.logoutToken.createMany({
      data: [{ issuer, jti, expiresAt }],
      skipDuplicates: true,
    });
    return count === 1;
  }

  /** Ends what has run out and forgets old logout tokens; also those that hold a stream open without another request. */
  async sweep(): Promise<void> {
    const now = new Date();
    const ended = await this.#db.session.findMany({
      where: {
        OR: [
          { lastSeenAt: { lt: new Date(now.getTime() - this.#limits.idleMs) } },
          { absoluteExpiresAt: { lt: now } },
          { refreshExpiresAt: { lt: now } },
        ],
      },
      select: { id: true },
    });
    await this.end(ended.map((row) => row.id));
    await this.#db.logoutToken.deleteMany({ where: { expiresAt: { lt: now } } });
    const held = this.#watch.held();
    if (held.length === 0) return;
    const living = new Set(
      (await this.#db.session.findMany({ where: { id: { in: held } }, select: { id: true } })).map(
        (row) => row.id,
      ),
    );
    await this.#watch.ended(held.filter((id) => !living.has(id)));
  }

  #idleEnd(row: { lastSeenAt: Date }): number {
    return row.lastSeenAt.getTime() + this.#limits.idleMs;
  }
  /** A session never outlives its refresh token. */
  #absoluteEnd(row: { absoluteExpiresAt: Date; refreshExpiresAt: Date | null }): number {
    return Math.min(row.absoluteExpiresAt.getTime(), row.refreshExpiresAt?.getTime() ?? Infinity);
  }

  #session(row: NonNullable<Awaited<ReturnType<PrismaClient['session']['findUnique']>>>): Session {
    const absolute = this.#absoluteEnd(row);
    return {
      id: row.id,
      userId: row.subject,
      username: row.username,
      displayName: row.displayName,
      role: asRole(row.role),
      fhirUser: row.fhirUser,
      idleExpiresAt: new Date(Math.min(this.#idleEnd(row), absolute)).toISOString(),
      absoluteExpiresAt: new Date(absolute).toISOString(),
      accessToken: () => this.#tokens.accessToken(row),
    };
  }
}

function asRole(text: string): Role {
  const role = roles.find((known) => known === text);
  if (!role) throw new Error('a session has an unknown role');
  return role;
}
