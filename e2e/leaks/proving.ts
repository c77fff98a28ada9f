import { stackOf, type StackUnderTest } from '../stack.ts';

/** How scripts/leaks/prove.ts runs the suite: on a build that it starts. */
export interface Proving {
  /** Where a build is lent; empty for the stack under test. */
  bench: string;
  /** Each case is expected to fail then, by what it asserts and not for want of time. */
  isWeakened: boolean;
}

export async function withStack(bench: string, use: (stack: StackUnderTest) => Promise<void>): Promise<void> {
  if (bench === '') return use(stackOf());
  const lent = await fetch(bench, { method: 'POST' });
  if (!lent.ok) throw new Error('the build does not start');
  const { key, stack } = (await lent.json()) as { key: string; stack: StackUnderTest };
  await use(stack);
  await fetch(`${bench}/${key}`, { method: 'DELETE' });
}
