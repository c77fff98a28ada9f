/**
 * Slows down guessing of passwords: after `free` wrong answers for one name from one address each further try has to
 * wait, doubling from 2 s to 5 minutes; a right answer or `forget` of quiet clears it.
 */
export class Throttle {
  readonly #wrong = new Map<string, { count: number; until: number; last: number }>();
  readonly #free: number;
  readonly #forgetMs = 15 * 60_000;
  constructor(free = 5) {
    this.#free = free;
  }

  /** Seconds to wait before the next try, 0 when it may go on. */
  waitSeconds(key: string, now = Date.now()): number {
    const entry = this.#wrong.get(key);
    return entry && entry.until > now ? Math.ceil((entry.until - now) / 1000) : 0;
  }

  wrong(key: string, now = Date.now()): void {
    for (const [other, entry] of this.#wrong)
      if (now - entry.last > this.#forgetMs) this.#wrong.delete(other);
    const count = (this.#wrong.get(key)?.count ?? 0) + 1;
    const wait = count < this.#free ? 0 : Math.min(2_000 * 2 ** (count - this.#free), 300_000);
    this.#wrong.set(key, { count, until: now + wait, last: now });
  }

  right(key: string): void {
    this.#wrong.delete(key);
  }
}
