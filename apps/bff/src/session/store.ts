// Every statement about sessions in one file: whoever writes such a row marks it, and who ends one says why.
import { randomUUID } from 'node:crypto';
import { roles, type Role } from '../access/roles.ts';
import type { PrismaClient } from '../database/client.ts';
import { hashCookie, newCookieValue } from './cookie.ts';
import { endReasonOf, type Ended, type EndReason } from './end-reasons.ts';
import { activeSessionColumns, type ActiveSession } from './active-session.ts';
import { GrantEndedError, type IdentityProvider, type Person, type TokenSet } from './provider.ts';
import { openTokens, sealTokens, TokenKeeper } from './refresh.ts';
import { isSessionAsWritten, markOfSession, type AlteredRow } from './row-marks.ts';
import { isSameSignIn } from './same-sign-in.ts';
import type { DataCipher } from './data-cipher.ts';
import type { Session } from './session.ts';
import type { SessionWatch } from './watch.ts';

/** A session is not written to more often than this for having been seen. */
const seenEveryMs = 20_000;
/** How long it is known why a session ended: until the next morning's work. */
const keepEndedMs = 12 * 3_600_000;

export interface SessionLimits {
  idleMs: number;
  absoluteMs: number;
  /** Sessions of one person at a time. */
  perPerson: number;
}
/** Where a session is opened from. */
export interface Origin {
  remoteAddress: string;
  userAgent: string | null;
}
interface Options {
  db: PrismaClient;
  cipher: DataCipher;
  provider: IdentityProvider;
  watch: SessionWatch;
  limits: SessionLimits;
  /** What the provider's word that a sign-in is over does not say. */
  reasonAtProvider?: (person: { subject: string; role: string }) => Promise<EndReason>;
  /** A row that somebody made or changed beside us; it is gone already. */
  onAltered: (row: AlteredRow) => Promise<void>;
}

/** Sessions in the database; several processes share them. */
export class SessionStore {
  readonly #db: PrismaClient;
  readonly #cipher: DataCipher;
  readonly #provider: IdentityProvider;
  readonly #watch: SessionWatch;
  readonly #limits: SessionLimits;
  readonly #tokens: TokenKeeper;
  readonly #reasonAtProvider: NonNullable<Options['reasonAtProvider']>;
  readonly #onAltered: Options['onAltered'];

  constructor({ db, cipher, provider, watch, limits, reasonAtProvider, onAltered }: Options) {
    this.#db = db;
    this.#cipher = cipher;
    this.#provider = provider;
    this.#watch = watch;
    this.#limits = limits;
    this.#onAltered = onAltered;
    this.#tokens = new TokenKeeper({ db, cipher, provider, onGrantEnded: (id) => this.#endByGrant(id) });
    this.#reasonAtProvider = reasonAtProvider ?? (async () => 'provider');
  }

  /**
   * Opens a session and gives the cookie's value, which is kept nowhere. The session the browser had before ends (no
   * fixation, no leftovers), or goes on under the new cookie when the same person has signed in afresh. `surplus` are those
   * that ended because the person had more than the limit, the oldest first.
   */
  async create(
    person: Person,
    tokens: TokenSet,
    previousCookie: string | null,
    origin: Origin,
  ): Promise<{ cookie: string; session: Session; surplus: string[] }> {
    const renewed = previousCookie && (await this.#renew(previousCookie, person, tokens, origin));
    if (renewed) return { ...renewed, surplus: [] };
    if (previousCookie) await this.endByCookie(previousCookie, 'replaced');
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
        rowMark: markOfSession(this.#cipher, meaning),
        tokens: sealTokens(this.#cipher, id, tokens),
        accessExpiresAt: tokens.accessExpiresAt,
        refreshExpiresAt: tokens.refreshExpiresAt,
        lastSeenAt: new Date(now),
        ...origin,
      },
    });
    return { cookie, session: this.#session(row), surplus: await this.#endSurplus(person) };
  }

  /**
   * A fresh sign-in of the same person in the same browser: what is open stays open, under a new cookie and the new tokens.
   * The tokens before belong to the same sign-in at the provider; to revoke them would end the new ones too (RFC 7009, 2.1).
   */
  async #renew(
    previousCookie: string,
    person: Person,
    tokens: TokenSet,
    origin: Origin,
  ): Promise<{ cookie: string; session: Session } | null> {
    const before = await this.#db.session.findUnique({ where: { cookieHash: hashCookie(previousCookie) } });
    const now = Date.now();
    if (!before || now >= this.#idleEnd(before) || now >= this.#absoluteEnd(before)) return null;
    if (!isSameSignIn(before, person)) return null;
    const cookie = newCookieValue(),
      { id } = before;
    const meaning = {
      id,
      cookieHash: hashCookie(cookie),
      ...person,
      absoluteExpiresAt: new Date(now + this.#limits.absoluteMs),
    };
    const { count } = await this.#db.session.updateMany({
      where: { id, cookieHash: before.cookieHash },
      data: {
        ...meaning,
        rowMark: markOfSession(this.#cipher, meaning),
        tokens: sealTokens(this.#cipher, id, tokens),
        accessExpiresAt: tokens.accessExpiresAt,
        refreshExpiresAt: tokens.refreshExpiresAt,
        tokenVersion: { increment: 1 },
        leaseUntil: null,
        lastSeenAt: new Date(now),
        ...origin,
      },
    });
    const row = count === 1 ? await this.#db.session.findUnique({ where: { id } }) : null;
    return row && { cookie, session: this.#session(row) };
  }

  /** Counted after the new one is there: of several that sign in at once, none slips by. */
  async #endSurplus({ issuer, subject }: Person): Promise<string[]> {
    const surplus = await this.#db.session.findMany({
      where: { issuer, subject },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      skip: this.#limits.perPerson,
      select: { id: true },
    });
    for (const { id } of surplus) await this.endOne(id, 'surplus');
    return surplus.map(({ id }) => id).reverse();
  }

