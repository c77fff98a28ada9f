import type {
  Amount as Recorded,
  Coded,
  Direction,
  Level,
  NotJudged,
  Range,
  RecordedRange,
  RecordedValue,
} from '@keneyapp/bff/features/summary/view';
import { formatDateTime, type FormatLocale } from '@keneyapp/ui/format';
import type { useTranslations } from 'next-intl';

export type { Coded, NotJudged, RecordedRange, RecordedValue };
/** Digits may be left out by who has a number only. */
export type Amount = Omit<Recorded, 'digits' | 'comparator'> & {
  digits?: string | undefined;
  comparator: string | null;
};

interface Words {
  locale: FormatLocale;
  number: (value: number) => string;
  unit: (amount: { unit: string | null; code?: string | null }) => string;
  digits: (amount: Pick<Amount, 'value' | 'digits' | 'comparator'>) => string;
  amount: (amount: Amount) => string;
  exact: (amount: Pick<Amount, 'digits'>) => string | null;
  coded: (coded: Coded | null | undefined) => string;
  t: ReturnType<typeof useTranslations<'common'>>;
}

/** A recorded value in words: the number, or the text of it, and the unit that stands beside it. */
export interface ValueParts {
  text: string;
  unit: string;
  /** All digits, where the text is cut; what a trace begins with. */
  exact: string | null;
}

/** One place that words every form a value has. */
export function valueWords(words: Words) {
  const { t, coded, locale } = words;
  const parts = (value: RecordedValue): ValueParts => partsOf(value, words);
  const value = (v: RecordedValue): string => {
    const { text, unit } = parts(v);
    return unit ? `${text}\u00a0${unit}` : text;
  };
  const end = (limit: Amount | null, beside: Amount | null) =>
    limit
      ? beside && words.unit(beside) === words.unit(limit)
        ? words.digits(limit)
        : words.amount(limit)
      : '';
  return {
    value,
    valueParts: parts,
    /** `3,5 – 5,0`, `≤ 5`, `≥ 60`: both ends belong to the range. */
    range: (range: Range | null): string => {
      if (!range) return '';
      const of = (digits: string) => words.digits({ value: Number(digits), digits, comparator: null });
      const { low, high } = range.digits;
      if (low !== null && high !== null) return `${of(low)} – ${of(high)}`;
      if (high !== null) return `≤ ${of(high)}`;
      if (low !== null) return `≥ ${of(low)}`;
      return range.text ?? '';
    },
    /** A range as it was recorded, with whom it is meant for: `13 – 17 g/dL (homme, 18 ans et plus)`. */
    recordedRange: ({ low, high, text, sex, age, appliesTo, meaning }: RecordedRange): string => {
      const limits =
        low && high
          ? `${end(low, high)} – ${words.amount(high)}`
          : high
            ? `≤ ${words.amount(high)}`
            : low
              ? `≥ ${words.amount(low)}`
              : '';
      const years = age
        ? age.low && age.high
          ? `${end(age.low, age.high)} – ${words.amount(age.high)}`
          : age.low
            ? `≥ ${words.amount(age.low)}`
            : age.high
              ? `≤ ${words.amount(age.high)}`
              : ''
        : '';
      const who = [meaning && coded(meaning), sex && t(`observed.for.${sex}`), years, ...appliesTo.map(coded)]
        .filter(Boolean)
        .join(', ');
      return [limits, text !== limits && text, who && `(${who})`].filter(Boolean).join(' ');
    },
    /** The name of a part: the halves of a pressure in the reader's language, anything else as it was recorded. */
    partName: (name: Coded): string =>
      name.codes.some((c) => ['8480-6', '271649006'].includes(c.code))
        ? t('observed.systolic')
        : name.codes.some((c) => ['8462-4', '271650006'].includes(c.code))
          ? t('observed.diastolic')
          : coded(name),
    recordedAs: (amount: Recorded): string => t('observed.recordedAs', { value: words.amount(amount) }),
    notJudged: (why: NotJudged): string => t(`observed.notJudged.${why}`),
    /** What an author said that is no level: resistant, doubtful, or words of his own. */
    said: (all: readonly Coded[]): string =>
      all
        .map((c) => {
          const code = c.codes.find((k) =>
            t.has(`observed.interpretation.${k.code}` as 'observed.interpretation.S'),
          );
          return (
            c.text ??
            (code ? t(`observed.interpretation.${code.code}` as 'observed.interpretation.S') : coded(c))
          );
        })
        .join(', '),
    /** A moment that may be a period, and may be only that of the answer. */
    observedAt: ({
      date,
      end: until,
      isIssued,
    }: {
      date: string | null;
      end: string | null;
      isIssued: boolean;
    }) =>
      [
        formatDateTime(date, locale) ?? t('time.unknown'),
        until && `– ${formatDateTime(until, locale)}`,
        isIssued && `(${t('observed.issued')})`,
      ]
        .filter(Boolean)
        .join(' '),
    /** The flag in words, `critique, au-dessus des limites`. */
    levelWords: (level: Level, direction: Direction): string =>
      t(
        `clinical.flagLong.${level === 'critical' || level === 'abnormal' ? (direction === null ? level : level === 'critical' ? (direction === 'high' ? 'criticalHigh' : 'criticalLow') : direction) : level}`,
      ),
  };
}

