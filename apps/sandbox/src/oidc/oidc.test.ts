import { HttpBrowser } from '@keneyapp/config/http-browser';
import { codeFlow, discover, submitSignIn, tokenRequest } from '@keneyapp/config/oidc-flow';
import { sandboxSystemToken } from '@keneyapp/config/testing';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  decodeJwt,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  UnsecuredJWT,
} from 'jose';
import { describe, expect, test } from 'vitest';
import { sandbox, client, received, authorize, atApplication, signInPage } from './testing-oidc.ts';

describe('the code flow', () => {
  test('gives an ID token with who and which role, and a JWT access token for the embedded servers', async () => {
    const tokens = await codeFlow(client, 'patient');
    const keys = createRemoteJWKSet(new URL((await discover(sandbox.issuer))['jwks_uri'] ?? ''));
    const { payload: id } = await jwtVerify(tokens.id_token, keys, {
      issuer: sandbox.issuer,
      audience: 'keneyapp',
    });
    expect(id).toMatchObject({
      sub: 'patient',
      name: 'Jeanne Durand',
      roles: ['patient'],
      fhirUser: 'Patient/pat-demo',
      nonce: tokens.nonce,
      sid: expect.any(String) as string,
    });
    const { payload: access, protectedHeader } = await jwtVerify(tokens.access_token, keys, {
      issuer: sandbox.issuer,
      audience: sandbox.baseUrl,
    });
    expect(protectedHeader.typ).toBe('at+jwt');
    expect(access).toMatchObject({
      sub: 'patient',
      roles: ['patient'],
      fhirUser: 'Patient/pat-demo',
      client_id: 'keneyapp',
      scope: 'user/*.*',
    });
    expect((access.exp ?? 0) - (access.iat ?? 0)).toBe(300);
  });

  test.each<[string, Record<string, string | null>]>([
    ['no PKCE', { code_challenge: null, code_challenge_method: null }],
    ['plain PKCE', { code_challenge_method: 'plain' }],
    ['the implicit flow', { response_type: 'token' }],
    ['another server as resource', { resource: 'https://evil.example/fhir' }],
  ])('is refused with %s', async (_name, changes) => {
    const { next } = await signInPage(new HttpBrowser(), changes);
    expect(next?.searchParams.get('error') ?? new URLSearchParams(next?.hash.slice(1)).get('error')).toMatch(
      /^(invalid_request|unsupported_response_type|unauthorized_client|invalid_target)$/,
    );
  });

  test('sends nobody to an address that is not registered', async () => {
    const { response, next } = await signInPage(new HttpBrowser(), {
      redirect_uri: 'https://evil.example/callback',
    });
    expect(next).toBeNull();
    expect(response.status).toBe(400);
  });

  test('a code works once, with its own verifier and address; used twice it ends what it gave', async () => {
    const browser = new HttpBrowser();
    const { url, verifier } = authorize();
    const { next } = await submitSignIn(
      browser,
      await browser.follow(url),
      'medecin',
      'demo',
      client.redirectUri,
    );
    const code = next?.searchParams.get('code') ?? '';
    const exchange = (changes: Record<string, string> = {}) =>
      tokenRequest(client, {
        grant_type: 'authorization_code',
        code,
        redirect_uri: client.redirectUri,
        code_verifier: verifier,
        ...changes,
      });
    expect((await exchange({ code_verifier: 'A'.repeat(43) })).status).toBe(400);
    const { next: again } = await browser.follow(authorize({ prompt: null }).url, {}, atApplication); // signed in already: a new code at once
    expect(again?.searchParams.get('iss')).toBe(sandbox.issuer);
    const second = authorize();
    const { next: fresh } = await browser.follow(second.url, {}, atApplication);
    const freshCode = fresh?.searchParams.get('code') ?? '';
    const ask = () =>
      tokenRequest(client, {
        grant_type: 'authorization_code',
        code: freshCode,
        redirect_uri: client.redirectUri,
        code_verifier: second.verifier,
      });
    const tokens = (await (await ask()).json()) as { refresh_token: string };
    expect(tokens.refresh_token).toBeTruthy();
    expect((await ask()).status).toBe(400);
    expect(
      (await tokenRequest(client, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }))
        .status,
    ).toBe(400);
  });

  test('refresh tokens rotate; one used twice ends the grant', async () => {
    const { refresh_token: first } = await codeFlow(client, 'medecin');
    const refresh = (token: string) =>
      tokenRequest(client, { grant_type: 'refresh_token', refresh_token: token });
    const { refresh_token: second } = (await (await refresh(first)).json()) as { refresh_token: string };
    expect(second).not.toBe(first);
    expect((await refresh(first)).status).toBe(400);
    expect((await refresh(second)).status).toBe(400);
  });

  test('the background client gets a token of its own, and nobody with a wrong secret does', async () => {
    expect(decodeJwt(await sandboxSystemToken(sandbox))).toMatchObject({
      sub: 'keneyapp-system',
      roles: ['system'],
      scope: 'system/*.*',
    });
    expect(
      (
        await tokenRequest(
          { ...client, clientSecret: 'wrong-secret-wrong-secret' },
          { grant_type: 'client_credentials' },
        )
      ).status,
    ).toBe(401);
    expect((await tokenRequest(client, { grant_type: 'client_credentials' })).status).toBe(400); // the people's client may not
  });
});

