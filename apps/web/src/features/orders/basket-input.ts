import type { OrderLine, SignInput } from '@keneyapp/bff/features/orders/orders-schema';
import { z } from 'zod';
import type { CodedValue } from '../../components/form/coded-value.ts';
import { civilTimeOf, fromParis, readDay, today, whyNoDate } from '../../components/form/paris-time.ts';
import type { Issue } from '../../components/form/server-issues.ts';
import {
  inOrder,
  type BasketText,
  type DrugText,
  type Former,
  type LineText,
  type RenewText,
  type ServiceText,
} from './basket.ts';
import { readRegimen, readTiming } from './regimen-text.ts';
import { fieldOfScale } from './scale-text.ts';
import { countOf, type TextIssue } from './typed-values.ts';

type LineInput = OrderLine;
type BasketInput = SignInput;
type Duration = Extract<LineInput, { act: 'renew' }>['duration'];
type Ordered = Pick<Extract<LineInput, { act: 'new' }>, 'coded' | 'start' | 'priority' | 'reason' | 'note'>;

/** What is sent of what is typed, and what is wrong with it, by the paths of the form's fields. */
export function readBasket(basket: BasketText): { input: BasketInput; issues: TextIssue[] } {
  const issues: TextIssue[] = [];
  const lines = inOrder(basket).map(([name, line]) => {
    const read = readLine(line);
    issues.push(...read.issues.map(({ path, reason }) => ({ path: ['lines', name, ...path], reason })));
    return read.input;
  });
  return { input: { key: basket.key, lines, answers: basket.answers }, issues };
}

/** One line of it. */
export function readLine(line: LineText): { input: LineInput; issues: TextIssue[] } {
  if (line.act === 'stop') {
    const { kind, act, former, why } = line;
    return { input: { kind, act, former: sent(former), why: why.trim() }, issues: missing(why, 'why') };
  }
  if (line.act === 'renew') return readRenewal(line);
  return line.kind === 'drug' ? readDrug(line) : readService(line);
}

const sent = ({ id, version }: Former): Pick<Former, 'id' | 'version'> => ({ id, version });
const missing = (text: string, ...path: TextIssue['path']): TextIssue[] =>
  text.trim() === '' ? [{ path, reason: 'missing' }] : [];

/** What stands in a line to type alone would not be signed. */
const leftIn = (typed: string): TextIssue[] =>
  typed.trim() === '' ? [] : [{ path: ['typed'], reason: 'left' }];

function readRenewal({ kind, act, former, start, duration }: RenewText): {
  input: LineInput;
  issues: TextIssue[];
} {
  const begin = readStart(start);
  const lasts = readDuration(duration);
  return {
    input: { kind, act, former: sent(former), start: begin.start, duration: lasts.duration },
    issues: [...begin.issues, ...lasts.issues],
  };
}

function readDrug(line: DrugText): { input: LineInput; issues: TextIssue[] } {
  const { regimen, issues } = readRegimen(line.regimen);
  const begin = readStart(line.start);
  const leaves = line.setting !== 'inpatient';
  const ordered = {
    ...orderedOf(line, begin.start),
    regimen,
    setting: line.setting,
    ...(leaves && line.zone === 'long-term' ? { isLongTermIllness: true } : {}),
    ...(leaves && line.substitution !== '' ? { notSubstitutable: line.substitution } : {}),
  };
  const isRevision = line.act === 'revise' && line.former !== null;
  return {
    input:
      isRevision && line.former
        ? { kind: 'drug', act: 'revise', former: sent(line.former), why: line.why.trim(), ...ordered }
        : { kind: 'drug', act: 'new', ...ordered },
    issues: [
      ...codedIssues(line.coded, { takesText: false }),
      ...leftIn(line.typed),
      ...issues.map(({ path, reason }) => ({ path: ['regimen', ...path], reason })),
      ...begin.issues,
      ...(isRevision ? missing(line.why, 'why') : []),
    ],
  };
}

function readService(line: ServiceText): { input: LineInput; issues: TextIssue[] } {
  const begin = readStart(line.start);
  const isRepeated = mayRepeat(line);
  const { timing, issues } = isRepeated ? readTiming(line.timing) : { timing: null, issues: [] };
  const lasts = isRepeated ? readDuration(line.duration) : { duration: null, issues: [] };
  const isAdvice = line.category === 'advice';
  const ordered = {
    ...orderedOf(line, begin.start),
    category: line.category,
    timing,
    duration: lasts.duration,
    addressee: isAdvice ? line.addressee.trim() : '',
  };
  const former = line.act === 'revise' ? line.former : null;
  return {
    input: former
      ? { kind: 'service', act: 'revise', former: sent(former), why: line.why.trim(), ...ordered }
      : { kind: 'service', act: 'new', ...ordered },
    issues: [
      ...(former ? missing(line.why, 'why') : []),
      ...codedIssues(line.coded, { takesText: true }),
      ...(isAdvice ? missing(line.addressee, 'addressee') : []),
      // who examines or advises has to know what is asked
      ...(isAdvice || line.category === 'imaging' ? missing(line.reason, 'reason') : []),
      ...issues.map(({ path, reason }) => ({ path: ['timing', ...path], reason })),
      ...lasts.issues,
      ...begin.issues,
    ],
  };
}