function partsOf(value: RecordedValue, words: Words): ValueParts {
  const { t, unit, digits, amount, coded, locale } = words;
  const plain = (text: string): ValueParts => ({ text, unit: '', exact: null });
  switch (value.kind) {
    case 'quantity':
      return { text: digits(value.amount), unit: unit(value.amount), exact: words.exact(value.amount) };
    case 'integer':
      return plain(digits({ value: value.value, comparator: null }));
    case 'coded':
      return plain(coded(value.coded));
    case 'text':
      return plain(value.text);
    case 'boolean':
      return plain(t(value.value ? 'value.yes' : 'value.no'));
    case 'range':
      return rangeParts(value.low, value.high, words);
    case 'pressure': {
      const { systolic, diastolic } = value;
      const half = (a: Amount | null) => (a ? digits(a) : '–');
      return {
        text: `${half(systolic)}/${half(diastolic)}`,
        unit: unit(systolic ?? diastolic ?? { unit: null }),
        exact: null,
      };
    }
    case 'ratio': {
      const { numerator, denominator } = value;
      const isTitre = !unit(numerator ?? { unit: null }) && !unit(denominator ?? { unit: null });
      // the sign of a titre is read once, before it: `≥ 1:80`
      if (isTitre && numerator && denominator) return plain(titre(numerator, denominator, digits));
      return plain([numerator, denominator].map((a) => (a ? amount(a) : '–')).join(' / '));
    }
    case 'dateTime':
      return plain(formatDateTime(value.at, locale) ?? value.at);
    case 'time':
      return plain(value.at.replace(/^(\d{2}:\d{2})(:00(\.0+)?)?$/, '$1'));
    case 'period':
      return plain(
        value.start && value.end
          ? `${formatDateTime(value.start, locale)} – ${formatDateTime(value.end, locale)}`
          : value.start
            ? t('value.since', { date: formatDateTime(value.start, locale) ?? '' })
            : t('value.until', { date: formatDateTime(value.end, locale) ?? '' }),
      );
    case 'consciousness':
      return plain(t(`observed.consciousness.${value.level}`));
    case 'roomAir':
      return plain(t('observed.roomAir'));
    case 'sampled':
      return sampledParts(value.sampled, words);
    case 'absent': {
      const code = value.reason?.codes.find((c) =>
        t.has(`observed.absent.${c.code}` as 'observed.absent.unknown'),
      )?.code;
      const why = code
        ? (value.reason?.text ?? t(`observed.absent.${code}` as 'observed.absent.unknown'))
        : value.reason && coded(value.reason);
      return plain(why ? t('observed.noValue', { why }) : t('observed.withoutValue'));
    }
  }
}

function titre(numerator: Amount, denominator: Amount, digits: Words['digits']): string {
  const bare = (a: Amount) => digits({ ...a, comparator: null });
  const { comparator } = denominator.comparator ? denominator : numerator;
  if (numerator.comparator && denominator.comparator) return `${digits(numerator)}:${digits(denominator)}`;
  const sign = comparator ? digits({ value: 0, comparator }).replace('0', '') : '';
  return `${sign}${bare(numerator)}:${bare(denominator)}`;
}

function rangeParts(low: Amount | null, high: Amount | null, { unit, digits, amount }: Words): ValueParts {
  const [from, to] = [low ? unit(low) : '', high ? unit(high) : ''];
  if (low && high)
    return from === to || from === ''
      ? { text: `${digits(low)} – ${digits(high)}`, unit: to, exact: null }
      : { text: `${amount(low)} – ${amount(high)}`, unit: '', exact: null };
  if (low) return { text: `≥ ${digits(low)}`, unit: from, exact: null };
  return { text: high ? `≤ ${digits(high)}` : '', unit: to, exact: null };
}

/** `Tracé : 6 valeurs de 1 à 3 mV, une toutes les 10 ms`. */
function sampledParts(
  s: Extract<RecordedValue, { kind: 'sampled' }>['sampled'],
  { t, number, unit }: Words,
): ValueParts {
  const printed = unit(s);
  const text = [
    t('observed.sampled.count', { n: s.count }),
    s.least !== null &&
      s.most !== null &&
      t('observed.sampled.ends', { least: number(s.least), most: number(s.most), unit: printed }).trim(),
    s.period !== null && t('observed.sampled.period', { ms: number(Number(s.period)) }),
    s.dimensions > 1 && t('observed.sampled.dimensions', { n: s.dimensions }),
    s.lowerLimit !== null && t('observed.sampled.lower', { limit: number(Number(s.lowerLimit)) }),
    s.upperLimit !== null && t('observed.sampled.upper', { limit: number(Number(s.upperLimit)) }),
    s.below > 0 && t('observed.sampled.below', { n: s.below }),
    s.above > 0 && t('observed.sampled.above', { n: s.above }),
    s.errors > 0 && t('observed.sampled.errors', { n: s.errors }),
  ]
    .filter(Boolean)
    .join(', ');
  return { text, unit: '', exact: s.start || null };
}
