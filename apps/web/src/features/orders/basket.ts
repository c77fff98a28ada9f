import type { Regimen } from '@keneyapp/clinical/prescribing';
import { z } from 'zod';
import { codedValueSchema } from '../../components/form/coded-schema.ts';
import { noCodedValue, type CodedValue } from '../../components/form/coded-value.ts';
import { toParis, typedMoment } from '../../components/form/paris-time.ts';
import { noRegimenText, emptyTiming, regimenText, timeUnits, timingTextSchema } from './regimen-text.ts';

export const settings = ['inpatient', 'community', 'discharge'] as const;
export const priorities = ['routine', 'urgent', 'asap', 'stat'] as const;
export const categories = ['laboratory', 'imaging', 'nursing', 'advice'] as const;
export const zones = ['ordinary', 'long-term'] as const;
export const substitutions = ['', 'MTE', 'EFG', 'CIF'] as const;
export type Setting = (typeof settings)[number];
export type Category = (typeof categories)[number];

/** What is renewed, revised or stopped, as the person saw it. */
const formerText = z.object({
  id: z.string(),
  version: z.string(),
  /** What it orders, and how. */
  words: z.string(),
  says: z.string(),
});
export type Former = z.output<typeof formerText>;
const lasting = z.object({ value: z.string(), unit: z.enum(timeUnits) });
/** A day with, where it matters, its time; an empty day is now. */
const moment = z.object({ date: z.string(), time: z.string() });

const ordered = {
  coded: codedValueSchema,
  start: moment,
  priority: z.enum(priorities),
  reason: z.string(),
  note: z.string(),
};
const drugText = z.object({
  kind: z.literal('drug'),
  act: z.enum(['new', 'revise']),
  former: formerText.nullable(),
  /** Why it is revised. */
  why: z.string(),
  ...ordered,
  /** A dosage in one line that is not in the fields yet. */
  typed: z.string(),
  regimen: regimenText,
  setting: z.enum(settings),
  /** For what leaves the hospital: its zone of the paper, and why nothing may be put in its place. */
  zone: z.enum(zones).default('ordinary'),
  substitution: z.enum(substitutions).default(''),
});
const serviceText = z.object({
  kind: z.literal('service'),
  act: z.enum(['new', 'revise']),
  // drafts that were begun before services were revised have neither
  former: formerText.nullable().default(null),
  why: z.string().default(''),
  ...ordered,
  category: z.enum(categories),
  timing: timingTextSchema,
  duration: lasting,
  /** Whose advice is asked for. */
  addressee: z.string(),
});
const renewText = z.object({
  kind: z.enum(['drug', 'service']),
  act: z.literal('renew'),
  former: formerText,
  start: moment,
  duration: lasting,
});
const stopText = z.object({
  kind: z.enum(['drug', 'service']),
  act: z.literal('stop'),
  former: formerText,
  why: z.string(),
});
const lineText = z.union([drugText, serviceText, renewText, stopText]);
export type DrugText = z.output<typeof drugText>;
export type ServiceText = z.output<typeof serviceText>;
export type RenewText = z.output<typeof renewText>;
export type StopText = z.output<typeof stopText>;
export type LineText = z.output<typeof lineText>;

/** What is answered to an alert: a reason of its list, and words. */
export const answerText = z.object({ alert: z.string(), reason: z.string(), words: z.string() });
export type AnswerText = z.output<typeof answerText>;

/** Of an order that a doctor gave by word: who, why not in writing, and that it was read back to them. */
const verbalText = z.object({
  doctor: z.object({ text: z.string(), key: z.string() }),
  how: z.enum(['', 'present', 'telephone']),
  emergency: z.string(),
  isReadBack: z.boolean(),
});
export type VerbalText = z.output<typeof verbalText>;
const noVerbal = (): VerbalText => ({
  doctor: { text: '', key: '' },
  how: '',
  emergency: '',
  isReadBack: false,
});

/** Orders that are not signed yet, as they are typed: what the draft holds. */
export const basketText = z.object({
  /** Made when the basket was begun: the same key never orders twice. */
  key: z.uuid(),
  /** What stands in the search and is no line yet. */
  typed: z.string(),
  /** The lines in their order, by names that no removal changes: what is wrong with a line stays with it. */
  order: z.array(z.string()).max(50),
  lines: z.record(z.string(), lineText),
  answers: z.array(answerText),
  /** Null: signed by who types it. */
  verbal: verbalText.nullable().default(null),
});
export type BasketText = z.output<typeof basketText>;

export const mostLines = 50;
export const emptyBasket = ({ isVerbal = false } = {}): BasketText => ({
  key: crypto.randomUUID(),
  typed: '',
  order: [],
  lines: {},
  answers: [],
  verbal: isVerbal ? noVerbal() : null,
});
/** Starts with a letter: react-hook-form takes a path of digits for a place in an array. */
export const newLineName = (): string => `l${crypto.randomUUID().slice(0, 8)}`;

