import { newSecret, type AccountCredentials } from './credentials.ts';
import type { Account } from './account.ts';

/** What is still asked of somebody whose password was right. */
export type Step =
  | { kind: 'password' }
  | { kind: 'enrol'; secret: string }
  | { kind: 'recovery'; codes: readonly string[] }
  | { kind: 'code' }
  | { kind: 'done'; hasSecondFactor: boolean };

/** As long as an interaction lasts. */
const lifeMs = 20 * 60_000;

interface UnderWay {
  username: string;
  secret: string;
  codes: readonly string[] | null;
  hasSecondFactor: boolean;
  until: number;
}

/**
 * Sign-ins between the password and their end, by the interaction they belong to, whose cookie binds them to a browser. In
 * memory: after a restart the password is asked for again.
 */
export class SignIns {
  readonly #underWay = new Map<string, UnderWay>();
  readonly #credentials: AccountCredentials;
  readonly #isAskedForMore: (account: Account) => boolean;
  constructor(credentials: AccountCredentials, isAskedForMore: (account: Account) => boolean) {
    this.#credentials = credentials;
    this.#isAskedForMore = isAskedForMore;
  }

  passwordWasRight(uid: string, username: string, now = Date.now()): void {
    for (const [other, { until }] of this.#underWay) if (until < now) this.#underWay.delete(other);
    this.#underWay.set(uid, {
      username,
      secret: newSecret(),
      codes: null,
      hasSecondFactor: false,
      until: now + lifeMs,
    });
  }

  usernameOf(uid: string, now = Date.now()): string | null {
    const one = this.#underWay.get(uid);
    return one && one.until > now ? one.username : null;
  }

  /** What comes next, as the account is now. */
  next(uid: string, account: Account): Step {
    const one = this.#underWay.get(uid);
    // somebody else's password may have been typed meanwhile, and their second factor is theirs
    if (one?.username !== account.username) throw new Error('no sign-in of this account under way');
    if (this.#credentials.isTemporary(account.username)) return { kind: 'password' };
    if (one.codes) return { kind: 'recovery', codes: one.codes };
    if (one.hasSecondFactor || !this.#isAskedForMore(account))
      return { kind: 'done', hasSecondFactor: one.hasSecondFactor };
    return this.#credentials.hasSecondFactor(account.username)
      ? { kind: 'code' }
      : { kind: 'enrol', secret: one.secret };
  }

  enrol(uid: string, code: string): boolean {
    const one = this.#underWay.get(uid);
    const codes = one && this.#credentials.enrol(one.username, one.secret, code);
    if (!one || !codes) return false;
    this.#underWay.set(uid, { ...one, codes, hasSecondFactor: true });
    return true;
  }
  useCode(uid: string, code: string): boolean {
    const one = this.#underWay.get(uid);
    if (!one || !this.#credentials.useCode(one.username, code)) return false;
    this.#underWay.set(uid, { ...one, hasSecondFactor: true });
    return true;
  }
  /** The recovery codes were seen. */
  noted(uid: string): void {
    const one = this.#underWay.get(uid);
    if (one) this.#underWay.set(uid, { ...one, codes: null });
  }
  over(uid: string): void {
    this.#underWay.delete(uid);
  }
}
