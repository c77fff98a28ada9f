import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { compile, type Compiled, type Report } from './compile.ts';
import { isComposition, readComposition, type Composition } from './composition.ts';
import { monthIn, type ReadThesaurus } from './read.ts';
import { isIndex, readIndex, type ReadIndex } from './read-index.ts';
import { isTable, readTable } from './read-table.ts';
import { readText } from './read-text.ts';

/** The command was called with files that make no list. */
export class Unfit extends Error {}

interface Given {
  name: string;
  text: string;
}

/** Reads the files that were named, each by what is in it: a thesaurus, an index of substances, the composition of the national base. */
export async function compileFiles(files: readonly string[], date?: string): Promise<Compiled> {
  const given = await Promise.all(
    files.map(async (file) => ({ name: path.basename(file), text: await textOf(file) })),
  );
  let index: ReadIndex | null = null,
    composition: Composition | null = null;
  const thesauri: Given[] = [];
  for (const one of given) {
    if (isIndex(one.text)) index = readIndex(one.name, one.text);
    else if (isComposition(one.text)) composition = readComposition(one.text);
    else if (isTable(one.text) || /Th[eé]saurus/.test(one.text.slice(0, 500))) thesauri.push(one);
    else throw new Unfit(`${one.name} is no thesaurus, no index of substances and no composition of drugs`);
  }
  const [thesaurus, another] = thesauri;
  if (!thesaurus || another)
    throw new Unfit('name one thesaurus, with the index of substances of the same edition');
  if (!index) throw new Unfit('the index of substances is missing: without it no class has any substance');
  const read = readThesaurus(thesaurus, index);
  const edition = date ?? read.date ?? monthIn(thesaurus.name);
  if (!edition) throw new Unfit('the edition is not said in the file: add --date YYYY-MM');
  if (read.pairs.length === 0) throw new Unfit(`${thesaurus.name} has no pair that can be read`);
  return compile(read, index, composition, { date: edition });
}

const readThesaurus = ({ name, text }: Given, { substances }: ReadIndex): ReadThesaurus =>
  isTable(text)
    ? readTable(name, text)
    : readText(
        name,
        text,
        [...substances].flatMap(([substance, classes]) => [substance, ...classes]),
      );

/** UTF-8 where every byte is, else the code page of Windows. */
async function textOf(file: string): Promise<string> {
  const bytes = await readFile(file).catch(() => {
    throw new Unfit(`${file} cannot be read`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** What was read and what was not, in words. */
export function reportLines({ file, report }: Compiled): string[] {
  const levels = Object.entries(report.byLevel).map(([level, count]) => `${level} ${count}`);
  return [
    `${file.publisher}, ${file.title}, ${file.date}: ${report.pairs} pairs (${levels.join(', ')}), of ${report.read} lines`,
    `${report.substances} substances in ${report.classes} classes`,
    ...listed(report.unresolved, 'names without a substance, which meet nothing'),
    ...(report.notInBase === null
      ? ['no composition of drugs (CIS_COMPO_bdpm): names are compared as they are written']
      : listed(report.notInBase, 'substances that no drug of the national base has')),
    ...unreadLines(report),
  ];
}

const listed = (names: readonly string[], what: string): string[] =>
  names.length > 0 ? [`${names.length} ${what}: ${names.join(' · ')}`] : [];
const unreadLines = ({ unread }: Report): string[] =>
  unread.length > 0
    ? [`not read: ${unread.length}`, ...unread.map(({ file, line, why }) => `  ${file}:${line} ${why}`)]
    : ['everything was read'];
