import type { Dosage, MedicationLine } from '@keneyapp/bff/features/medications/view';
import type { useTranslations } from 'next-intl';
import type { Formats } from '../i18n/formats.ts';

export type Words = ReturnType<typeof useTranslations<'medications'>>;
type Span = NonNullable<Dosage['dose']>;
type Amount = Span['low'];
type Strength = MedicationLine['strengths'][number];

export const units = ['s', 'min', 'h', 'd', 'wk', 'mo', 'a'] as const;
type TimeUnit = (typeof units)[number];
export const isOneOf = <T extends string>(list: readonly T[], value: string | null): value is T =>
  value !== null && (list as readonly string[]).includes(value);

/**
 * A number that is given: all its digits, in the reader's way, without a trailing zero (`0,0625`). What is measured may be
 * rounded, a dose may not.
 */
export function exact(value: number, { locale }: Formats): string {
  const writer = new Intl.NumberFormat(locale === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 20 });
  return writer.format(value);
}

/** In the middle of a line; an abbreviation (`IV`) stays as it is. */
export const smallWords = (words: string, { locale }: Formats): string =>
  words === words.toLocaleUpperCase(locale) ? words : words.toLocaleLowerCase(locale);

const signs: Record<string, string> = { '<': '< ', '>': '> ', '<=': '≤ ', '>=': '≥ ' };

/** The unit as it is printed: `ug` of a rate is `µg`. */
const unitWords = (a: Amount, f: Formats): string =>
  f.unit(a).replaceAll(/(?<![\p{L}])ug(?![\p{L}])/gu, 'µg');

export function amountWords(a: Amount, f: Formats): string {
  const unit = unitWords(a, f);
  return `${signs[a.comparator ?? ''] ?? ''}${exact(a.value, f)}${unit && `\u00a0${unit}`}`;
}

/** Each number with its unit: `500 mg – 1 g`. The unit is said once only where it is the same. */
export function spanWords({ low, high }: Span, t: Words, f: Formats): string {
  if (!high) return amountWords(low, f);
  if (f.unit(low) === f.unit(high)) return `${exact(low.value, f)} – ${amountWords(high, f)}`;
  const named = (a: Amount) => (f.unit(a) ? amountWords(a, f) : t('unitMissing', { n: exact(a.value, f) }));
  return `${named(low)} – ${named(high)}`;
}

const timeUnitOf = ({ code, unit }: Amount): TimeUnit | undefined =>
  units.find((known) => known === code || known === unit);

/** `30 minutes`, `5 à 7 jours`; what is no time as any amount. */
export function timeWords({ low, high }: Span, t: Words, f: Formats): string {
  const unit = timeUnitOf(high ?? low);
  if (!unit || (high && timeUnitOf(low) !== unit)) return spanWords({ low, high }, t, f);
  const until = high ? t('to', { from: exact(low.value, f), to: exact(high.value, f) }) : exact(low.value, f);
  return `${signs[low.comparator ?? ''] ?? ''}${until} ${t(`timing.units.${unit}`, { n: (high ?? low).value })}`;
}

/** `100 mL/h`, `50 mL en 30 minutes`; a rate that is a time (`2 – 5 min`) is how long it takes. `isNamed` beside a dose. */
export function rateWords(rate: NonNullable<Dosage['rate']>, t: Words, f: Formats, isNamed = false): string {
  const { per } = rate;
  const named = (words: string) => (isNamed ? t('rate', { rate: words }) : words);
  if (per) {
    const unit = per.value === 1 && per.comparator === null ? f.unit(per) : '';
    const time = timeWords({ low: per, high: null }, t, f);
    return named(
      unit
        ? `${spanWords(rate, t, f)}/${per.code ?? unit}`
        : t('rateIn', { amount: spanWords(rate, t, f), time }),
    );
  }
  return timeUnitOf(rate.high ?? rate.low)
    ? t('timing.lasts', { time: timeWords(rate, t, f) })
    : named(spanWords(rate, t, f));
}

/** `au plus 4 g par jour`, `au plus 40 mg en 24 heures`. */
export function maxWords({ amount, per }: NonNullable<Dosage['max']>, t: Words, f: Formats): string {
  const maximum = amountWords(amount, f);
  if (!per) return t('timing.most', { amount: maximum });
  const unit = per.value === 1 && per.comparator === null ? per.code : null;
  if (isOneOf(units, unit)) return t('timing.maxPer', { amount: maximum, unit: t(`timing.per.${unit}`) });
  return t('timing.max', { amount: maximum, per: timeWords({ low: per, high: null }, t, f) });
}

/** `250 mg/5 mL`, `100 mg/mL`. */
export const strengthWords = ({ amount, per }: Strength, f: Formats): string =>
  `${amountWords(amount, f)}${per ? `/${per.value === 1 ? f.unit(per) : amountWords(per, f)}` : ''}`;
