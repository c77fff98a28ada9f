interface Most {
  ofSession: number;
  ofPerson: number;
}
/** Event streams open at once in one process. A tab holds one; nobody reads twenty charts on one screen. */
const mostStreams: Most = { ofSession: 20, ofPerson: 40 };
/** Files that are sent at once: each is many times its size in memory until it is stored. */
export const mostUploads: Most = { ofSession: 4, ofPerson: 6 };

/** Counts what is open at once, event streams or files that are sent, so that one session cannot hold all that a process has. The newest is refused: those that are open go on. */
export class Streams {
  readonly #factor: number;
  readonly #most: Most;
  readonly #open = new Map<string, number>();

  constructor(factor: number, most = mostStreams) {
    this.#factor = factor;
    this.#most = most;
  }

  /** Gives the function that tells that it is closed; null when there are too many. */
  open({ id, userId }: { id: string; userId: string }): (() => void) | null {
    const counted = [
      [`session ${id}`, this.#most.ofSession],
      [`person ${userId}`, this.#most.ofPerson],
    ] as const;
    if (counted.some(([name, max]) => (this.#open.get(name) ?? 0) >= max * this.#factor)) return null;
    for (const [name] of counted) this.#open.set(name, (this.#open.get(name) ?? 0) + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      for (const [name] of counted) {
        const left = (this.#open.get(name) ?? 1) - 1;
        if (left > 0) this.#open.set(name, left);
        else this.#open.delete(name);
      }
    };
  }
}
