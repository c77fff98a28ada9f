import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import { OidcStore } from './store.ts';

/** Signing keys (private JWKs) and cookie keys of the provider: made once, kept with its data. */
export interface OidcKeys {
  jwks: { keys: JWK[] };
  cookieKeys: string[];
}

export function keysOf(store: OidcStore): OidcKeys {
  const jwk = store.setting('signing-key', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    return JSON.stringify({
      ...privateKey.export({ format: 'jwk' }),
      kid: randomBytes(8).toString('hex'),
      use: 'sig',
      alg: 'RS256',
    });
  });
  const cookieKey = store.setting('cookie-key', () => randomBytes(32).toString('base64url'));
  return { jwks: { keys: [JSON.parse(jwk) as JWK] }, cookieKeys: [cookieKey] };
}