const shape = z.looseObject({ order: z.array(z.string()), lines: z.record(z.string(), z.unknown()) });
/** What a draft holds; null for one that another version kept in another shape. Lines that were taken out are forgotten. */
export function parseBasket(content: string): BasketText | null {
  const kept = shape.safeParse(JSON.parse(content)).data;
  if (!kept) return null;
  const order = kept.order.filter((name) => kept.lines[name] !== undefined);
  const lines = Object.fromEntries(order.map((name) => [name, kept.lines[name]]));
  return basketText.safeParse({ ...kept, order, lines }).data ?? null;
}

export const inOrder = ({ order, lines }: Pick<BasketText, 'order' | 'lines'>): [string, LineText][] =>
  order.flatMap((name) => (lines[name] ? [[name, lines[name]] as [string, LineText]] : []));

/** Today, as the field shows it. */
export const now = (): z.output<typeof moment> => ({ date: typedMoment(toParis(new Date())).date, time: '' });

export const newDrug = (coded: CodedValue, part: Partial<DrugText> = {}): DrugText => ({
  kind: 'drug',
  act: 'new',
  former: null,
  why: '',
  coded,
  start: now(),
  priority: 'routine',
  reason: '',
  note: '',
  typed: '',
  regimen: noRegimenText,
  setting: 'inpatient',
  zone: 'ordinary',
  substitution: '',
  ...part,
});
export const newService = (
  category: Category,
  coded: CodedValue = noCodedValue,
  part: Partial<ServiceText> = {},
): ServiceText => ({
  kind: 'service',
  act: 'new',
  former: null,
  why: '',
  coded,
  start: now(),
  priority: 'routine',
  reason: '',
  note: '',
  category,
  timing: emptyTiming,
  duration: { value: '', unit: 'd' },
  addressee: '',
  ...part,
});

export type BasketChange =
  | { is: 'add'; name: string; line: LineText }
  | { is: 'remove'; name: string }
  | { is: 'restore'; name: string; line: LineText; at: number }
  | { is: 'answer'; answer: AnswerText };

/** The basket after a change; the same object when nothing changes. */
export function changed(basket: BasketText, change: BasketChange): BasketText {
  const { order, lines } = basket;
  switch (change.is) {
    case 'add': {
      if (order.length >= mostLines) return basket;
      const { name, line } = change;
      // one prescription is renewed, revised or stopped once: what is chosen last is meant
      const before = nameOfSame(basket, line);
      if (before === null) return { ...basket, order: [...order, name], lines: { ...lines, [name]: line } };
      return lines[before]?.act === line.act ? basket : { ...basket, lines: { ...lines, [before]: line } };
    }
    case 'restore':
      return {
        ...basket,
        order: order.toSpliced(change.at, 0, change.name),
        lines: { ...lines, [change.name]: change.line },
      };
    case 'remove': {
      if (!order.includes(change.name)) return basket;
      const { [change.name]: _, ...left } = lines;
      return { ...basket, order: order.filter((one) => one !== change.name), lines: left };
    }
    case 'answer':
      return {
        ...basket,
        answers: [...basket.answers.filter(({ alert }) => alert !== change.answer.alert), change.answer],
      };
  }
}

/** The line about the same former order; null when there is none. */
export function nameOfSame(basket: BasketText, line: LineText): string | null {
  const former = formerOf(line);
  if (!former) return null;
  return inOrder(basket).find(([, one]) => formerOf(one)?.id === former.id)?.[0] ?? null;
}
const formerOf = (line: LineText): Former | null => ('former' in line ? line.former : null);

/** Whether somebody changed it since: then a conflict shows both. */
export const isSameLine = (a: LineText, b: LineText): boolean => JSON.stringify(a) === JSON.stringify(b);

export interface Merging {
  mine: BasketText;
  theirs: BasketText;
  /** By the name of the line. */
  chosen: Readonly<Record<string, 'mine' | 'theirs'>>;
}
/** One's own lines with those of the other window that were chosen; what only one of the two has stays. */
export function mergedBasket({ mine, theirs, chosen }: Merging): BasketText {
  const names = [...mine.order, ...theirs.order.filter((name) => !mine.lines[name])];
  const lines = names.flatMap((name): [string, LineText][] => {
    const line =
      (chosen[name] === 'theirs' ? theirs : mine).lines[name] ?? mine.lines[name] ?? theirs.lines[name];
    return line ? [[name, line]] : [];
  });
  const order = lines.map(([name]) => name).slice(0, mostLines);
  return { ...mine, order, lines: Object.fromEntries(lines.slice(0, mostLines)) };
}

/** What is renewed lasts as long as the last step of it did. */
export function durationOf(regimen: Regimen | null): RenewText['duration'] {
  const last = regimen?.steps.at(-1)?.duration;
  return last ? { value: String(last.value), unit: last.unit } : { value: '', unit: 'd' };
}
