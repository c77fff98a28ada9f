import { createHash } from 'node:crypto';
import { decodeJwt, type JWTPayload } from 'jose';

/** `at_hash` of OpenID Connect Core 3.1.3.6: the left half of the access token's hash, by the algorithm of the ID token. */
export function accessTokenHash(accessToken: string, algorithm: string): string {
  const name = algorithm.startsWith('Ed') || algorithm.endsWith('512') ? 'sha512' : 'sha256';
  const hash = createHash(name).update(accessToken, 'ascii').digest();
  return hash.subarray(0, hash.length / 2).toString('base64url');
}

/** What an access token says of itself, where it is a JWT; not verified. */
export function claimsOf(accessToken: string): JWTPayload | null {
  try {
    return decodeJwt(accessToken);
  } catch {
    return null;
  }
}

/** Whether two tokens speak of the same person and, where both name one, of the same sign-in. */
export const isOfSame = (a: JWTPayload, b: JWTPayload): boolean =>
  a.sub === b.sub && (a['sid'] === undefined || b['sid'] === undefined || a['sid'] === b['sid']);
