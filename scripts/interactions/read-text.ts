import { levelsAt } from './levels.ts';
import { monthIn, type ReadPair, type ReadThesaurus, type Unread } from './read.ts';

/** Head and foot of each page of the document that the text was taken from. */
const furniture =
  /^(ANSM - |Th[eé]saurus des ?$|Thesaurus des interactions|interactions m[ée]dicamenteuses$|www\.ansm|\s*\d+\s*$|\s*Version\s*:)/;

const plain = (name: string): string =>
  name
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase()
    .replaceAll('Œ', 'OE')
    .replace(/^AUTRES? |\(AUTRES\)/, '')
    .replaceAll(/[^A-Z0-9]+/g, ' ')
    .trim();

/** Names that stand behind a plus anywhere, and those of the index: what is in capitals and none of them is a word of a text. */
function namesIn(lines: readonly string[], index: Iterable<string>): Set<string> {
  const after = lines.flatMap((line) => /^\+\s*(\S.*)$/.exec(line)?.[1] ?? []);
  return new Set([...after, ...index].map(plain));
}

const isInCapitals = (line: string): boolean => {
  const name = line.replaceAll(/\([^)]*\)?/g, '');
  return /\p{L}/u.test(name) && name === name.toUpperCase() && !levelsAt(line);
};

/**
 * The thesaurus as text of its document (2019): a name in capitals, what it belongs to, then `+ OTHER NAME`, the level, the
 * advice and the mechanism. A name in capitals is one that is known; a word in capitals at the end of a text (`CYP3A4`) is none.
 */
export function readText(file: string, text: string, index: Iterable<string>): ReadThesaurus {
  const unread: Unread[] = [];
  const pairs: ReadPair[] = [];
  const members = new Map<string, string[]>();
  const date = monthIn(/Version\s*:\s*([^\n]+)/.exec(text)?.[1] ?? '');
  const lines = text.split(/\r?\n/).map((line) => line.replaceAll('\f', '').trimEnd());
  const names = namesIn(lines, index);
  let subject: string | null = null;
  let open: { line: number; name: string; body: string[] } | null = null;
  let intro: string[] = [];

  const close = () => {
    if (open && subject !== null) {
      const pair = pairOf(subject, open.name, open.body);
      if (pair) pairs.push(pair);
      else unread.push({ file, line: open.line, why: `${subject} + ${open.name}: no level stands below it` });
    }
    open = null;
  };
  const endIntro = () => {
    const listed = /^\(([\s\S]*)\)/.exec(intro.join(' ').trim())?.[1];
    if (subject !== null && listed !== undefined) members.set(subject, splitMembers(listed));
    intro = [];
  };

  for (const [i, line] of lines.entries()) {
    if (furniture.test(line)) continue;
    const at = i + 1;
    const [, other] = /^\+\s*(\S.*)$/.exec(line) ?? [];
    if (other !== undefined) {
      if (open) close();
      else endIntro();
      if (subject === null) unread.push({ file, line: at, why: `+ ${other}: there is no name above it` });
      else open = { line: at, name: other.trim(), body: [] };
      continue;
    }
    if (isInCapitals(line) && names.has(plain(line))) {
      const before = plain(subject ?? '')[0] ?? '';
      // they follow each other by the alphabet
      if ((plain(line)[0] ?? '') < before)
        unread.push({ file, line: at, why: `${line.trim()}: a name out of its order` });
      if (open) close();
      else if (subject !== null) endIntro();
      subject = line.trim();
      continue;
    }
    if (open) open.body.push(line);
    else if (subject !== null) intro.push(line);
  }
  close();
  return { pairs, members, date, unread };
}

/** Commas inside of brackets separate nothing: `sodium (bicarbonate de), trometamol`. */
export const splitMembers = (text: string): string[] =>
  text
    .split(/,(?![^()]*\))/)
    .map((one) => one.replaceAll(/\s+/g, ' ').trim())
    .filter(Boolean);

function pairOf(a: string, b: string, body: readonly string[]): ReadPair | null {
  const first = body.findIndex((line) => line.trim() !== '');
  const found = levelsAt(body[first] ?? '');
  if (!found) return null;
  const { levels, rest } = found;
  const paragraphs = paragraphsOf(body.slice(first + 1));
  // glued to the level stands the mechanism, which the document breaks after its first line
  if (rest !== '' && levels.length === 1)
    return { a, b, levels, advice: '', mechanism: [rest, ...paragraphs].join(' ') };
  // of several levels each has its cases: they are not to be told from the mechanism
  if (levels.length > 1)
    return { a, b, levels, advice: [rest, ...paragraphs].filter(Boolean).join('\n'), mechanism: '' };
  const [advice = '', ...others] = paragraphs;
  return others.length === 0 && levels[0] === 'PC'
    ? { a, b, levels, advice: '', mechanism: advice }
    : { a, b, levels, advice, mechanism: others.join('\n') };
}

function paragraphsOf(lines: readonly string[]): string[] {
  const paragraphs: string[][] = [[]];
  for (const line of lines)
    if (line.trim() === '') paragraphs.push([]);
    else paragraphs.at(-1)?.push(line.trim());
  return paragraphs.filter((one) => one.length > 0).map((one) => one.join(' ').replaceAll(/\s+/g, ' '));
}
