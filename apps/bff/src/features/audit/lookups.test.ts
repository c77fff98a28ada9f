import { besideIt, callQuery, signInOverHttp, startTestBff } from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { describe, expect, it } from 'vitest';
import type { UnusualView } from './view.ts';

const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());
const data = async <T>(response: Response): Promise<T> => {
  expect(response.status, await response.clone().text()).toBe(200);
  return ((await response.json()) as { result: { data: T } }).result.data;
};

describe('looking people up', () => {
  it('far more than anybody is slowed, then refused in words, and shown to the officer', async () => {
    const sandbox = await sharedSandbox();
    const strict = await startTestBff(sandbox, { env: { ...(await besideIt()), RATE_LIMIT_FACTOR: '0.2' } });
    try {
      const at = async (name: string) => {
        const visitor = await signInOverHttp(strict, sandbox, name);
        return (path: string, input?: unknown) => callQuery(strict, visitor, path, input);
      };
      const [secretary, chief, stranger] = await Promise.all(['secretaire', 'dpo', 'medecin2'].map(at));
      const began = Date.now();
      const answers = [];
      for (let i = 0; i < 15; i += 1) answers.push(await secretary!('patients.search', { query: `du${i}` }));
      expect(answers.map((a) => a.status)).toEqual([...Array(12).fill(200), 429, 429, 429]);
      expect(Date.now() - began).toBeGreaterThan(3_000);
      expect(await answers[13]!.json()).toMatchObject({
        error: {
          data: {
            code: 'TOO_MANY_REQUESTS',
            reason: 'too-many-searches',
            retryAfterSeconds: expect.any(Number),
          },
        },
      });
      // charts of strangers, one after the other
      const refused = [];
      for (let i = 0; i < 12; i += 1)
        refused.push((await stranger!('summary.get', { patientId: `p-${i}` })).status);
      expect([refused.slice(0, 10), refused.slice(10)]).toEqual([Array(10).fill(403), [429, 429]]);
      // matricules, and identities
      const ins = [];
      for (let i = 0; i < 4; i += 1)
        ins.push((await stranger!('patients.search', { query: `1 84 12 76 451 08${i}` })).status);
      expect(ins).toEqual([200, 200, 429, 429]);
      const view = await data<UnusualView>(await chief!('audit.unusual', { from: today, to: today }));
      expect(view.volumes.map((v) => [v.userId, v.of, v.n, v.wasStopped])).toEqual(
        expect.arrayContaining([
          ['secretaire', 'searches', 15, true],
          ['medecin2', 'refusals', 12, true],
        ]),
      );
    } finally {
      await strict.stop();
      await sandbox.stop();
    }
  }, 60_000);
});
