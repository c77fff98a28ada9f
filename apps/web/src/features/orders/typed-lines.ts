import type { TypedOrder } from '@keneyapp/bff/features/orders/view';
import { weekdays } from '@keneyapp/clinical/prescribing';
import type { Candidate, DrugReading, TestsReading } from '@keneyapp/clinical/typed-line';
import { today, writeDate } from '../../components/form/paris-time.ts';
import { newDrug, newService, type LineText, type Setting } from './basket.ts';
import { beginningOf } from './dose-units.ts';
import { regimenText, textOfRegimen, textOfTiming, emptyTiming } from './regimen-text.ts';

interface Words {
  /** `3 prélèvements` */
  samples: (n: number) => string;
  /** `matin` */
  part: (part: 'MORN' | 'NOON' | 'EVE' | 'NIGHT') => string;
}

/** The line of a drug that was typed, with the code that was chosen for it. */
export function lineOfDrug(
  { regimen }: DrugReading,
  { display, system, code }: Candidate,
  setting: Setting,
): LineText {
  const text = textOfRegimen(regimen);
  const route = text.route || regimenText.shape.route.parse(beginningOf(display).route);
  return newDrug({ text: display, code: { system, code } }, { setting, regimen: { ...text, route } });
}

/** The lines of tests that were typed, one each, all at the moment that was said. */
export function linesOfTests(
  { tests, when, timing, isUrgent, instruction }: TestsReading,
  categories: TypedOrder['categories'],
  words: Words,
): LineText[] {
  const start = { date: writeDate(dayOf(when.day)), time: when.time ?? '' };
  return tests.map(({ test: { display, system, code }, count }, i) =>
    newService(
      categories[i] ?? 'laboratory',
      { text: display, code: { system, code } },
      {
        start,
        priority: isUrgent ? 'urgent' : 'routine',
        timing: timing ? textOfTiming(timing) : emptyTiming,
        // what has no field of its own is told in words
        note: [
          count === null ? '' : words.samples(count),
          when.part && when.time === null ? words.part(when.part) : '',
          instruction,
        ]
          .filter(Boolean)
          .join(', '),
      },
    ),
  );
}

function dayOf(day: TestsReading['when']['day']): string {
  if (day === null) return today();
  if ('date' in day) return day.date;
  if ('in' in day) return dayAfter(today(), day.in);
  // the next one: today's name is that of the day in a week
  for (let n = 1; n <= 7; n += 1) {
    const next = dayAfter(today(), n);
    const name = weekdays[(new Date(`${next}T12:00:00Z`).getUTCDay() + 6) % 7];
    if (name === day.weekday) return next;
  }
  return today();
}

const dayAfter = (day: string, n: number): string =>
  new Date(Date.parse(`${day}T12:00:00Z`) + n * 86_400_000).toISOString().slice(0, 10);
