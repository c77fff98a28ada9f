import type { Element, Said } from './elements.ts';
import type { LineText } from './line-text.ts';
import type { Candidate, Lexicon } from './reading.ts';
import { rules } from './rules.ts';

/** Names are of at most so many words. */
const mostWords = 6;
const nameWord = /\p{L}[\p{L}\d'’.]*|\d+(?=[ /-])|\d+(?!\S)/uy;
const between = /[\s/-]+/uy;

/** Takes the line apart to its end: what is named, what is said of it, and an error for everything else. */
export function scanOrder(text: LineText, lexicon: Lexicon): Element[] {
  const elements: Element[] = [];
  let mayName = true;
  while (!text.isOver) {
    const named: Found | null = mayName ? nameAt(text, lexicon) : null;
    const found: Found | null = named ?? ruleAt(text) ?? nameAt(text, lexicon);
    if (!found) {
      text.takeUnknown();
      continue;
    }
    const span = text.take(found.length);
    elements.push({ ...found.said, ...span });
    // a name stands first or after a plus; elsewhere the words of the grammar come before it
    if (found.said.is !== 'filler') mayName = found.said.is === 'plus';
  }
  return elements;
}

interface Found {
  said: Said;
  length: number;
}

function ruleAt(text: LineText): Found | null {
  for (const { pattern, read } of rules) {
    const match = text.match(pattern);
    if (match && match[0] !== '') return { said: read(match.groups ?? {}), length: match[0].length };
  }
  return null;
}

/** The longest run of words that is called so. */
function nameAt(text: LineText, lexicon: Lexicon): Found | null {
  const start = text.at;
  const words: string[] = [];
  const lengths: number[] = [];
  while (words.length < mostWords) {
    const word = text.match(nameWord)?.[0];
    if (word === undefined || (words.length === 0 && !/^\p{L}/u.test(word))) break;
    words.push(word.replace(/\.$/, ''));
    text.at += word.length;
    lengths.push(text.at - start);
    text.at += text.match(between)?.[0].length ?? 0;
    if (text.at === start + (lengths.at(-1) ?? 0)) break;
  }
  text.at = start;
  for (let n = words.length; n > 0; n -= 1) {
    const name = words.slice(0, n).join(' ');
    const [drugs, tests]: (readonly Candidate[])[] = [lexicon.drugs(name), lexicon.tests(name)];
    if (drugs && tests && drugs.length + tests.length > 0)
      return { said: { is: 'name', drugs, tests }, length: lengths[n - 1] ?? 0 };
  }
  return null;
}
