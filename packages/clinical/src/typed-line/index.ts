import { DrugLine } from './drug-line.ts';
import { partOf, type Element } from './elements.ts';
import { LineText } from './line-text.ts';
import { scanOrder } from './order-scan.ts';
import type { Lexicon, LineOptions, ReadLine } from './reading.ts';
import { readTests } from './test-line.ts';
import { beginsWithVital, labelOf, readVitals } from './vital-line.ts';

export { plainNumber } from './numbers.ts';
export type {
  Candidate,
  DrugReading,
  Lexicon,
  LineError,
  LineErrorCode,
  LineField,
  ReadLine,
  TestsReading,
  VitalsReading,
} from './reading.ts';

/**
 * Reads one line as clinicians type it: a drug with its regimen, tests with their moment, or vital signs. Every letter
 * belongs to a field, to a word that says nothing, or to an error; with an error there is no reading.
 */
export function readLine(line: string, lexicon: Lexicon, { today }: LineOptions): ReadLine {
  const text = new LineText(line);
  text.take(text.match(/\s*/uy)?.[0].length ?? 0);
  if (text.isOver) return text.result(null);
  if (beginsWithVital(text)) return text.result(readVitals(text));
  const label = labelOf(text);
  const elements = scanOrder(text, lexicon);
  const named = elements.filter((one) => one.is === 'name');
  if (named.length === 0) {
    if (label) {
      const again = new LineText(line);
      again.take(again.match(/\s*/uy)?.[0].length ?? 0);
      return again.result(readVitals(again));
    }
    return withoutName(text, elements);
  }
  const kind = kindOf(named, elements);
  const whole = { start: named[0]?.start ?? 0, end: named[0]?.end ?? line.length };
  if (kind === null) {
    text.fail('ambiguous-kind', whole);
    return withoutName(text, elements);
  }
  if (kind === 'tests') return text.result(readTests(text, elements, today));
  return text.result(new DrugLine(text, elements).read());
}

/** What is both a drug and a test is what its amounts say; null when nothing does. */
function kindOf(
  named: readonly Extract<Element, { is: 'name' }>[],
  elements: readonly Element[],
): 'drug' | 'tests' | null {
  if (named.some(({ drugs, tests }) => drugs.length > 0 && tests.length === 0)) return 'drug';
  if (named.some(({ drugs, tests }) => drugs.length === 0 && tests.length > 0)) return 'tests';
  return elements.some(({ is }) => is === 'amount' || is === 'schema') ? 'drug' : null;
}

/** Nothing is ordered: what is wrong is said at its place, and if nothing is, that nothing is named. */
function withoutName(text: LineText, elements: readonly Element[]): ReadLine {
  for (const one of elements) {
    if (one.is === 'wrong') text.fail(one.code, one, { instead: one.instead ?? '' });
    else if (one.is !== 'filler') text.fields.push({ start: one.start, end: one.end, part: partOf(one) });
  }
  const [first, last] = [elements.find(({ is }) => is !== 'filler'), elements.at(-1)];
  if (text.errors.length === 0 && first && last)
    text.fail('nothing-named', { start: first.start, end: last.end });
  return text.result(null);
}
