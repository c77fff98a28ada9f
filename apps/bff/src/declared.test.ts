import type { AnyProcedure } from '@trpc/server';
import { describe, expect, it } from 'vitest';
import { PolicyUnavailableError } from './access/policy-answer.ts';
import type { UnitOperation } from './access/operation-kinds.ts';
import { operations } from './access/operations.ts';
import type { PolicyEngine } from './access/policy.ts';
import { appRouter } from './app-router.ts';
import { assertDeclared, undeclared, withoutOperation } from './declared.ts';
import { testPolicy } from './testing-access.ts';
import { chartOperation, router, signedInProcedure, unitOperation } from './trpc.ts';

const known = new Set(Object.keys(operations));
const signedIn = Object.keys(withoutOperation);
/** What is wrong, of what this test declares alone. */
const problems = (tested: Parameters<typeof undeclared>[0], of = known) =>
  undeclared(tested, of).filter((problem) => !signedIn.some((path) => problem.startsWith(`${path} `)));

describe('the router', () => {
  it('declares of every procedure what it does, and the policy knows it', async () => {
    const policy = await testPolicy();
    await expect(assertDeclared(appRouter, policy)).resolves.toBeUndefined();
    expect(Object.keys(appRouter._def.procedures)).toEqual(expect.arrayContaining(signedIn));
  });
  it('names what writes as its operation is named: by that the web knows what waits for a connection', () => {
    const writes = Object.entries(
      appRouter._def.procedures as unknown as Record<string, AnyProcedure>,
    ).flatMap(([path, { _def }]) => {
      const { type, meta } = _def as unknown as { type: string; meta?: { operation?: string } };
      return type === 'mutation' && meta?.operation ? [[path, meta.operation] as const] : [];
    });
    expect(writes.length).toBeGreaterThan(20);
    for (const [path, operation] of writes)
      expect(path.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)).toBe(operation);
  });
  it('does not start with a procedure that declares nothing', async () => {
    const tested = router({ vitals: router({ record: signedInProcedure.mutation(() => null) }) });
    expect(problems(tested)).toEqual(['vitals.record declares no operation']);
    await expect(assertDeclared(tested, await testPolicy())).rejects.toThrow(
      'vitals.record declares no operation',
    );
  });
  it.each([
    [
      'an operation that is not listed',
      router({ billing: router({ list: unitOperation('billing.read' as UnitOperation).query(() => null) }) }),
      'billing.list declares billing.read, which the policy does not know',
    ],
    [
      'one of another feature',
      router({ vitals: router({ list: chartOperation('results.read').query(() => null) }) }),
      'vitals.list declares results.read, which is of another feature',
    ],
    [
      'a mutation that reads',
      router({ vitals: router({ record: chartOperation('vitals.read').mutation(() => null) }) }),
      'vitals.record writes, and declares vitals.read',
    ],
    [
      'a query that writes',
      router({ vitals: router({ record: chartOperation('vitals.record').query(() => null) }) }),
      'vitals.record reads, and declares vitals.record',
    ],
    [
      'a stream that writes',
      router({
        vitals: router({
          record: chartOperation('vitals.record').subscription(async function* () {
            yield null;
          }),
        }),
      }),
      'vitals.record reads, and declares vitals.record',
    ],
    [
      'a mutation under the name of another',
      router({ vitals: router({ amend: chartOperation('vitals.correct').mutation(() => null) }) }),
      'vitals.amend is named otherwise than vitals.correct',
    ],
    [
      'an operation of what needs none',
      router({ session: router({ me: unitOperation('audit.read').query(() => null) }) }),
      null,
    ],
  ])('finds %s', (_what, tested, problem) => {
    if (problem !== null) expect(problems(tested)).toEqual([problem]);
    else
      expect(undeclared(tested, known)).toContain(
        'session.me declares audit.read and is listed as what needs none',
      );
  });
  it('does not start on a policy that does not know what is done', () => {
    const older = new Set([...known].filter((name) => name !== 'vitals.correct'));
    expect(problems(appRouter, older)).toEqual([
      'vitals.correct declares vitals.correct, which the policy does not know',
    ]);
  });
  it('names what is listed as needing no operation and is no more', () => {
    expect(undeclared(router({}), known)).toEqual(
      signedIn.map((path) => `${path} needs no operation, and is not there`),
    );
  });
  it('starts while the policy server is away', async () => {
    const away = { rights: () => Promise.reject(new PolicyUnavailableError('away')) };
    await expect(assertDeclared(appRouter, away as unknown as PolicyEngine)).resolves.toBeUndefined();
  });
});
