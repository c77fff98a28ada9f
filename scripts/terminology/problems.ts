/** What of a file could not be read: rows with their line, or the file itself (line 0). */
export interface Problem {
  file: string;
  line: number;
  reason: string;
}

const shownPerFile = 20;

/** Gathers what could not be read while the rest goes on; every one counts, the first of each file are named. */
export class Problems {
  readonly #named = new Map<string, Problem[]>();
  readonly #counts = new Map<string, number>();

  add(file: string, line: number, reason: string): void {
    this.#counts.set(file, (this.#counts.get(file) ?? 0) + 1);
    const named = this.#named.get(file) ?? [];
    this.#named.set(file, named);
    if (named.length < shownPerFile) named.push({ file, line, reason });
  }

  get count(): number {
    return [...this.#counts.values()].reduce((sum, n) => sum + n, 0);
  }

  list(): Problem[] {
    return [...this.#named.values()].flat();
  }

  /** A line for each that is named, and how many more there are. */
  lines(): string[] {
    return [...this.#named].flatMap(([file, named]) => {
      const more = (this.#counts.get(file) ?? 0) - named.length;
      return [
        ...named.map(({ line, reason }) => `${file}${line > 0 ? `, line ${line}` : ''}: ${reason}`),
        ...(more > 0 ? [`${file}: ${more} more rows like these`] : []),
      ];
    });
  }
}
