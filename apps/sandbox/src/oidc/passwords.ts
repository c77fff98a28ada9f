import { randomBytes, scrypt as scryptWithCallback, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const scrypt = promisify<Buffer, Buffer, number, Buffer>(scryptWithCallback as never);

/** A password of an account's own; those of the demonstration have none. Base64. */
export interface StoredPassword {
  salt: string;
  hash: string;
}
/** Compared with where there is none, so that the answer takes as long. */
const nobodys: StoredPassword = {
  salt: randomBytes(16).toString('base64'),
  hash: randomBytes(32).toString('base64'),
};

const derived = (password: string, salt: string) =>
  scrypt(Buffer.from(password.normalize('NFKC')), Buffer.from(salt, 'base64'), 32);

export async function storedPassword(password: string): Promise<StoredPassword> {
  const salt = randomBytes(16).toString('base64');
  return { salt, hash: (await derived(password, salt)).toString('base64') };
}

export async function matchesStored(stored: StoredPassword | undefined, password: string): Promise<boolean> {
  const { salt, hash } = stored ?? nobodys;
  const isEqual = timingSafeEqual(await derived(password, salt), Buffer.from(hash, 'base64'));
  return isEqual && stored !== undefined;
}

export type PasswordProblem = 'short' | 'long' | 'name' | 'common' | 'same';

/**
 * What CNIL (deliberation 2022-100) and ANSSI ask of a password where tries are slowed: twelve characters, nothing that
 * can be guessed from the account, none of the usual ones. No rule of capitals and digits, no expiry.
 */
export function passwordProblem(
  password: string,
  account: { username: string; family: string; given: string },
): PasswordProblem | null {
  const text = password.normalize('NFKC'),
    folded = text.toLowerCase();
  if ([...text].length < 12) return 'short';
  if (text.length > 128) return 'long';
  const names = [account.username, account.family, account.given].filter((name) => name.length >= 4);
  if (names.some((name) => folded.includes(name.toLowerCase()))) return 'name';
  // one or two characters or a run of the keyboard, however often it is repeated
  if (new Set(folded).size < 5 || runs.some((run) => folded.includes(run))) return 'common';
  return null;
}
const runs = ['motdepasse', 'password', 'azertyuiop', 'qwertyuiop', '1234567890', '0123456789', 'abcdefghij'];
