import { cellsOf } from './read-table.ts';
import type { Unread } from './read.ts';

export interface ReadIndex {
  /** Substances with the classes they are of; of some there are only interactions of their own. */
  substances: Map<string, Set<string>>;
  unread: Unread[];
}

const onItsOwn = /^interactions en propre seulement$/i;

export const isIndex = (text: string): boolean =>
  /^molecule,famille$/i.test(cellsOf(text.slice(0, 200).split(/\r?\n/)[0] ?? '').join(','));

export function readIndex(file: string, text: string): ReadIndex {
  const substances = new Map<string, Set<string>>();
  const unread: Unread[] = [];
  for (const [i, line] of text.split(/\r?\n/).slice(1).entries()) {
    if (line.trim() === '') continue;
    const [name = '', of = '', ...more] = cellsOf(line);
    if (name === '' || more.length > 0) {
      unread.push({ file, line: i + 2, why: 'not a substance and its class' });
      continue;
    }
    const known = substances.get(name) ?? new Set<string>();
    if (of !== '' && !onItsOwn.test(of)) known.add(of);
    substances.set(name, known);
  }
  return { substances, unread };
}
