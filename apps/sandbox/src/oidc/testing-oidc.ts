import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { HttpBrowser } from '@keneyapp/config/http-browser';
import type { OidcClient } from '@keneyapp/config/oidc-flow';
import { freePort, startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import { afterAll, beforeAll } from 'vitest';

export let sandbox: RunningSandbox;
export let client: OidcClient;
/** Where the application would be: receives back-channel logout. */
export const received: string[] = [];
const application = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => {
    body += chunk.toString();
  });
  request.on('end', () => {
    received.push(`${request.url} ${new URLSearchParams(body).get('logout_token') ?? ''}`);
    response.end();
  });
});
beforeAll(async () => {
  const port = await freePort();
  await new Promise<void>((resolve) => application.listen(port, resolve));
  sandbox = await startTestSandbox({ env: { PUBLIC_URL: `http://localhost:${port}`, LOG_LEVEL: 'silent' } });
  client = {
    issuer: sandbox.issuer,
    clientId: 'keneyapp',
    clientSecret: sandbox.env['OIDC_CLIENT_SECRET'] ?? '',
    redirectUri: `${sandbox.env['PUBLIC_URL']}/api/auth/callback/oidc`,
  };
}, 120_000);
afterAll(async () => {
  await sandbox.stop();
  application.closeAllConnections();
  application.close();
});
/** An authorisation request with everything right; tests take something away. */
export function authorize(changes: Record<string, string | null> = {}): { url: URL; verifier: string } {
  const verifier = randomBytes(32).toString('base64url');
  const params: Record<string, string | null> = {
    client_id: 'keneyapp',
    response_type: 'code',
    redirect_uri: client.redirectUri,
    scope: 'openid profile fhirUser user/*.*',
    state: 's',
    nonce: 'n',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...changes,
  };
  const url = new URL(`${sandbox.issuer}/auth`);
  for (const [name, value] of Object.entries(params)) if (value !== null) url.searchParams.set(name, value);
  return { url, verifier };
}
export const atApplication = (next: URL) => next.href.startsWith(sandbox.env['PUBLIC_URL'] ?? '-');
export async function signInPage(browser = new HttpBrowser(), changes: Record<string, string | null> = {}) {
  return browser.follow(authorize(changes).url, {}, atApplication);
}
