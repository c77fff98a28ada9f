import type { PrismaClient } from '../database/client.ts';
import { GrantEndedError, ProviderAwayError, type IdentityProvider, type TokenSet } from './provider.ts';
import type { DataCipher } from './data-cipher.ts';

/** Tokens are renewed when they have less than this left. */
const marginMs = 30_000;
/** Longer than a refresh may take; a process that dies in the middle blocks the session no longer than this. */
const leaseMs = 15_000;
const waitMs = 60;
const giveUpMs = 12_000;

/** What is sealed in the `tokens` column. */
export interface StoredTokens {
  accessToken: string;
  refreshToken: string | null;
}
export interface TokenRow {
  id: string;
  tokens: Uint8Array;
  accessExpiresAt: Date;
  tokenVersion: number;
  subject: string;
}

export const tokensContext = (sessionId: string) => `session:${sessionId}`;
export const sealTokens = (cipher: DataCipher, id: string, { accessToken, refreshToken }: TokenSet) =>
  cipher.encrypt(JSON.stringify({ accessToken, refreshToken } satisfies StoredTokens), tokensContext(id));
export const openTokens = (cipher: DataCipher, row: Pick<TokenRow, 'id' | 'tokens'>) =>
  JSON.parse(cipher.decrypt(row.tokens, tokensContext(row.id))) as StoredTokens;

/**
 * Access tokens of sessions, renewed once however many ask: one promise per session in this process, one lease row
 * between processes. A provider that rotates refresh tokens revokes the whole grant when one is used twice.
 */
export class TokenKeeper {
  readonly #db: PrismaClient;
  readonly #cipher: DataCipher;
  readonly #provider: Pick<IdentityProvider, 'refresh'>;
  readonly #running = new Map<string, Promise<string>>();
  readonly #onGrantEnded: (sessionId: string) => Promise<void>;

  constructor(options: {
    db: PrismaClient;
    cipher: DataCipher;
    provider: Pick<IdentityProvider, 'refresh'>;
    onGrantEnded: (sessionId: string) => Promise<void>;
  }) {
    this.#db = options.db;
    this.#cipher = options.cipher;
    this.#provider = options.provider;
    this.#onGrantEnded = options.onGrantEnded;
  }

  /** A valid access token. Throws GrantEndedError (the session is gone then) or ProviderAwayError. */
  async accessToken(row: TokenRow): Promise<string> {
    if (row.accessExpiresAt.getTime() - marginMs > Date.now())
      return openTokens(this.#cipher, row).accessToken;
    const running = this.#running.get(row.id);
    if (running) return running;
    const started = this.#renew(row).finally(() => this.#running.delete(row.id));
    this.#running.set(row.id, started);
    return started;
  }

  async #renew(seen: TokenRow): Promise<string> {
    const deadline = Date.now() + giveUpMs;
    while (Date.now() < deadline) {
      const row = await this.#db.session.findUnique({
        where: { id: seen.id },
        select: { id: true, tokens: true, accessExpiresAt: true, tokenVersion: true, subject: true },
      });
      if (!row) throw new GrantEndedError();
      if (row.accessExpiresAt.getTime() - marginMs > Date.now())
        return openTokens(this.#cipher, row).accessToken; // another process was quicker
      if (await this.#takeLease(row)) return this.#renewUnderLease(row);
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
    throw new ProviderAwayError('another process did not finish the refresh');
  }

  /** Times are the database's own, so that clocks of several hosts need not agree. */
  async #takeLease(row: TokenRow): Promise<boolean> {
    const taken = await this.#db
      .$executeRaw`UPDATE session SET lease_until = (now() AT TIME ZONE 'UTC') + make_interval(secs => ${leaseMs / 1000}::float8)
      WHERE id = ${row.id}::uuid AND token_version = ${row.tokenVersion} AND (lease_until IS NULL OR lease_until < (now() AT TIME ZONE 'UTC'))`;
    return taken === 1;
  }

  async #renewUnderLease(row: TokenRow): Promise<string> {
    const { refreshToken, accessToken } = openTokens(this.#cipher, row);
    try {
      if (!refreshToken) throw new GrantEndedError();
      const renewed = await this.#provider.refresh(refreshToken, row.subject);
      const { count } = await this.#db.session.updateMany({
        where: { id: row.id, tokenVersion: row.tokenVersion },
        data: {
          tokens: sealTokens(this.#cipher, row.id, renewed),
          accessExpiresAt: renewed.accessExpiresAt,
          refreshExpiresAt: renewed.refreshExpiresAt,
          tokenVersion: { increment: 1 },
          leaseUntil: null,
        },
      });
      if (count === 0) throw new GrantEndedError(); // signed out meanwhile
      return renewed.accessToken;
    } catch (error) {
      if (error instanceof GrantEndedError) {
        const renewed = await this.#signedInAfresh(row);
        if (renewed) return renewed;
        await this.#onGrantEnded(row.id);
        throw error;
      }
      await this.#db.session.updateMany({
        where: { id: row.id, tokenVersion: row.tokenVersion },
        data: { leaseUntil: null },
      });
      if (row.accessExpiresAt.getTime() > Date.now() + 2_000) return accessToken; // still good for this request; the next one tries again
      throw error;
    }
  }

  /** While the old token was being refreshed the person signed in again: the session goes on with the new ones. */
  async #signedInAfresh(seen: TokenRow): Promise<string | null> {
    const row = await this.#db.session.findUnique({
      where: { id: seen.id },
      select: { id: true, tokens: true, accessExpiresAt: true, tokenVersion: true },
    });
    const isNew = row && row.tokenVersion > seen.tokenVersion && row.accessExpiresAt.getTime() > Date.now();
    return isNew ? openTokens(this.#cipher, row).accessToken : null;
  }
}
