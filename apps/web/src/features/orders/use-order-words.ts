import { useTranslations } from 'next-intl';
import { dosageParts } from '../../components/dosage-words.ts';
import { timeWords } from '../../components/dose-words.ts';
import { readDay, today } from '../../components/form/paris-time.ts';
import { timingWords } from '../../components/timing-words.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import type { BasketText, DrugText, LineText, RenewText, ServiceText } from './basket.ts';
import { readLine } from './basket-input.ts';
import { dosagesOf, timingOf } from './dosage-view.ts';
import { unitWord } from './dose-units.ts';
import { readRegimen, readTiming, type RegimenText } from './regimen-text.ts';
import type { FormWords } from '../../components/form/use-chart-form.ts';

export interface LineWords {
  /** What is ordered. */
  name: string;
  /** What is said of it, in the order of a line of treatment. */
  parts: string[];
}

/** A longest duration, of which the reason names the days; null of any other reason. */
export function limitProblem(t: ReturnType<typeof useTranslations<'orders'>>, reason: string): string | null {
  const [, limit = '', days, running] =
    /^(beyond|needs-end-within)-(\d+)-days(-with-running)?$/.exec(reason) ?? [];
  if (days === undefined) return null;
  const n = Number(days);
  return limit === 'beyond'
    ? t(running ? 'problem.beyond-running' : 'problem.beyond', { n })
    : t('problem.needs-end', { n });
}

