import { isRealDate, formatIsoDate, type CivilDate } from '../age.ts';
import type { RegimenTiming } from '../prescribing/regimen.ts';
import type { Element } from './elements.ts';
import type { LineText } from './line-text.ts';
import type { TestsReading, TestsWhen } from './reading.ts';

/** `NFS iono demain 8h`: every test that is named, and one moment or rhythm for all of them. */
export function readTests(text: LineText, elements: readonly Element[], today: CivilDate): TestsReading {
  const reading: TestsReading = {
    kind: 'tests',
    tests: [],
    when: { day: null, part: null, time: null },
    timing: null,
    isUrgent: false,
    instruction: '',
  };
  for (const element of elements) readElement(text, element, reading, today);
  return reading;
}

function readElement(text: LineText, element: Element, reading: TestsReading, today: CivilDate): void {
  const { when } = reading;
  const setDay = (day: TestsWhen['day'], part: TestsWhen['part'] = null) => {
    if (when.day !== null || (part !== null && when.part !== null)) text.fail('two-times', element);
    when.day = day;
    when.part ??= part;
  };
  const setTiming = (timing: RegimenTiming) => {
    if (reading.timing) text.fail('two-rhythms', element);
    reading.timing = timing;
  };
  const field = (part: 'test' | 'timing' | 'words') =>
    text.fields.push({ start: element.start, end: element.end, part });
  switch (element.is) {
    case 'filler':
    case 'plus':
      return;
    case 'name': {
      const [test, another] = element.tests;
      if (!test) return text.fail('not-for-tests', element);
      if (another) return text.fail('ambiguous-test', element, { candidates: element.tests });
      reading.tests.push({ test, count: null });
      field('test');
      return;
    }
    case 'count': {
      const last = reading.tests.at(-1);
      if (!last || last.count !== null) return text.fail('two-values', element);
      if (element.count < 1 || element.count > 20) return text.fail('impossible-number', element);
      last.count = element.count;
      field('test');
      return;
    }
    case 'when': {
      const day = 'in' in element.day ? element.day : dateOf(element.day.date, today);
      if (day === null) {
        const { start, end } = element;
        const lead = /^le\s+/i.exec(text.textOf(element))?.[0].length ?? 0;
        return text.fail('impossible-number', { start: start + lead, end });
      }
      setDay(day, element.part);
      field('timing');
      return;
    }
    case 'day':
      setDay({ weekday: element.day });
      field('timing');
      return;
    case 'at':
      if (when.part !== null || !['MORN', 'NOON', 'EVE', 'NIGHT'].includes(element.at))
        return text.fail('two-times', element);
      when.part = element.at as TestsWhen['part'];
      field('timing');
      return;
    case 'clock':
      if (element.clock.length === 0) return text.fail('impossible-number', element);
      if (when.time !== null || element.clock.length > 1) return text.fail('two-times', element);
      when.time = element.clock[0] ?? null;
      field('timing');
      return;
    case 'urgent':
      reading.isUrgent = true;
      field('timing');
      return;
    case 'times':
      setTiming({ times: { count: element.count, per: element.per } });
      field('timing');
      return;
    case 'per':
      setTiming({ times: { count: 1, per: { value: 1, unit: element.unit } } });
      field('timing');
      return;
    case 'every':
      setTiming({ every: element.every });
      field('timing');
      return;
    case 'instruction':
      reading.instruction = [reading.instruction, element.text ?? unquoted(text.textOf(element))]
        .filter((one) => one !== '')
        .join(', ');
      field('words');
      return;
    case 'wrong':
      return text.fail(element.code, element, { instead: element.instead ?? '' });
    default:
      return text.fail('not-for-tests', element);
  }
}

export const unquoted = (words: string): string => words.replaceAll(/^["«]\s*|\s*["»]$/g, '');

/** A day of the calendar; without a year the next one of that name. */
function dateOf(typed: string, today: CivilDate): { date: string } | null {
  const [day = 0, month = 0, typedYear] = typed.split('/').map(Number);
  const year = typedYear === undefined ? today.year : typedYear < 100 ? 2000 + typedYear : typedYear;
  const date = { year, month, day };
  const isPast =
    typedYear === undefined && (month < today.month || (month === today.month && day < today.day));
  const meant = isPast ? { ...date, year: year + 1 } : date;
  return isRealDate(meant) ? { date: formatIsoDate(meant) } : null;
}