/** An image and an advice are asked for once. */
export const mayRepeat = ({ category }: Pick<ServiceText, 'category'>): boolean =>
  category === 'nursing' || category === 'laboratory';

const orderedOf = ({ coded, priority, reason, note }: DrugText | ServiceText, start: string): Ordered => ({
  coded,
  start,
  priority,
  reason: reason.trim(),
  note: note.trim(),
});

function codedIssues({ text, code }: CodedValue, { takesText }: { takesText: boolean }): TextIssue[] {
  if (text.trim() === '') return [{ path: ['coded'], reason: 'empty' }];
  return code === null && !takesText ? [{ path: ['coded'], reason: 'needsCode' }] : [];
}

/** The day it begins, with its time where one is typed; nothing typed is today. */
function readStart({ date, time }: { date: string; time: string }): { start: string; issues: TextIssue[] } {
  const day = date.trim() === '' ? today() : readDay(date);
  if (day === null) return { start: '', issues: [{ path: ['start', 'date'], reason: whyNoDate(date) }] };
  if (time.trim() === '') return { start: day, issues: [] };
  const civil = civilTimeOf({ date: date.trim() === '' ? day : date, time });
  const instant = civil && fromParis(civil);
  return instant
    ? { start: instant, issues: [] }
    : { start: day, issues: [{ path: ['start', 'time'], reason: 'time' }] };
}

function readDuration({ value, unit }: RenewText['duration']): { duration: Duration; issues: TextIssue[] } {
  if (value.trim() === '') return { duration: null, issues: [] };
  const count = countOf(value);
  return count === null
    ? { duration: null, issues: [{ path: ['duration'], reason: 'count' }] }
    : { duration: { value: count, unit }, issues: [] };
}

/** The form's own judgement; what the server finds besides comes back at the same fields. */
export const basketSchema = z.custom<BasketText>().superRefine((basket, context) => {
  for (const { path, reason } of leftIn(basket.typed))
    context.addIssue({ code: 'custom', path, message: reason });
  if (basket.order.length === 0 && basket.typed.trim() === '')
    context.addIssue({ code: 'custom', path: ['typed'], message: 'noLines' });
  for (const { path, reason } of [...issuesOfVerbal(basket), ...readBasket(basket).issues])
    context.addIssue({ code: 'custom', path, message: reason });
});

function issuesOfVerbal({ verbal }: BasketText): TextIssue[] {
  if (!verbal) return [];
  return [
    ...missing(verbal.doctor.key, 'verbal', 'doctor'),
    ...missing(verbal.how, 'verbal', 'how'),
    ...(verbal.emergency.trim().length < 3 ? missing('', 'verbal', 'emergency') : []),
    ...(verbal.isReadBack ? [] : [{ path: ['verbal', 'isReadBack'], reason: 'not-read-back' }]),
  ];
}

/** Fields of the regimen that are one input with several parts. */
const wholeFields = ['dose', 'doseMax', 'timing', 'duration', 'rate', 'ratePer', 'over'];

/** Where an issue of the server (`lines.2.steps.0.dose`) stands in the form, whose lines have names. */
export function fieldOfIssue(order: readonly string[], { path }: Issue): string {
  const [first, place, ...rest] = path;
  if (first === 'answers') return 'answers';
  if (first === 'doctor' || first === 'emergency' || first === 'how' || first === 'isReadBack')
    return `verbal.${first}`;
  const name = typeof place === 'number' ? order[place] : undefined;
  if (first !== 'lines' || name === undefined) return 'typed';
  const inner = rest[0] === 'regimen' ? rest.slice(1) : rest;
  const [part, ...below] = inner;
  const line = `lines.${name}`;
  switch (part) {
    case 'steps': {
      if (below[1] === 'scale')
        return [`${line}.regimen.steps`, below[0] ?? 0, 'scale', ...fieldOfScale(below.slice(2))].join('.');
      const field = wholeFields.find((one) => one === below[1]) ?? 'dose';
      return `${line}.regimen.steps.${String(below[0] ?? 0)}.${field}`;
    }
    case 'asNeeded': {
      const field = ['interval', 'maxPerDay'].find((one) => one === below[0]) ?? 'condition';
      return `${line}.regimen.${field}`;
    }
    case 'additives':
      return `${line}.regimen.additives.${String(below[0] ?? 0)}.${below[1] === 'dose' ? 'dose' : 'text'}`;
    case 'route':
    case 'instruction':
      return `${line}.regimen.${part}`;
    case 'start':
      return `${line}.start.date`;
    case 'coded':
    case 'setting':
    case 'priority':
    case 'reason':
    case 'note':
    case 'why':
    case 'duration':
    case 'timing':
    case 'addressee':
    case 'category':
      return `${line}.${part}`;
    default:
      // of the whole line: what is renewed has changed, or has ended
      return `${line}.former`;
  }
}
