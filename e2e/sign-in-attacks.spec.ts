import { HttpBrowser } from '../packages/config/src/http-browser.ts';
import { signInAtProvider } from '../packages/config/src/oidc-flow.ts';
import { expect, test } from './fixtures.ts';

/** The callback of sign-in and what lies around it, spoken to as a browser would, with the parts exchanged that an attacker would exchange. */

const session = (browser: HttpBrowser) =>
  browser.cookie('keneya-session') ?? browser.cookie('__Host-keneya-session');

/** Starts a sign-in and gives the address of the provider. */
async function start(browser: HttpBrowser, publicUrl: string, callbackUrl = '/patients'): Promise<URL> {
  const { csrfToken } = (await (await browser.fetch(`${publicUrl}/api/auth/csrf`)).json()) as {
    csrfToken: string;
  };
  const response = await browser.fetch(`${publicUrl}/api/auth/signin/oidc`, {
    method: 'POST',
    headers: { origin: publicUrl, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ csrfToken, callbackUrl, json: 'true' }).toString(),
  });
  return new URL(((await response.json()) as { url: string }).url);
}

/** …and signs in there, up to the callback, which is given but not called. */
async function callback(browser: HttpBrowser, publicUrl: string, callbackUrl?: string): Promise<URL> {
  const address = await start(browser, publicUrl, callbackUrl);
  const { next } = await signInAtProvider(
    browser,
    await browser.follow(address),
    'medecin',
    'demo',
    publicUrl,
  );
  if (!next) throw new Error('the provider did not send us back');
  return next;
}

/** The callback ends before our door, with the reason. */
async function refused(browser: HttpBrowser, address: URL): Promise<void> {
  const { url } = await browser.follow(address);
  expect(url.pathname).toBe('/sign-in');
  expect(url.searchParams.get('error')).toBe('expired');
}

test('a callback works for the browser that began, and once', async ({ stack: { publicUrl } }) => {
  const browser = new HttpBrowser();
  const address = await callback(browser, publicUrl);
  const done = await browser.fetch(address);
  expect(done.headers.get('location')).toBe(`${publicUrl}/patients`);
  expect(session(browser)).toMatch(/^[\w-]{43}$/);
  await refused(browser, address);
});

test('a callback of somebody else’s sign-in signs nobody in (login CSRF)', async ({
  stack: { publicUrl },
}) => {
  const [attacker, fresh, busy] = [new HttpBrowser(), new HttpBrowser(), new HttpBrowser()];
  const theirs = await callback(attacker, publicUrl);
  await fresh.fetch(theirs);
  expect(session(fresh)).toBeUndefined();
  await start(busy, publicUrl); // has cookies of a sign-in of its own under way
  await refused(busy, theirs);
  expect(session(busy)).toBeUndefined();
});

for (const part of ['state', 'iss', 'code'] as const) {
  test(`a callback with another ${part} is refused`, async ({ stack: { publicUrl } }) => {
    const [browser, other] = [new HttpBrowser(), new HttpBrowser()];
    const [address, foreign] = [await callback(browser, publicUrl), await callback(other, publicUrl)];
    address.searchParams.set(
      part,
      part === 'iss' ? 'https://evil.example' : (foreign.searchParams.get(part) ?? ''),
    );
    await refused(browser, address);
    expect(session(browser)).toBeUndefined();
  });
}

for (const cookie of ['keneya-nonce', 'keneya-pkce', 'keneya-state']) {
  test(`a callback with the ${cookie} cookie of another sign-in is refused`, async ({
    stack: { publicUrl },
  }) => {
    const [browser, other] = [new HttpBrowser(), new HttpBrowser()];
    const address = await callback(browser, publicUrl);
    await start(other, publicUrl);
    const name = publicUrl.startsWith('https:') ? `__Host-${cookie}` : cookie,
      foreign = other.cookie(name);
    expect(foreign).toBeTruthy();
    browser.setCookie(address.hostname, name, foreign ?? '');
    await refused(browser, address);
    expect(session(browser)).toBeUndefined();
  });
}

for (const wish of [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  '/api/auth/signin',
]) {
  test(`sign-in does not lead to ${wish}`, async ({ stack: { publicUrl } }) => {
    const browser = new HttpBrowser();
    const done = await browser.fetch(await callback(browser, publicUrl, wish));
    expect(done.headers.get('location')).toBe(`${publicUrl}/`);
    const page = await new HttpBrowser().fetch(
      `${publicUrl}/sign-in?callbackUrl=${encodeURIComponent(wish)}`,
    );
    // as the page's own data writes it, inside a string of a script
    expect(await page.text()).toContain(String.raw`\"to\":\"/\"`);
  });
}

test('a sign-in cannot be started from elsewhere, nor without next-auth’s token', async ({
  stack: { publicUrl },
}) => {
  const browser = new HttpBrowser();
  await browser.fetch(`${publicUrl}/api/auth/csrf`);
  const post = (headers: Record<string, string>) =>
    browser.fetch(`${publicUrl}/api/auth/signin/oidc`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: 'csrfToken=guess&json=true',
    });
  expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
  const answer = (await (await post({ origin: publicUrl })).json()) as { url: string };
  expect(answer.url).toMatch(new RegExp(`^${publicUrl}/`)); // and not the provider's
});

test('next-auth’s own session and sign-out are closed: a BFF that is away costs nobody their session', async ({
  stack: { publicUrl },
}) => {
  for (const path of ['session', 'signout', '_log', 'verify-request'])
    expect((await fetch(`${publicUrl}/api/auth/${path}`)).status, path).toBe(404);
  expect(
    (await fetch(`${publicUrl}/api/auth/signout`, { method: 'POST', headers: { origin: publicUrl } })).status,
  ).toBe(404);
});
