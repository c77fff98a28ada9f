import { TRPCError } from '@trpc/server';
import { describe, expect, it, vi } from 'vitest';
import { DeniedError } from '../access/denied.ts';
import { createCounter } from './counter.ts';
import { Lookups, type LookupKind } from './lookups.ts';

function made(factor = 1) {
  const waits: number[] = [];
  return {
    waits,
    lookups: new Lookups(createCounter(null), factor, async (ms) => {
      waits.push(ms);
    }),
  };
}
async function reason(work: Promise<unknown>): Promise<string | null> {
  return work.then(
    () => null,
    (error: unknown) =>
      error instanceof TRPCError && error.code === 'TOO_MANY_REQUESTS' && error.cause instanceof DeniedError
        ? error.cause.reason
        : 'something else',
  );
}

describe('looking people up', () => {
  it('is slowed more and more, then refused, of one person and not of the next', async () => {
    const { lookups, waits } = made();
    for (let i = 0; i < 30; i += 1) await lookups.count('searches', 'u1');
    expect(waits).toEqual([]);
    for (let i = 0; i < 30; i += 1) await lookups.count('searches', 'u1');
    expect(waits).toHaveLength(30);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect([waits[0]! < 500, waits.at(-1)]).toEqual([true, 2_000]);
    expect(await reason(lookups.count('searches', 'u1'))).toBe('too-many-searches');
    expect(await reason(lookups.count('searches', 'u2'))).toBeNull();
    expect(await reason(lookups.count('agenda', 'u1'))).toBeNull();
  });

  it('is refused by the hour and by the day too, however slowly it is done', async () => {
    vi.useFakeTimers({ now: 0 });
    try {
      const { lookups } = made();
      const rate = async (perMinute: number, minutes: number) => {
        for (let i = 1; i <= minutes * perMinute; i += 1) {
          vi.advanceTimersByTime(60_000 / perMinute);
          if ((await reason(lookups.count('searches', 'u1'))) !== null) return i;
        }
        return null;
      };
      expect(await rate(20, 60)).toBe(601);
      vi.advanceTimersByTime(3_600_000);
      expect(await rate(9, 24 * 60)).toBe(4_000 - 600 + 1);
    } finally {
      vi.useRealTimers();
    }
  });

  it('of the same patient again counts for nothing', async () => {
    const { lookups, waits } = made();
    for (let i = 0; i < 200; i += 1) await lookups.count('identities', 'u1', 'p1');
    expect(waits).toEqual([]);
    for (let i = 0; i < 39; i += 1) await lookups.count('identities', 'u1', `p${i + 2}`);
    expect(await reason(lookups.count('identities', 'u1', 'p99'))).toBe('too-many-identities');
    expect(await reason(lookups.count('identities', 'u1', 'p1'))).toBeNull();
  });

  it.each<[LookupKind, number]>([
    ['searches', 60],
    ['matricules', 12],
    ['identities', 40],
    ['refusals', 50],
    ['agenda', 60],
  ])('%s: at most %i at once, more where the hospital says so', async (kind, most) => {
    const [one, ten] = [made(), made(10)];
    for (const [{ lookups }, many] of [
      [one, most],
      [ten, most * 10],
    ] as const) {
      for (let i = 0; i < many; i += 1)
        expect(await reason(lookups.count(kind, 'u', `p${i}`)), String(i)).toBeNull();
      expect(await reason(lookups.count(kind, 'u', 'beyond'))).toBe(`too-many-${kind}`);
    }
  });
});
