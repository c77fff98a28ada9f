/** What of one file (or study) did not go in: how many times, and the first few reasons. */
export interface Failure {
  path: string;
  reason: string;
  count: number;
}

const shown = 3;

/** Gathers what did not go in: one entry a file, however many of its lines are wrong, so that none hides the others. */
export class Failures {
  readonly #files = new Map<string, { reasons: Map<string, string>; count: number }>();

  /** `where` is the line or entry in the file, '' for the file itself. */
  add(path: string, reason: string, where = ''): void {
    const known = this.#files.get(path) ?? { reasons: new Map<string, string>(), count: 0 };
    known.count++;
    if (known.reasons.size < shown && !known.reasons.has(reason)) known.reasons.set(reason, where);
    this.#files.set(path, known);
  }

  /** How often the file was named so far. */
  of(path: string): number {
    return this.#files.get(path)?.count ?? 0;
  }

  list(): Failure[] {
    return [...this.#files].map(([path, { reasons, count }]) => ({
      path,
      reason:
        [...reasons].map(([reason, where]) => (where ? `${where}: ${reason}` : reason)).join('; ') +
        (count > reasons.size ? ` (${count} in all)` : ''),
      count,
    }));
  }
}
