import { setTimeout as pause } from 'node:timers/promises';
import type { APIRequest, APIRequestContext, APIResponse, BrowserContext } from '@playwright/test';
import { password } from './accounts.ts';
import type { StackUnderTest } from './stack.ts';

export type StorageState = Awaited<ReturnType<BrowserContext['storageState']>>;

/**
 * The cookies of a person who signed in as the browser does it (our own door, the provider's form, the callback), without
 * drawing a page. What sign-in looks like is tested where it is tested; elsewhere it only has to have happened.
 */
export async function signedInState(
  request: APIRequest,
  { publicUrl }: StackUnderTest,
  username: string,
  userAgent: string,
): Promise<StorageState> {
  const http = await request.newContext({ baseURL: publicUrl, ignoreHTTPSErrors: true, userAgent });
  try {
    const { csrfToken } = (await (await http.get('/api/auth/csrf')).json()) as { csrfToken: string };
    const started = await http.post('/api/auth/signin/oidc', {
      headers: { origin: publicUrl },
      form: { csrfToken, callbackUrl: '/sign-in', json: 'true' },
    });
    const { url } = (await started.json()) as { url: string };
    let page = await http.get(url);
    // Keycloak lets an account sign in once at a time and shows its form again to the second, at once: the first needs its time
    for (let tries = 0; !isOver(page, publicUrl) && tries < 6; tries += 1) {
      await pause(tries * 400);
      page = await fillIn(http, page, username);
    }
    const state = await http.storageState();
    const session = await http.get('/bff/session', { headers: { 'x-keneya-request': '1' } });
    if (!session.ok())
      throw new Error(`${username} could not sign in: ${page.status()} at ${new URL(page.url()).pathname}`);
    return state;
  } finally {
    await http.dispose();
  }
}

const isOver = (page: APIResponse, publicUrl: string) => page.url().startsWith(`${publicUrl}/`);

async function fillIn(http: APIRequestContext, page: APIResponse, username: string): Promise<APIResponse> {
  const action = /<form[^>]*action="([^"]+)"/.exec(await page.text())?.[1]?.replaceAll(/&(#38|amp);/g, '&');
  if (!action) throw new Error(`no sign-in form at ${new URL(page.url()).pathname} (${page.status()})`);
  return http.post(new URL(action, page.url()).href, {
    headers: { origin: new URL(page.url()).origin },
    form: { username, password, answer: 'sign-in' },
  });
}
