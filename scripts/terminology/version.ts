import path from 'node:path';
import type { KnownFile } from './gather.ts';
import { yearIn } from './release.ts';

/**
 * A release by the year that its publisher writes into the name of the file or of what it lies in, for files that say
 * nothing of it inside; else the day the file was last changed.
 */
export function versionOf(files: readonly KnownFile[]): string {
  const years = files.flatMap(({ name }) => {
    const [archive = '', entry = ''] = name.split('!');
    return (
      yearIn(entry) ?? yearIn(path.basename(archive)) ?? yearIn(path.basename(path.dirname(archive))) ?? []
    );
  });
  return years.sort().at(-1) ?? dayOf(files);
}

const dayOf = (files: readonly KnownFile[]): string =>
  files
    .map(({ modified }) => modified.toISOString().slice(0, 10))
    .sort()
    .at(-1) ?? '';

/** Keeps the newest of the days that rows bear and that are not to come. */
export class NewestDay {
  #day = '';
  readonly #today = new Date().toISOString().slice(0, 10);
  see(day: string): void {
    const iso = day.replace(/^(\d{2})\/(\d{2})\/(\d{4})$/, '$3-$2-$1');
    if (/^\d{4}-\d{2}-\d{2}$/.test(iso) && iso > this.#day && iso <= this.#today) this.#day = iso;
  }
  get day(): string {
    return this.#day;
  }
  or(files: readonly KnownFile[]): string {
    return this.#day || versionOf(files);
  }
}
