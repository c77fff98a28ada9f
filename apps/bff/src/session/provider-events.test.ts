import { startFakeKeycloak, type FakeKeycloak } from '@keneyapp/config/fake-keycloak';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FailedSignIn } from './failed-sign-ins.ts';
import { keycloakEvents, ProviderEventReader } from './provider-events.ts';

let keycloak: FakeKeycloak;
const failed: FailedSignIn[] = [];
const seen = new Set<string>();
const errors: unknown[] = [];
const now = new Date('2026-11-27T00:10:00Z');
const minutesAgo = (n: number) => now.getTime() - n * 60_000;

beforeAll(async () => {
  keycloak = await startFakeKeycloak([]);
});
afterAll(() => keycloak.stop());
beforeEach(() => {
  keycloak.events.length = 0;
  for (const list of [failed, errors]) list.length = 0;
  seen.clear();
});
const readerOf = (token = keycloak.token) =>
  new ProviderEventReader({
    events: keycloakEvents(keycloak.adminUrl, async () => token),
    failed: {
      add: async (one) => {
        failed.push(one);
        return true;
      },
    },
    isNew: async (id) => !seen.has(id) && Boolean(seen.add(id)),
    onError: (error) => errors.push(error),
  });

describe('sign-ins that fail at Keycloak', () => {
  it('are read once, over midnight, with the account where there is one and nothing typed in its place', async () => {
    keycloak.events.push(
      {
        id: 'e3',
        time: minutesAgo(1),
        type: 'LOGIN_ERROR',
        userId: 'u-1',
        ipAddress: '192.0.2.7',
        error: 'user_disabled',
      },
      { id: 'e2', time: minutesAgo(5), type: 'LOGIN', userId: 'u-1', ipAddress: '192.0.2.7' },
      {
        id: 'e1',
        time: minutesAgo(15),
        type: 'LOGIN_ERROR',
        userId: 'u-1',
        ipAddress: '192.0.2.7',
        error: 'invalid_user_credentials',
        details: { username: 'medecin' },
      },
      {
        time: minutesAgo(20),
        type: 'LOGIN_ERROR',
        ipAddress: '192.0.2.8',
        error: 'user_not_found',
        details: { username: 'MySecretPassword!' },
      },
      { id: 'odd', time: minutesAgo(21), type: 'LOGIN_ERROR', error: 'expired code\n{"level":50}' },
      { id: 'old', time: minutesAgo(2_000), type: 'LOGIN_ERROR', error: 'user_not_found' },
    );
    const reader = readerOf();
    await reader.read(now);
    await reader.read(now);
    await readerOf().read(now); // another process
    expect(
      failed.map(({ reason, account, remoteAddress }) => [reason, account?.name, remoteAddress]),
    ).toEqual([
      ['account-disabled', 'u-1', '192.0.2.7'],
      ['password', 'medecin', '192.0.2.7'],
      ['password', undefined, '192.0.2.8'],
      ['provider:unknown', undefined, 'unknown'],
    ]);
    expect(JSON.stringify(failed)).not.toContain('MySecretPassword');
    expect(reader.warnings()).toEqual([]);
  });

  it('are read page by page', async () => {
    for (let i = 0; i < 450; i += 1)
      keycloak.events.push({
        id: `e${i}`,
        time: minutesAgo(1),
        type: 'LOGIN_ERROR',
        error: 'user_not_found',
      });
    await readerOf().read(now);
    expect(failed).toHaveLength(450);
  });

  it('that cannot be read are said to be so, once in the log and as long as it lasts in the health', async () => {
    const reader = readerOf('wrong');
    await reader.read(now);
    await reader.read(now);
    expect([reader.warnings(), errors.length]).toEqual([['provider-events-not-read'], 1]);
  });
});