describe('the sign-in page', () => {
  test('is in the language asked for, under a strict policy, and asks nobody else for anything', async () => {
    const [fr, en] = [
      await signInPage(new HttpBrowser(), { ui_locales: 'fr' }),
      await signInPage(new HttpBrowser({ 'accept-language': 'fr' }), { ui_locales: 'en' }),
    ];
    const [french, english] = [await fr.response.text(), await en.response.text()];
    expect(french).toContain('<html lang="fr">');
    expect(french).toContain('<label for="password">Mot de passe</label>');
    expect(english).toContain('<label for="password">Password</label>');
    expect(french).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    const policy = fr.response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(fr.response.headers.get('cache-control')).toContain('no-store');
  });

  test.each([
    ['en-GB,en;q=0.9', 'en'],
    ['de-DE, fr;q=0.2, en;q=0.8', 'en'],
    ['de-DE, en;q=0.2, fr;q=0.8', 'fr'],
    ['en;q=0, fr', 'fr'],
    ['de', 'fr'],
  ])(
    'follows the browser that asks for %s where the application says nothing: %s',
    async (wished, language) => {
      const { response } = await signInPage(new HttpBrowser({ 'accept-language': wished }), {});
      expect(await response.text()).toContain(`<html lang="${language}">`);
    },
  );

  test('says what was wrong, keeps the name, never the password', async () => {
    const browser = new HttpBrowser();
    const answer = await submitSignIn(
      browser,
      await signInPage(browser),
      'infirmier',
      'pa"ss<word>',
      client.redirectUri,
    );
    expect(answer.response.status).toBe(401);
    const html = await answer.response.text();
    expect(html).toContain('role="alert"');
    expect(html).toContain('value="infirmier"');
    expect(html).not.toContain('pa&');
    const missing = await submitSignIn(
      browser,
      { url: answer.url, response: new Response(html) },
      'infirmier',
      '',
      client.redirectUri,
    );
    expect(missing.response.status).toBe(400);
    const unknown = await submitSignIn(
      browser,
      { url: answer.url, response: new Response(html) },
      '"><script>alert(1)</script>',
      'x',
      client.redirectUri,
    );
    expect(await unknown.response.text()).not.toContain('<script>alert');
  });

  test('slows down whoever tries passwords, for that name only', async () => {
    const browser = new HttpBrowser();
    let page: { url: URL; response: Response } = await signInPage(browser);
    const statuses: number[] = [];
    for (let i = 0; i < 7; i++) {
      const answer = await submitSignIn(browser, page, 'admin', `guess${i}`, client.redirectUri);
      statuses.push(answer.response.status);
      page = answer;
    }
    expect(statuses.slice(0, 5)).toEqual([401, 401, 401, 401, 401]);
    expect(statuses[5]).toBe(429);
    expect(page.response.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await submitSignIn(browser, page, 'admin', 'demo', client.redirectUri)).response.status).toBe(
      429,
    ); // not even the right one
    const other = new HttpBrowser();
    expect(
      (await submitSignIn(other, await signInPage(other), 'dpo', 'demo', client.redirectUri)).next,
    ).not.toBeNull();
  });

  test('belongs to the browser it was given to', async () => {
    const [victim, attacker] = [new HttpBrowser(), new HttpBrowser()];
    const theirs = await signInPage(attacker);
    const stolen = await submitSignIn(
      victim,
      { url: theirs.url, response: theirs.response.clone() },
      'medecin',
      'demo',
      client.redirectUri,
    );
    expect(stolen.response.status).toBe(400);
    const mine = await signInPage(victim);
    const html = await mine.response.text();
    const posted = await victim.fetch(mine.url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://evil.example' },
      body: 'username=medecin&password=demo&answer=sign-in',
    });
    expect(posted.status).toBe(403);
    expect(html).toContain('<form');
  });

  test('can be cancelled', async () => {
    const browser = new HttpBrowser();
    const page = await signInPage(browser);
    const { next } = await browser.follow(
      page.url,
      {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: 'answer=cancel',
      },
      atApplication,
    );
    expect(next?.searchParams.get('error')).toBe('access_denied');
  });
});