  /** The living session of a cookie. `touch` says that the person did something; a clock that only looks must not. */
  async find(cookie: string, { touch }: { touch: boolean }): Promise<Session | null> {
    const row = await this.#db.session.findUnique({ where: { cookieHash: hashCookie(cookie) } });
    if (!row) return null;
    if (!isSessionAsWritten(this.#cipher, row)) {
      await this.end([row.id], 'provider');
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
    const over = this.#ranOut(row, now);
    if (over) {
      await this.end([row.id], over);
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
    return row ? openTokens(this.#cipher, row).refreshToken : null;
  }

  /** A valid access token of a session that lives, for work begun in its name; null when it is over. Does not keep it alive. */
  async tokenOf(sessionId: string): Promise<string | null> {
    const row = await this.#db.session.findUnique({ where: { id: sessionId } });
    if (!row || !isSessionAsWritten(this.#cipher, row) || this.#ranOut(row, Date.now())) return null;
    try {
      return await this.#tokens.accessToken(row);
    } catch (error) {
      if (error instanceof GrantEndedError) return null;
      throw error;
    }
  }

  async endByCookie(cookie: string, reason: EndReason): Promise<void> {
    const row = await this.#db.session.findUnique({
      where: { cookieHash: hashCookie(cookie) },
      select: { id: true },
    });
    if (row) await this.endOne(row.id, reason);
  }

  /** Ends a session in every process, and what the provider gave for it. */
  async endOne(sessionId: string, reason: EndReason): Promise<void> {
    const refreshToken = await this.refreshTokenOf(sessionId);
    await this.end([sessionId], reason);
    if (refreshToken) await this.#provider.revoke(refreshToken).catch(() => undefined); // ours is over either way
  }

  /** Sessions that have not run out, last seen first; or the one of this id, or those of this person. */
  async active({
    limit = 1,
    id,
    of,
  }: {
    limit?: number;
    id?: string;
    of?: { issuer: string; subject: string };
  }): Promise<ActiveSession[]> {
    const now = new Date();
    const rows = await this.#db.session.findMany({
      where: {
        ...(id === undefined ? {} : { id }),
        ...of,
        lastSeenAt: { gt: new Date(now.getTime() - this.#limits.idleMs) },
        absoluteExpiresAt: { gt: now },
        OR: [{ refreshExpiresAt: null }, { refreshExpiresAt: { gt: now } }],
      },
      orderBy: { lastSeenAt: 'desc' },
      take: limit,
      select: activeSessionColumns,
    });
    return rows.map(({ absoluteExpiresAt, refreshExpiresAt, ...row }) => ({
      ...row,
      endsAt: new Date(
        Math.min(this.#idleEnd(row), this.#absoluteEnd({ absoluteExpiresAt, refreshExpiresAt })),
      ),
    }));
  }

  /** In one statement, so that of two who end a session the first one's reason stands, or what was announced. */
  async end(sessionIds: string[], reason: EndReason): Promise<void> {
    if (sessionIds.length === 0) return;
    const rows = await this.#db.$queryRaw<{ id: string; reason: string }[]>`
      WITH gone AS (DELETE FROM session WHERE id = ANY(${sessionIds}::uuid[]) RETURNING id, cookie_hash, ending_reason)
      INSERT INTO ended_session (cookie_hash, session_id, reason, ended_at)
      SELECT cookie_hash, id, COALESCE(ending_reason, ${reason}), now() AT TIME ZONE 'UTC' FROM gone
      ON CONFLICT DO NOTHING RETURNING session_id::text AS id, reason`;
    await this.#watch.ended(rows.map((row) => ({ id: row.id, reason: endReasonOf(row.reason) })));
  }

  /** Why the session of this cookie ended; null when nobody knows (any more). */
  async endedBy(cookie: string): Promise<EndReason | null> {
    const row = await this.#db.endedSession.findUnique({ where: { cookieHash: hashCookie(cookie) } });
    return row && endReasonOf(row.reason);
  }

  /** Before an account is changed: the provider may end the sessions before we do, and knows no reason. `null` takes it back. */
  async announceEnd(of: { issuer: string; subject: string }, reason: EndReason | null): Promise<void> {
    await this.#db.session.updateMany({ where: of, data: { endingReason: reason } });
  }

  /**
   * Sessions the provider's logout token names: by its session, or all of the person when it names only the person.
   * @param reason known to whoever asks; without it the directory is asked
   */
  async endByProvider(
    {
      issuer,
      subject,
      providerSessionId,
    }: { issuer: string; subject: string | null; providerSessionId: string | null },
    reason?: EndReason,
  ): Promise<{ id: string; username: string; displayName: string; role: Role }[]> {
    const rows = await this.#db.session.findMany({
      where: { issuer, ...(providerSessionId ? { providerSessionId } : {}), ...(subject ? { subject } : {}) },
      select: { id: true, subject: true, username: true, displayName: true, role: true, endingReason: true },
    });
    const [first] = rows;
    // a token names one person
    if (first)
      await this.end(
        rows.map((row) => row.id),
        reason ?? (first.endingReason ? 'provider' : await this.#reasonAtProvider(first)),
      );
    return rows.map(({ id, username, displayName, role }) => ({
      id,
      username,
      displayName,
      role: asRole(role),
    }));
  }

  async #endByGrant(id: string): Promise<void> {
    const row = await this.#db.session.findUnique({ where: { id }, select: { subject: true, role: true } });
    if (row) await this.end([id], await this.#reasonAtProvider(row));
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

  /** Ends what has run out and forgets what is old; also those that hold a stream open without another request. */
  async sweep(): Promise<void> {
    const now = new Date();
    const over = await this.#db.session.findMany({
      where: {
        OR: [
          { lastSeenAt: { lt: new Date(now.getTime() - this.#limits.idleMs) } },
          { absoluteExpiresAt: { lt: now } },
          { refreshExpiresAt: { lt: now } },
        ],
      },
      select: { id: true, lastSeenAt: true, absoluteExpiresAt: true, refreshExpiresAt: true },
    });
    for (const reason of ['limit', 'idle'] as const)
      await this.end(
        over.filter((row) => (this.#ranOut(row, now.getTime()) ?? 'idle') === reason).map((row) => row.id),
        reason,
      );
    await this.#db.logoutToken.deleteMany({ where: { expiresAt: { lt: now } } });
    await this.#db.endedSession.deleteMany({
      where: { endedAt: { lt: new Date(now.getTime() - keepEndedMs) } },
    });
    await this.#watch.ended(await this.#overAmong(this.#watch.held()));
  }

  /** Those of these sessions that are no more: another process ended them, and its message did not come. */
  async #overAmong(ids: string[]): Promise<Ended[]> {
    if (ids.length === 0) return [];
    const living = await this.#db.session.findMany({ where: { id: { in: ids } }, select: { id: true } });
    const known = new Set(living.map((row) => row.id));
    const over = ids.filter((id) => !known.has(id));
    if (over.length === 0) return [];
    const ended = await this.#db.endedSession.findMany({ where: { sessionId: { in: over } } });
    const reasons = new Map(ended.map((row) => [row.sessionId, row.reason]));
    return over.map((id) => ({ id, reason: endReasonOf(reasons.get(id) ?? null) }));
  }

  /** Why it is over by the clock; null while it lasts. */
  #ranOut(
    row: { lastSeenAt: Date; absoluteExpiresAt: Date; refreshExpiresAt: Date | null },
    now: number,
  ): 'idle' | 'limit' | null {
    if (now >= this.#absoluteEnd(row)) return 'limit';
    return now >= this.#idleEnd(row) ? 'idle' : null;
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
      authenticatedAt: row.authenticatedAt,
      accessToken: () => this.#tokens.accessToken(row),
    };
  }
}

function asRole(text: string): Role {
  const role = roles.find((known) => known === text);
  if (!role) throw new Error('a session has an unknown role');
  return role;
}
