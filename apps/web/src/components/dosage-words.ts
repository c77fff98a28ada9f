import type { Dosage, MedicationLine } from '@keneyapp/bff/features/medications/view';
import type { Formats } from '../i18n/formats.ts';
import {
  amountWords,
  maxWords,
  rateWords,
  smallWords,
  spanWords,
  strengthWords,
  timeWords,
  type Words,
} from './dose-words.ts';
import { routeWords } from './route-words.ts';
import { scaleWords } from './scale-words.ts';
import { timingWords } from './timing-words.ts';

type Coded = NonNullable<Dosage['site']>;

/**
 * Everything one dosage says: dose, route, timing, how long, limits, instructions, a scale of doses, each in words; then what the prescriber
 * wrote, unless these words say all of it.
 */
export function dosageParts(
  dosage: Dosage,
  t: Words,
  f: Formats,
  { isStartShown = false }: { isStartShown?: boolean } = {},
): (string | null)[] {
  const small = (c: Coded | null) => c && smallWords(f.coded(c), f);
  const timing = dosage.timing && timingWords(dosage.timing, t, f);
  const asListed = dosage.timing && timingWords(withoutCount(dosage.timing), t, f);
  const asNeeded = dosage.asNeeded
    ? dosage.asNeededFor
      ? t('timing.asNeededFor', { reason: f.coded(dosage.asNeededFor) })
      : t('timing.asNeeded')
    : null;
  const bounds = boundsWords(dosage, isStartShown, t, f);
  const wordsWith = (timing: string | null, { withRoute = true, until = bounds } = {}) => [
    ...givenParts(dosage, t, f),
    ...dosage.others.map((other) => givenParts(other, t, f).filter(Boolean).join(', ')),
    withRoute && dosage.route ? routeWords(dosage.route, t, f) : null,
    dosage.site && t('site', { site: small(dosage.site) ?? '' }),
    small(dosage.method),
    [timing, asNeeded].filter(Boolean).join(', ') || null,
    dosage.duration && t('timing.during', { duration: timeWords(dosage.duration, t, f) }),
    until,
    dosage.maxPerAdministration &&
      t('timing.maxEach', { amount: amountWords(dosage.maxPerAdministration, f) }),
    dosage.max && maxWords(dosage.max, t, f),
    dosage.maxPerLifetime && t('timing.maxLifetime', { amount: amountWords(dosage.maxPerLifetime, f) }),
    ...dosage.additional.map((a) => f.coded(a)),
  ];
  const scale = dosage.scale && scaleWords(dosage.scale, t, f);
  const structured = [...wordsWith(timing), scale];
  const said = [timing, asListed].flatMap((when) =>
    [true, false].flatMap((withRoute) =>
      [bounds, ...spansWords(dosage, t, f)].map((until) =>
        [scale, ...wordsWith(when, { withRoute, until })].filter(Boolean).join(' '),
      ),
    ),
  );
  const otherTexts = [...dosage.additional.map((a) => a.text), dosage.asNeededFor?.text ?? null];
  const { text, patientInstruction } = dosage;
  // where nothing says how much or when but the text, it comes first and needs no quotes
  const isMain = !dosage.dose && !dosage.scale && !dosage.rate && !timing;
  const own =
    text === null || said.some((words) => isSame(words, text, f))
      ? null
      : isMain
        ? text
        : t('ownWords', { text });
  const isRepeated =
    patientInstruction === null || patientInstruction === text || otherTexts.includes(patientInstruction);
  return [
    isMain ? own : null,
    ...structured,
    isMain ? null : own,
    isRepeated ? null : t('forPatient', { text: patientInstruction }),
  ];
}

function givenParts(
  { kind, dose, rate }: Pick<Dosage, 'kind' | 'dose' | 'rate'>,
  t: Words,
  f: Formats,
): (string | null)[] {
  const named = (words: string) => f.labelled(kind && f.coded(kind).toLocaleLowerCase(f.locale), words);
  return [
    dose && named(spanWords(dose, t, f)),
    rate && (dose ? rateWords(rate, t, f, true) : named(rateWords(rate, t, f))),
  ];
}

/** The start where it is not the line's own: of a step of a taper, of what begins later. */
function boundsWords({ start, end }: Dosage, isStartShown: boolean, t: Words, f: Formats): string | null {
  const from = isStartShown ? f.date(start) : null;
  const until = f.date(end);
  if (from && until) return t('timing.fromTo', { from, to: until });
  if (from) return t('timing.from', { date: from });
  return until && t('timing.until', { date: until });
}