describe('signing out', () => {
  async function signedIn() {
    const browser = new HttpBrowser();
    const tokens = await codeFlow(client, 'medecin', 'demo', browser);
    const end = (headers: Record<string, string>) =>
      browser.fetch(
        `${sandbox.issuer}/session/end?client_id=keneyapp&post_logout_redirect_uri=${encodeURIComponent(`${sandbox.env['PUBLIC_URL']}/sign-in?reason=signed-out`)}`,
        { headers },
      );
    return { browser, tokens, end };
  }

  test('from our application ends the sign-in, tells the application by the back channel, and leads back', async () => {
    const { browser, tokens, end } = await signedIn();
    const page = await (await end({ 'sec-fetch-site': 'same-site' })).text();
    expect(page).toContain("document.getElementById('yes').click()");
    const xsrf = /name="xsrf" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const done = await browser.fetch(`${sandbox.issuer}/session/end/confirm`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ xsrf, logout: 'yes' }).toString(),
    });
    expect(done.status).toBe(303);
    expect(done.headers.get('location')).toBe(`${sandbox.env['PUBLIC_URL']}/sign-in?reason=signed-out`);
    const [path, token = ''] = (received.at(-1) ?? '').split(' ');
    expect(path).toBe('/bff/back-channel-logout');
    expect(decodeJwt(token)).toMatchObject({
      sub: 'medecin',
      sid: decodeJwt(tokens.id_token)['sid'],
      aud: 'keneyapp',
      iss: sandbox.issuer,
    });
    expect(
      (await tokenRequest(client, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }))
        .status,
    ).toBe(400);
  });

  test('by somebody else’s link asks first, and without the page’s own token nothing happens', async () => {
    const { browser, tokens, end } = await signedIn();
    const page = await (await end({ 'sec-fetch-site': 'cross-site' })).text();
    expect(page).not.toContain('.click()');
    expect(
      (
        await browser.fetch(`${sandbox.issuer}/session/end/confirm`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'xsrf=guess&logout=yes',
        })
      ).status,
    ).toBe(400);
    expect(
      (await tokenRequest(client, { grant_type: 'refresh_token', refresh_token: tokens.refresh_token }))
        .status,
    ).toBe(200);
  });
});

describe('bearer tokens of the embedded servers', () => {
  const ask = (token: string | null) =>
    fetch(`${sandbox.fhirUrl}/Patient?_count=1`, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
    });

  test('a valid one opens FHIR and DICOMweb', async () => {
    const { access_token: token } = await codeFlow(client, 'medecin');
    expect((await ask(token)).status).toBe(200);
    expect(
      (
        await fetch(`${sandbox.dicomwebUrl}/studies?limit=1`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).status,
    ).toBeLessThan(300);
  });

  test.each<[string, (good: string) => Promise<string | null>]>([
    ['none', async () => null],
    ['nonsense', async () => 'nonsense'],
    ['an ID token', async () => (await codeFlow(client, 'medecin')).id_token],
    [
      'one with another signature',
      async (good) => `${good.split('.').slice(0, 2).join('.')}.${'A'.repeat(342)}`,
    ],
    ['an unsigned one', async (good) => new UnsecuredJWT(decodeJwt(good)).encode()],
    [
      'one by another key of the same name',
      async (good) => {
        const { privateKey, publicKey } = await generateKeyPair('RS256');
        createLocalJWKSet({ keys: [await exportJWK(publicKey)] });
        const { kid } = JSON.parse(Buffer.from(good.split('.')[0] ?? '', 'base64url').toString()) as {
          kid: string;
        };
        return new SignJWT(decodeJwt(good))
          .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid })
          .sign(privateKey);
      },
    ],
    [
      'one for the other server only',
      async () => {
        const response = await tokenRequest(
          {
            ...client,
            clientId: 'keneyapp-system',
            clientSecret: sandbox.env['OIDC_SYSTEM_CLIENT_SECRET'] ?? '',
          },
          { grant_type: 'client_credentials', scope: 'system/*.*', resource: sandbox.dicomwebUrl },
        );
        return ((await response.json()) as { access_token: string }).access_token;
      },
    ],
  ])('%s opens nothing, and FHIR says so in its own words', async (_name, make) => {
    const good = await sandboxSystemToken(sandbox);
    const response = await ask(await make(good));
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/);
    expect(await response.json()).toMatchObject({
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code: 'login' }],
    });
    expect((await ask(good)).status).toBe(200);
  });
});

test('addresses in discovery are the issuer’s, whatever host a request claims', async () => {
  const response = await fetch(
    `http://127.0.0.1:${new URL(sandbox.baseUrl).port}/oidc/.well-known/openid-configuration`,
    { headers: { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' } },
  );
  for (const [name, value] of Object.entries((await response.json()) as Record<string, unknown>))
    if (/endpoint$|_uri$/.test(name)) expect(value, name).toMatch(new RegExp(`^${sandbox.issuer}/`));
});
