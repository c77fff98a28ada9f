import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DraftKeeper, type DraftStatus } from './draft-keeper.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

function keeper(answers: (() => Promise<{ counter: number; updatedAt: string }>)[] = []) {
  const saved: [string, number][] = [];
  const atOnce: [string, number][] = [];
  const states: DraftStatus[] = [];
  const ok = (counter: number) => Promise.resolve({ counter: counter + 1, updatedAt: 'now' });
  const made = new DraftKeeper({
    save: (content, counter) => {
      saved.push([content, counter]);
      return answers.shift()?.() ?? ok(counter);
    },
    saveAtOnce: (content, counter) => {
      atOnce.push([content, counter]);
    },
    isConflict: (error) => error === 'conflict',
    changed: (status) => {
      states.push(status);
    },
    listed: () => undefined,
  });
  made.start(0);
  return { made, saved, atOnce, states };
}

describe('keeping a draft', () => {
  it('saves the last text after a pause, one save over the other', async () => {
    const { made, saved, states } = keeper();
    made.put('a');
    made.put('ab');
    await vi.advanceTimersByTimeAsync(700);
    made.put('abc');
    await vi.advanceTimersByTimeAsync(700);
    expect(saved).toEqual([
      ['ab', 0],
      ['abc', 1],
    ]);
    expect(states.at(-1)).toBe('saved');
  });
  it('waits no longer than two seconds for somebody who never stops typing', async () => {
    const { made, saved } = keeper();
    for (let i = 0; i < 20; i++) {
      made.put(`${i}`);
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(saved.length).toBeGreaterThanOrEqual(1);
    expect(Number(saved[0]?.[0])).toBeLessThan(19);
  });
  it('tries again until it works, with the newest text', async () => {
    const { made, saved, states } = keeper([
      () => Promise.reject(new Error('away')),
      () => Promise.reject(new Error('away')),
    ]);
    made.put('a');
    await vi.advanceTimersByTimeAsync(700);
    expect(states.at(-1)).toBe('failed');
    made.put('ab');
    await vi.advanceTimersByTimeAsync(8_000);
    expect(saved.at(-1)).toEqual(['ab', 0]);
    expect(states.at(-1)).toBe('saved');
  });
  it('does not overwrite another window until told to', async () => {
    const { made, saved, states } = keeper([() => Promise.reject('conflict')]);
    made.put('mine');
    await vi.advanceTimersByTimeAsync(700);
    made.put('mine too');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(states.at(-1)).toBe('conflict');
    expect(saved).toHaveLength(1);
    made.overwrite(4);
    await vi.advanceTimersByTimeAsync(100);
    expect(saved.at(-1)).toEqual(['mine too', 4]);
  });
  it('hands over what waits when the page goes, and nothing after it was given up', async () => {
    const { made, atOnce, saved } = keeper();
    made.put('a');
    made.flushAtOnce();
    expect(atOnce).toEqual([['a', 0]]);
    made.put('b');
    await made.forget();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(saved).toEqual([]);
  });
});
