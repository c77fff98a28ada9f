import { setImmediate } from 'node:timers/promises';

/** How long somebody else may have to wait: a key in a coded field has 150 ms. */
const longestMs = 8;

/**
 * Long work in slices, between which the process answers others. Whoever works asks after each small piece whether the slice
 * is over, and then pauses.
 */
export class TimeSlices {
  readonly #now: () => number;
  #until: number;
  #pauses = 0;
  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
    this.#until = now() + longestMs;
  }

  isOver(): boolean {
    return this.#now() >= this.#until;
  }
  async pause(): Promise<void> {
    await setImmediate();
    this.#pauses += 1;
    this.#until = this.#now() + longestMs;
  }
  get pauses(): number {
    return this.#pauses;
  }
}

/** So many are sorted at once; a list of them takes less than a millisecond. */
const sortedAtOnce = 1_000;

/** A sorted copy, merged from short sorted ones. */
export async function sortInSlices<T>(
  list: readonly T[],
  compare: (a: T, b: T) => number,
  slices: TimeSlices,
): Promise<T[]> {
  let from: T[] = [];
  for (let at = 0; at < list.length; at += sortedAtOnce) {
    from.push(...list.slice(at, at + sortedAtOnce).sort(compare));
    if (slices.isOver()) await slices.pause();
  }
  for (let width = sortedAtOnce; width < list.length; width *= 2) {
    const to: T[] = [];
    for (let start = 0; start < list.length; start += 2 * width) {
      const middle = Math.min(start + width, list.length),
        end = Math.min(start + 2 * width, list.length);
      let [left, right] = [start, middle];
      while (to.length < end) {
        const isLeft = left < middle && (right >= end || compare(from[left] as T, from[right] as T) <= 0);
        to.push(from[isLeft ? left++ : right++] as T);
        if (slices.isOver()) await slices.pause();
      }
    }
    from = to;
  }
  return from;
}