/** From one day to another, as who prescribed it may have said it: `pendant 14 jours`, `pendant 2 semaines`. */
function spansWords({ start, end, duration }: Dosage, t: Words, f: Formats): string[] {
  const days = start && end ? Math.round((Date.parse(end) - Date.parse(start)) / 86_400_000) + 1 : 0;
  if (duration || start?.length !== 10 || end?.length !== 10 || days < 1) return [];
  const inWords = (value: number, unit: string) => {
    const low = { value, digits: String(value), unit, code: unit, comparator: null };
    return t('timing.during', { duration: timeWords({ low, high: null }, t, f) });
  };
  return [inWords(days, 'd'), ...(days % 7 === 0 ? [inWords(days / 7, 'wk')] : [])];
}

type Timing = NonNullable<Dosage['timing']>;

/** `2 fois par jour, matin et soir` is what `le matin et le soir` says: the moments of a day tell how many they are. */
const withoutCount = (timing: Timing): Timing =>
  timing.frequency === timing.events.length && timing.period === 1 && timing.periodUnit === 'd'
    ? { ...timing, frequency: null, period: null, periodUnit: null }
    : timing;

/** Digits as one number: `1 000` with its narrow space, as we write it. */
const ungrouped = (text: string): string => text.replace(/(?<=\d)[\u00a0\u202f](?=\d{3}(?!\d))/g, '');
/** Change nothing in what is said. */
const articles = new Set(['le', 'la', 'les', 'the']);
const counts: Record<string, string> = {
  un: '1',
  une: '1',
  deux: '2',
  trois: '3',
  one: '1',
  two: '2',
  three: '3',
};

/**
 * Whether a text says what these words say, neither more nor less nor in another order; the route alone may be missing from
 * it. Only then is it left out: `le matin` beside `matin et soir`, or `10 mg` beside `5 – 10 mg`, is another prescription.
 */
function isSame(words: string, text: string, f: Formats): boolean {
  const ours = f.locale === 'en' ? words.replaceAll(/(?<=\d),(?=\d{3}(?!\d))/g, '') : words;
  const [own, written] = [tokensOf(ours), tokensOf(text)];
  return own.length === written.length && own.every((token, i) => token === written[i]);
}

const tokensOf = (text: string): string[] =>
  (
    ungrouped(text.toLowerCase())
      .replaceAll('par voie', 'voie')
      .match(/[\p{L}\p{N}]+(?:[.,]\p{N}+)*|[<>≤≥=/%+-]/gu) ?? []
  )
    .filter((token) => !articles.has(token))
    .map((token) => counts[token] ?? numberIn(token));

/** `0,50` and `0.5` are one number; `1,500` is a thousand to some and one and a half to others, so it is like nothing else. */
function numberIn(token: string): string {
  if (/^\d{1,3}[.,]\d{3}$/.test(token)) return `${token}?`;
  return /^\d+([.,]\d+)?$/.test(token) ? String(Number(token.replace(',', '.'))) : token;
}

/** Name, brand and parts of a line of treatment, as DrugLine wants them. */
export function drugWords(
  line: MedicationLine,
  t: Words,
  f: Formats,
): { inn: string; brand: string | null; parts: string[] } {
  const { inn, dosages } = line;
  const isTaper = dosages.length > 1;
  const steps = dosages.map((d, i) => {
    const isLater = d.start !== null && d.start.slice(0, 10) !== line.authoredOn?.slice(0, 10);
    const parts = dosageParts(d, t, f, { isStartShown: isTaper || isLater });
    if (!isTaper) return parts;
    const before = dosages[i - 1];
    const words = parts.filter(Boolean).join(', ');
    if (!before) return [words];
    const follows = d.sequence !== null && before.sequence !== null && d.sequence > before.sequence;
    return [t(follows ? 'then' : 'and', { dosage: words })];
  });
  return {
    inn: inn ?? f.coded(line.name),
    brand: inn === null ? null : [line.product, line.brand].filter(Boolean).join(', ') || null,
    parts: [...productParts(line, f), ...steps.flat()].flatMap((part) => part || []),
  };
}

const massUnit = /^(k|m|u|µ|n)?g$|^m?\[?i?u\]?$|^u\.?i\.?$/i;

const sameAmount = (words: string): string => ungrouped(words).replaceAll('\u00a0', ' ');

/**
 * Strength, form and what one of it holds. The strength goes without saying only where every dose is that very mass;
 * of a liquid, a syringe or a tablet nobody can give the dose without it.
 */
function productParts({ inn, strength, strengths, form, quantity, dosages }: MedicationLine, f: Formats) {
  const isInName = inn === null && strengths.length === 0;
  const words = strengths.length > 0 ? strengths.map((s) => strengthWords(s, f)).join(' + ') : strength;
  const isTheDose =
    dosages.length > 0 &&
    dosages.every(
      ({ dose }) =>
        dose !== null &&
        dose.high === null &&
        massUnit.test(dose.low.code ?? dose.low.unit ?? '') &&
        sameAmount(amountWords(dose.low, f)) === sameAmount(words ?? ''),
    );
  const held = quantity && strengthWords(quantity, f);
  if (isInName) return [held];
  return [[isTheDose ? null : words, form].filter(Boolean).join(' ') || null, held];
}
