import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import type { Credentials } from './account.ts';
import { matchesStored, storedPassword, type StoredPassword } from './passwords.ts';
import type { OidcStore } from './store.ts';

type Kept = Pick<OidcStore, 'credentialsOf' | 'keepCredentials' | 'dropCredentials'>;

const periodSeconds = 30;
/** Clocks differ: the code before and the code after count too (RFC 6238, 5.2). */
const window = 1;
const recoveryCodes = 10;

export class AccountCredentials {
  readonly #store: Kept;
  constructor(store: Kept) {
    this.#store = store;
  }

  /** Undefined: the account has no password of its own. */
  hasOwnPassword(username: string): boolean {
    return this.#store.credentialsOf(username).password !== undefined;
  }
  isTemporary(username: string): boolean {
    return this.#store.credentialsOf(username).isTemporary === true;
  }
  /** Takes as long for a name that has none. */
  passwordMatches(username: string, password: string): Promise<boolean> {
    return matchesStored(this.#store.credentialsOf(username).password, password);
  }
  async setPassword(username: string, password: string): Promise<void> {
    this.keepPassword(username, await storedPassword(password), { isTemporary: false });
  }
  keepPassword(username: string, password: StoredPassword, { isTemporary }: { isTemporary: boolean }): void {
    this.#change(username, { password, isTemporary });
  }

  hasSecondFactor(username: string): boolean {
    return this.#store.credentialsOf(username).totp !== undefined;
  }
  /** Takes a second factor up once its first code is right; gives the recovery codes, which are kept nowhere. */
  enrol(username: string, secret: string, code: string, now = Date.now()): string[] | null {
    const step = stepOf(secret, code, now);
    if (step === null || this.hasSecondFactor(username)) return null;
    const codes = Array.from({ length: recoveryCodes }, newRecoveryCode);
    this.#change(username, { totp: { secret, lastStep: step }, recovery: codes.map(hashOf) });
    return codes;
  }
  /** A code of the authenticator, or one of the recovery codes; each works once. Nothing waits in here, so nothing can slip between. */
  useCode(username: string, text: string, now = Date.now()): boolean {
    const { totp, recovery = [] } = this.#store.credentialsOf(username);
    if (!totp) return false;
    const typed = text.replace(/[\s-]/g, '');
    if (/^\d{6}$/.test(typed)) {
      const step = stepOf(totp.secret, typed, now);
      if (step === null || step <= totp.lastStep) return false;
      this.#change(username, { totp: { ...totp, lastStep: step } });
      return true;
    }
    const left = recovery.filter((hash) => !isSame(hash, hashOf(typed.toUpperCase())));
    if (left.length === recovery.length) return false;
    this.#change(username, { recovery: left });
    return true;
  }

  drop(username: string): void {
    this.#store.dropCredentials(username);
  }

  #change(username: string, change: Credentials): void {
    this.#store.keepCredentials(username, { ...this.#store.credentialsOf(username), ...change });
  }
}

export const newSecret = (): string => new Secret({ size: 20 }).base32;

/** What an authenticator reads: https://github.com/google/google-authenticator/wiki/Key-Uri-Format */
export const authenticatorUri = (username: string, secret: string): string =>
  new TOTP({ issuer: 'KeneyApp', label: username, secret: Secret.fromBase32(secret) }).toString();

/** Which period the code is of; null when it is of none. */
function stepOf(secret: string, code: string, now: number): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const totp = new TOTP({ secret: Secret.fromBase32(secret), period: periodSeconds });
  const delta = totp.validate({ token: code, timestamp: now, window });
  return delta === null ? null : Math.floor(now / 1000 / periodSeconds) + delta;
}

/** 50 bits, in letters and digits that are not mistaken for each other. */
function newRecoveryCode(): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
  return [...randomBytes(10)].map((byte) => letters[byte % 32]).join('');
}
const hashOf = (code: string) => createHash('sha256').update(code).digest('base64');
const isSame = (a: string, b: string) => timingSafeEqual(Buffer.from(a), Buffer.from(b));
