import { levelsAt } from './levels.ts';
import { monthIn, type ReadPair, type ReadThesaurus, type Unread } from './read.ts';
import { splitMembers } from './read-text.ts';

const columns = [
  'protagoniste1',
  'protagoniste2',
  'description_interaction',
  'description_medoc',
  'mecanisme',
] as const;

/** Cells of a line, by TAB, with or without quotes around them. */
export const cellsOf = (line: string): string[] =>
  line.split('\t').map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .trim(),
  );

/** The thesaurus as a table (2016). Its columns by level are not to be trusted: the level stands before the description. */
export function readTable(file: string, text: string): ReadThesaurus {
  const [head = '', ...lines] = text.split(/\r?\n/);
  const names = cellsOf(head);
  const places = columns.map((name) => names.indexOf(name));
  const unread: Unread[] = [];
  const pairs: ReadPair[] = [];
  const members = new Map<string, string[]>();
  const advised = (['CI', 'AD', 'PE', 'PC'] as const).map((name) => names.indexOf(name));
  for (const [i, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const cells = cellsOf(line);
    const [a = '', b = '', description = '', of = '', mechanism = ''] = places.map(
      (place) => cells[place] ?? '',
    );
    const found = levelsAt(description);
    if (cells.length !== names.length)
      unread.push({ file, line: i + 2, why: `${cells.length} columns instead of ${names.length}` });
    else if (a === '' || b === '') unread.push({ file, line: i + 2, why: 'a name is missing' });
    else if (!found)
      unread.push({ file, line: i + 2, why: `${a} + ${b}: the description begins with no level` });
    else {
      const { levels, rest } = found;
      const advice = advised.map((place) => cells[place] ?? '').find((cell) => cell !== '') ?? '';
      pairs.push(
        levels.length > 1
          ? { a, b, levels, advice: rest, mechanism: '' }
          : { a, b, levels, advice, mechanism: withoutFoot(mechanism) },
      );
      const listed = /^\(([\s\S]*)\)$/.exec(of)?.[1];
      if (listed !== undefined) members.set(a, splitMembers(listed));
    }
  }
  return { pairs, members, date: monthIn(file), unread };
}

/** The foot of the page that the table was taken from. */
const withoutFoot = (text: string): string =>
  text.replace(/\s*Thesaurus des interactions medicamenteuses$/, '');

export const isTable = (text: string): boolean => {
  const names = cellsOf(text.slice(0, 2_000).split(/\r?\n/)[0] ?? '');
  return columns.every((name) => names.includes(name));
};
