import { startFakeProvider, type FakeProvider } from '@keneyapp/config/fake-provider';
import { postTokens, freePort, startTestBff, type RunningBff } from '@keneyapp/config/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessTokenHash } from './binding.ts';

let provider: FakeProvider;
let bff: RunningBff;
beforeAll(async () => {
  provider = await startFakeProvider();
  bff = await startTestBff({
    env: {
      PUBLIC_URL: `http://localhost:${await freePort()}`,
      BFF_INTERNAL_URL: `http://127.0.0.1:${await freePort()}`,
    },
    issuer: provider.issuer,
    fhirUrl: 'http://127.0.0.1:9/fhir',
    dicomwebUrl: 'http://127.0.0.1:9/dicom-web',
  });
});
afterAll(async () => {
  await bff.stop();
  await provider.stop();
});
const status = async (changes: { id_token?: string; access_token?: string } = {}, claims = {}) =>
  (await postTokens(bff, { ...(await provider.tokens(300, claims)), ...changes })).status;

describe('the tokens of a sign-in are of one person', () => {
  test('one that the provider alone knows: it is asked whose it is', async () => {
    expect(await status()).toBe(201);
    const theirs = await provider.tokens(300, { sub: 'somebody-else' });
    expect(await status({ access_token: theirs.access_token })).toBe(403);
    expect(await status({ access_token: 'of-nobody' })).toBe(403);
  });
  test('one that says itself whose it is, signed', async () => {
    expect(await status({ access_token: await provider.accessToken() })).toBe(201);
    expect(await status({ access_token: await provider.accessToken({ sub: 'somebody-else' }) })).toBe(403);
    expect(await status({ access_token: await provider.accessToken({ sid: 'another sign-in' }) })).toBe(403);
    const forged = { iss: provider.issuer, sub: 'someone', exp: Math.floor(Date.now() / 1000) + 300 };
    expect(await status({ access_token: await provider.forged(forged) })).toBe(403);
    expect(await status({ access_token: await provider.accessToken({ iss: 'https://evil.example' }) })).toBe(
      403,
    );
  });
  test('one of which the ID token holds the hash', async () => {
    const own = await provider.tokens(300);
    const at_hash = accessTokenHash(own.access_token, 'RS256');
    const id_token = await provider.idToken({ at_hash });
    expect((await postTokens(bff, { ...own, id_token })).status).toBe(201);
    const later = await provider.tokens(300); // of the same person, and not the one that came with it
    expect((await postTokens(bff, { ...later, id_token })).status).toBe(403);
  });
  // the example of OpenID Connect Core 1.0, appendix A.3
  test('hashes as the standard does', () => {
    expect(accessTokenHash('jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y', 'RS256')).toBe(
      '77QmUPtjPfzWtF2AnpK9RQ',
    );
  });
});

describe('the internal listener', () => {
  const secret = () => bff.env['INTERNAL_SECRET'] ?? '';
  test.each(['/session', '/session/failed', '/audit/verify', '/trpc/session.me', '/nowhere'])(
    '%s answers who knows its secret alone',
    async (path) => {
      const ask = (headers: Record<string, string>) =>
        fetch(`${bff.internalUrl}${path}`, { method: 'POST', headers, body: '{}' });
      for (const headers of [
        {},
        { 'x-keneya-internal': '' },
        { 'x-keneya-internal': 'guess' },
        { 'x-keneya-internal': `${secret()} ${secret()}` },
        { authorization: `Bearer ${secret()}` },
      ] as Record<string, string>[])
        expect(await (await ask({ ...headers, 'content-type': 'application/json' })).text()).toContain(
          'unknown caller',
        );
      const known = await ask({ 'x-keneya-internal': secret(), 'content-type': 'application/json' });
      expect(await known.text()).not.toContain('unknown caller');
    },
  );
  test('the front door does not know the secret', async () => {
    const answer = await fetch(`${bff.url}/audit/verify`, {
      method: 'POST',
      headers: { 'x-keneya-internal': secret(), 'x-keneya-request': '1' },
    });
    expect(answer.status).toBe(404);
  });
});