/** Lines of the basket and their fields, in words; needs the texts `orders` and `medications`. */
export function useOrderWords() {
  const t = useTranslations('orders');
  const m = useTranslations('medications');
  const coded = useTranslations('common.coded.problem');
  const c = useTranslations('common.form');
  const f = useFormats();

  const timeOf = (value: number, unit: string) =>
    timeWords(
      { low: { value, digits: String(value), unit, code: unit, comparator: null }, high: null },
      m,
      f,
    );
  const amountOf = ({ value, unit }: { value: string; unit: string }) =>
    `${f.digits({ value: Number(value), digits: value, comparator: null })}\u00a0${unitWord(unit, f.locale)}`;

  const regimenParts = (text: RegimenText): string[] => {
    const { regimen } = readRegimen(text);
    const { asNeeded, additives, instruction } = regimen;
    const steps = dosagesOf(regimen).map((dosage, i) => {
      const [step, typed] = [regimen.steps[i], text.steps[i]];
      const parts = dosageParts(dosage, m, f);
      const [dose, ...rest] = parts;
      return [
        typed?.isPerKilogram && dose ? t('line.perKilogram', { dose }) : dose,
        ...rest,
        step?.timing?.times && step.timing.every
          ? timingWords(timingOf({ every: step.timing.every }), m, f)
          : null,
        step?.over ? t('line.infusedIn', { time: timeOf(step.over.value, step.over.unit) }) : null,
      ].flatMap((part) => part || []);
    });
    const [first = [], ...later] = steps;
    return [
      ...first,
      ...later.map((parts) => m('then', { dosage: parts.join(', ') })),
      ...(asNeeded?.interval
        ? [t('line.interval', { time: timeOf(asNeeded.interval.value, asNeeded.interval.unit) })]
        : []),
      ...additives.map(({ text: what, dose }) =>
        t('line.with', { what: [what, dose && amountOf(dose)].filter(Boolean).join(' ') }),
      ),
      ...(instruction ? [instruction] : []),
    ];
  };

  /** Only what does not go without saying: later than today, or at a time. */
  const startParts = ({ date, time }: DrugText['start']): string[] => {
    const day = readDay(date);
    if (day === null || (day === today() && time.trim() === '')) return [];
    return [
      time.trim() === ''
        ? t('line.from', { date: f.date(day) ?? '' })
        : t('line.at', { date: f.date(day) ?? '', time: time.trim() }),
    ];
  };
  const priorityParts = ({ priority }: DrugText | ServiceText): string[] =>
    [t(`line.priority.${priority}`)].filter(Boolean);
  const lastingParts = ({ duration }: RenewText | ServiceText): string[] => {
    const value = Number(duration.value);
    return duration.value.trim() !== '' && value > 0
      ? [m('timing.during', { duration: timeOf(value, duration.unit) })]
      : [];
  };

  const lineWords = (line: LineText): LineWords => {
    switch (line.act) {
      case 'stop':
        return { name: line.former.words, parts: [line.former.says, line.why.trim()].filter(Boolean) };
      case 'renew':
        return {
          name: line.former.words,
          parts: [line.former.says, ...lastingParts(line), ...startParts(line.start)].filter(Boolean),
        };
      default:
        return line.kind === 'drug' ? drugWords(line) : serviceWords(line);
    }
  };
  const drugWords = (line: DrugText): LineWords => ({
    name: line.coded.text,
    parts: [
      ...regimenParts(line.regimen),
      ...startParts(line.start),
      ...priorityParts(line),
      ...(line.setting === 'inpatient' ? [] : [t(`line.setting.${line.setting}`)]),
    ],
  });
  const serviceWords = (line: ServiceText): LineWords => {
    const { timing } = readTiming(line.timing);
    return {
      name: line.coded.text,
      parts: [
        ...(timing ? [timingWords(timingOf(timing), m, f) ?? ''] : []),
        ...lastingParts(line),
        ...(line.category === 'advice' && line.addressee.trim()
          ? [t('line.to', { who: line.addressee.trim() })]
          : []),
        ...startParts(line.start),
        ...priorityParts(line),
        ...(line.reason.trim() ? [line.reason.trim()] : []),
        ...(line.note.trim() ? [line.note.trim()] : []),
      ].filter(Boolean),
    };
  };

  const labelOf = (name: string, { lines }: Pick<BasketText, 'lines'>): string => {
    const line = lines[name.split('.')[1] ?? ''];
    const [first, , part = '', ...below] = name.split('.');
    if (first === 'typed') return t('search.label');
    if (first === 'verbal') {
      const field = (['doctor', 'how', 'emergency', 'isReadBack'] as const).find((one) => name.endsWith(one));
      return t(`verbal.${field ?? 'doctor'}`);
    }
    if (first !== 'lines') return t('field.answers');
    const band = below.indexOf('bands');
    if (band >= 0) {
      const field = (['below', 'instruction'] as const).find((one) => one === below.at(-1)) ?? 'dose';
      return t(`scale.of.${field}`, { n: Number(below[band + 1] ?? 0) + 1 });
    }
    const last = part === 'regimen' ? (below.findLast((one) => !/^\d+$/.test(one)) ?? '') : part;
    switch (last) {
      case 'start':
        return t(below[0] === 'time' ? 'field.startTime' : 'field.start');
      case 'why':
        return t(line?.act === 'revise' ? 'field.whyRevise' : 'field.whyStop');
      case 'typed':
        return t('typed.label');
      case 'text':
        return t('field.additive');
      case 'coded':
        return t(line?.kind === 'service' ? 'field.codedService' : 'field.coded');
      case 'reason':
        return t(line?.kind === 'service' ? 'field.clinical' : 'field.reason');
      case 'unit':
      case 'doseUnit':
        return t(`scale.${last}`);
      case 'setting':
      case 'priority':
      case 'category':
      case 'former':
      case 'dose':
      case 'doseMax':
      case 'timing':
      case 'duration':
      case 'rate':
      case 'ratePer':
      case 'over':
      case 'route':
      case 'condition':
      case 'interval':
      case 'maxPerDay':
      case 'zone':
      case 'substitution':
      case 'instruction':
      case 'addressee':
      case 'note':
        return t(`field.${last}`);
      default:
        return t('field.former');
    }
  };
  const isReason = (
    reason: string,
  ): reason is Exclude<keyof IntlOrders['problem'], 'beyond' | 'beyond-running' | 'needs-end'> =>
    t.has(`problem.${reason as 'missing'}`);
  const words: FormWords<BasketText> = {
    label: labelOf,
    labelInSummary: (name, { lines, order }) => {
      const [first, key = ''] = name.split('.');
      const line = first === 'lines' ? lines[key] : undefined;
      return line
        ? `${order.indexOf(key) + 1}. ${lineWords(line).name || t('line.incomplete')} – ${labelOf(name, { lines })}`
        : labelOf(name, { lines });
    },
    problem: (name, reason) => {
      if (reason === 'noSuchDate') return c('noSuchDate');
      const ofCode = (
        ['empty', 'needsCode', 'unknownCode', 'notLoaded', 'terminologyAway', 'otherWords'] as const
      ).find((one) => one === reason);
      if (ofCode && name.endsWith('coded')) return coded(ofCode);
      const limit = limitProblem(t, reason);
      if (limit !== null) return limit;
      return t(`problem.${isReason(reason) ? reason : 'refused'}`);
    },
  };

  return {
    t,
    m,
    f,
    words,
    lineWords,
    regimenParts,
    typedWords: {
      samples: (n: number) => t('typed.samples', { n }),
      part: (part: 'MORN' | 'NOON' | 'EVE' | 'NIGHT') => m(`timing.events.${part}`),
    },
    /** Whether something is missing before it can be signed. */
    isIncomplete: (line: LineText) => readLine(line).issues.length > 0,
  };
}
type IntlOrders = typeof import('../../../messages/fr/orders.json');
export type OrderWords = ReturnType<typeof useOrderWords>;
