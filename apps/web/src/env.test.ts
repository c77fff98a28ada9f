import { beforeEach, expect, it, vi } from 'vitest';

vi.mock('server-only', () => ({})); // it only stops a bundle for the browser
const right = {
  PUBLIC_URL: 'https://keneya.example',
  BFF_INTERNAL_URL: 'http://127.0.0.1:3003',
  OIDC_ISSUER: 'https://id.example',
  OIDC_CLIENT_SECRET: 's'.repeat(16),
  NEXTAUTH_SECRET: 'n'.repeat(32),
  INTERNAL_SECRET: 'i'.repeat(32),
};
beforeEach(() => {
  vi.resetModules();
  vi.unstubAllEnvs();
});
const set = (more: Record<string, string> = {}) => {
  for (const [name, value] of Object.entries({ ...right, ...more })) vi.stubEnv(name, value);
};

it('reads the settings once, and tells next-auth its address', async () => {
  set();
  const { env } = await import('./env.ts');
  expect(env()).toMatchObject({ OIDC_CLIENT_ID: 'keneyapp', PUBLIC_URL: right.PUBLIC_URL });
  expect(process.env['NEXTAUTH_URL']).toBe(right.PUBLIC_URL);
  vi.stubEnv('PUBLIC_URL', 'https://other.example');
  expect(env().PUBLIC_URL).toBe(right.PUBLIC_URL);
});

it('stops the start, naming every setting that is wrong', async () => {
  set({ OIDC_ISSUER: 'nowhere', NEXTAUTH_SECRET: 'short' });
  const { register } = await import('./instrumentation.ts');
  await expect(register()).rejects.toThrow(/Web settings: OIDC_ISSUER: .*; NEXTAUTH_SECRET: /);
});
