import type { OrderFavourite, OrderSet, OrderTemplate } from '@keneyapp/bff/features/orders/view';
import { fold } from '@keneyapp/ui/table-model';
import { newDrug, newService, type LineText, type Setting } from './basket.ts';
import { readLine } from './basket-input.ts';
import { emptyTiming, readRegimen, readTiming, textOfRegimen, textOfTiming } from './regimen-text.ts';

/** What is kept at hand: a favourite or panel of one's own or of a service, or a set of orders of the house. */
export type AtHand = ({ is: 'favourite' } & OrderFavourite) | ({ is: 'set'; name: string } & OrderSet);

export const keyOfAtHand = ({ is, id }: AtHand): string => `${is} ${id}`;
export const favouriteAtHand = (one: OrderFavourite): AtHand => ({ is: 'favourite', ...one });
export const setAtHand = (one: OrderSet): AtHand => ({ is: 'set', name: one.title, ...one });

/** Those of which every word that was typed begins one of their name, or of what they order. */
export function searchAtHand(all: readonly AtHand[], typed: string): AtHand[] {
  const asked = wordsOf(typed);
  if (asked.length === 0) return [...all];
  const holds = (words: string[]) => asked.every((one) => words.some((word) => word.startsWith(one)));
  const byName = all.filter(({ name }) => holds(wordsOf(name)));
  const byLines = all.filter(
    (one) => !byName.includes(one) && (one.lines ?? []).some(({ coded }) => holds(wordsOf(coded.text))),
  );
  return [...byName, ...byLines];
}
const wordsOf = (text: string): string[] => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];

/** The name that was typed, whole: Enter takes it. */
export const isNamed = ({ name }: AtHand, typed: string): boolean =>
  wordsOf(name).join(' ') === wordsOf(typed).join(' ');

/** Why a line of a set or favourite is not in the basket as it was kept. */
export type WhyLeft = 'unreadable' | 'already' | 'too-many' | 'setting';
export interface Left {
  what: string;
  why: WhyLeft;
}

/** The lines of the basket that a template begins; what the fields cannot hold as it was kept is left and said. */
export function linesOfTemplates(
  templates: readonly OrderTemplate[],
  { setting, basket }: { setting: Setting; basket: readonly LineText[] },
): { lines: LineText[]; left: Left[] } {
  const lines: LineText[] = [];
  const left: Left[] = [];
  const there = new Set(basket.flatMap((line) => keyOfTemplate(templateOf(line))));
  for (const template of templates) {
    const what = template.coded.text;
    const line = lineOfTemplate(template);
    if (line === null) left.push({ what, why: 'unreadable' });
    else if (there.has(keyOfTemplate(template)[0] ?? '')) left.push({ what, why: 'already' });
    else if (line.kind === 'drug' && line.setting === 'inpatient' && setting !== 'inpatient') {
      // nobody is given drugs of the ward at home: said, and seen in the line
      left.push({ what, why: 'setting' });
      lines.push({ ...line, setting });
    } else lines.push(line);
  }
  return { lines, left };
}

/** Null: its regimen or rhythm would not be signed as it was kept. */
function lineOfTemplate(template: OrderTemplate): (LineText & { act: 'new' | 'revise' }) | null {
  const { coded, priority } = template;
  if (template.kind === 'drug') {
    const regimen = textOfRegimen(template.regimen);
    return isSame(readRegimen(regimen).regimen, template.regimen)
      ? newDrug(coded, { regimen, setting: template.setting, priority })
      : null;
  }
  const { category, duration, addressee } = template;
  const timing = template.timing ? textOfTiming(template.timing) : emptyTiming;
  return isSame(readTiming(timing).timing, template.timing)
    ? newService(category, coded, {
        priority,
        timing,
        duration: duration
          ? { value: String(duration.value), unit: duration.unit }
          : { value: '', unit: 'd' },
        addressee,
      })
    : null;
}

/** What is of one patient and not kept, so that its lack keeps nothing from being kept. */
const ofPatient = ['reason', 'note', 'start', 'why', 'addressee', 'former'];
/** The order without its patient; null of a renewal, of what is stopped, and of what is not typed whole. */
export function templateOf(line: LineText): OrderTemplate | null {
  const { input, issues } = readLine(line);
  if (input.act === 'renew' || input.act === 'stop') return null;
  if (issues.some(({ path }) => !ofPatient.includes(String(path[0])))) return null;
  if (input.kind === 'drug') {
    const { kind, coded, regimen, setting, priority } = input;
    return { kind, coded, regimen, setting, priority };
  }
  const { kind, category, coded, timing, duration, priority, addressee } = input;
  return { kind, category, coded, timing, duration, priority, addressee };
}

/** The same order twice: its code with its dosage or rhythm; where and how urgently are no other order. */
function keyOfTemplate(template: OrderTemplate | null): string[] {
  if (!template) return [];
  const { coded } = template;
  const what = coded.code ? `${coded.code.system}|${coded.code.code}` : fold(coded.text);
  return [
    template.kind === 'drug'
      ? `drug ${what} ${sorted(template.regimen)}`
      : `${template.category} ${what} ${sorted([template.timing, template.duration])}`,
  ];
}

const isSame = (a: unknown, b: unknown): boolean => sorted(a) === sorted(b);
/** As text, whatever the order of its members. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, one: unknown) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
      : one,
  );
