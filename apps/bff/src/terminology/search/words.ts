import { folded } from '@keneyapp/clinical';

/** Words that tell nothing of what is meant. `sans` and `non` do. */
const empty = new Set(
  'a al au aux avec ce cet cette chez d dans de des du elle en est et il l la le les leur ou par pour qu que qui s sa se ses son sur un une of the and or in to with by'.split(
    ' ',
  ),
);
/** Words that qualify and do not name: a title is no less meant because it has them. */
export const isLight = (word: string): boolean => light.has(word);
const light = new Set(
  'autre autres precise precisee precises precisees precision sans sai nca classe classee classes classees ailleurs non specifie unspecified other'.split(
    ' ',
  ),
);

const milligrams: Record<string, number> = { g: 1_000, mg: 1, ug: 0.001, mcg: 0.001, µg: 0.001, μg: 0.001 };

/**
 * A text as words without case, accents and elided articles. Amounts are brought to one form besides: `1 g`, `1000 mg` and
 * `1 000 mg` all hold `=1000mg`, so that a strength is found however it is written.
 */
export function wordsOf(text: string): string[] {
  const plain = folded(text)
    .replaceAll(/(\d)[\s\u00a0\u202f](?=\d{3}(?!\d))/g, '$1')
    .replaceAll(/(\d),(?=\d)/g, '$1.');
  const words: string[] = [];
  for (const [word] of plain.matchAll(/\d+(?:\.\d+)?|[\p{L}]+(?:\d+[\p{L}\d]*)?/gu)) {
    const last = words.at(-1);
    const unit = milligrams[word];
    if (unit !== undefined && last !== undefined && isNumber(last)) {
      const amount = String(Number((Number(last) * unit).toPrecision(12)));
      words.push(word, `=${amount}mg`);
      if (amount !== last) words.push(amount);
    } else if (!empty.has(word)) words.push(word);
  }
  return words;
}

/** What is typed: an amount with its unit is that amount and nothing else. */
export function typedWordsOf(text: string): string[] {
  const words = wordsOf(text);
  return words.filter((word, i) => {
    if (word.startsWith('=')) return true;
    const isOfAmount = words[i + 1]?.startsWith('=') || words[i + 2]?.startsWith('=');
    const followsAmount = words[i - 1]?.startsWith('=') && isNumber(word);
    return !(isOfAmount && (isNumber(word) || word in milligrams)) && !followsAmount;
  });
}

const isNumber = (word: string): boolean => /^\d+(\.\d+)?$/.test(word);

/** A word without the ending of its plural or feminine: enough to bring `aigus`, `aiguë` and `aigu` together. */
export function stem(word: string): string {
  if (word.length < 4) return word;
  return word
    .replace(/(?:aux)$/, 'al')
    .replace(/(?:es|e|s|x)$/, '')
    .replace(/(\p{L})\1$/u, '$1');
}
