import { codeFlow } from '@keneyapp/config/oidc-flow';
import {
  callQuery,
  signInOverHttp,
  startTestBff,
  startTestSandbox,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { AuditDetail, AuditPage } from '../features/audit/view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let officer: Visitor;
beforeAll(async () => {
  // its own pair: the provider tells the application at the address that it was started with
  sandbox = await startTestSandbox();
  bff = await startTestBff(sandbox);
  officer = await signInOverHttp(bff, sandbox, 'dpo');
});
afterAll(async () => {
  await bff?.stop();
  await sandbox?.stop();
});
async function ask<T>(path: string, input: object): Promise<T> {
  const response = await callQuery(bff, officer, path, input);
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: { data: T } }).result.data;
}

it('a password that is wrong is in the trail, with the account it was tried for and not with what was typed', async () => {
  const client = {
    issuer: sandbox.issuer,
    clientId: 'keneyapp',
    clientSecret: sandbox.env['OIDC_CLIENT_SECRET'] ?? '',
    redirectUri: `${sandbox.env['PUBLIC_URL']}/api/auth/callback/oidc`,
  };
  await expect(codeFlow(client, 'medecin', 'not-the-password')).rejects.toThrow();
  await expect(codeFlow(client, 'MySecretPassword', 'x')).rejects.toThrow();
  const failed = async () => (await ask<AuditPage>('audit.search', { kind: 'sign-in-failed' })).rows;
  await vi.waitFor(
    async () =>
      expect((await failed()).map((r) => [r.reason, r.userId, r.userName, r.outcome])).toEqual([
        ['password', null, null, 'denied'],
        ['password', 'medecin', 'Dr Claire Moreau', 'denied'],
      ]),
    { timeout: 10_000, interval: 200 },
  );
  for (const { seq } of await failed())
    expect(JSON.stringify(await ask<AuditDetail>('audit.get', { seq }))).not.toMatch(
      /MySecretPassword|not-the-password/i,
    );
});
