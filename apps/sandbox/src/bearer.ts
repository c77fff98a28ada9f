import { createHash } from 'node:crypto';
import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { audiencesOf, serviceScopes } from './oidc/provider.ts';
import { keysOf } from './oidc/keys.ts';
import { OidcStore } from './oidc/store.ts';
import type { SandboxOptions } from './options.ts';

/** Who calls an embedded server. `roles` is `['system']` for the background client; `fhirUser` null for it. */
export interface Caller {
  sub: string;
  clientId: string;
  roles: string[];
  fhirUser: string | null;
  scope: string[];
}

declare module 'fastify' {
  interface FastifyRequest {
    caller?: Caller;
  }
}

/**
 * An `onRequest` hook that lets through only requests with a valid access token of the embedded provider: signature by
 * its own keys, issuer, audience (the stack or this server), expiry, type. Verified tokens are remembered by hash until
 * they expire. Refuses with 401 and `WWW-Authenticate`, in the words of `refuse` (an OperationOutcome if not given).
 */
export function bearerHook(
  options: SandboxOptions,
  server: 'fhir' | 'dicom-web' | 'scim',
  refuse: Refuse = withOutcome,
) {
  const audience = audiencesOf(options.baseUrl).filter(
    (a) => a === options.baseUrl || a.endsWith(`/${server}`),
  );
  const keySet = publicKeys(options);
  const defaults = serviceScopes(options.env);
  const known = new Map<string, { caller: Caller; until: number }>();

  async function callerOf(token: string): Promise<Caller> {
    const hash = createHash('sha256').update(token).digest('base64');
    const cached = known.get(hash);
    if (cached && cached.until > Date.now()) return cached.caller;
    const { payload } = await jwtVerify(token, keySet, {
      issuer: options.issuer,
      audience,
      algorithms: ['RS256'],
      typ: 'at+jwt',
      requiredClaims: ['sub', 'exp', 'client_id'],
    });
    const caller = asCaller(payload, defaults);
    if (known.size >= 5_000)
      for (const [key, entry] of known)
        if (entry.until < Date.now() || known.size >= 5_000) known.delete(key);
    known.set(hash, { caller, until: (payload.exp ?? 0) * 1000 });
    return caller;
  }

  return async (request: FastifyRequest, reply: FastifyReply) => {
    const token = /^Bearer ([\w.~+/-]+=*)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return refuse(reply, 'Bearer', 'a bearer token is required');
    try {
      request.caller = await callerOf(token);
    } catch {
      return refuse(reply, 'Bearer error="invalid_token"', 'the bearer token is not valid');
    }
  };
}

function asCaller(payload: JWTPayload, defaults: Readonly<Record<string, string>>): Caller {
  const { roles, fhirUser, scope, client_id: clientId } = payload;
  return {
    sub: String(payload.sub),
    clientId: String(clientId),
    roles: Array.isArray(roles) ? roles.filter((r): r is string => typeof r === 'string') : [],
    fhirUser: typeof fhirUser === 'string' ? fhirUser : null,
    scope: (typeof scope === 'string' ? scope : (defaults[String(clientId)] ?? '')).split(' '),
  };
}

export type Refuse = (reply: FastifyReply, challenge: string, diagnostics: string) => Promise<FastifyReply>;

async function withOutcome(
  reply: FastifyReply,
  challenge: string,
  diagnostics: string,
): Promise<FastifyReply> {
  return reply
    .code(401)
    .header('www-authenticate', challenge)
    .type('application/fhir+json; charset=utf-8')
    .send(
      JSON.stringify({
        resourceType: 'OperationOutcome',
        issue: [{ severity: 'error', code: 'login', diagnostics }],
      }),
    );
}

/** The verifying half of the provider's keys. */
function publicKeys({ env }: SandboxOptions) {
  const store = new OidcStore(path.join(env.SANDBOX_DATA, 'oidc'));
  try {
    const keys = keysOf(store).jwks.keys.map(({ kty, n, e, kid, alg, use }) => ({
      kty,
      n,
      e,
      kid,
      alg,
      use,
    }));
    return createLocalJWKSet({ keys } as JSONWebKeySet);
  } finally {
    store.close();
  }
}
