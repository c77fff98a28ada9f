import { unitWords } from '@keneyapp/clinical';
import {
  formatDate,
  formatDateTime,
  formatDigits,
  formatMinutes,
  formatNumber,
  formatRelative,
  formatTime,
  type FormatLocale,
} from '@keneyapp/ui/format';
import type { useTranslations } from 'next-intl';
import { valueWords, type Amount, type Coded } from './values.ts';

/** What the views of the BFF share (packages/fhir-model/src/shapes.ts), as far as it is written here. */
interface Age {
  value: number;
  unit: 'day' | 'week' | 'month' | 'year';
  isAbout?: true;
}
interface Names {
  birthName: string | null;
  usedName: string | null;
  givenNames: string[];
  usedGivenName: string | null;
  suffix?: string | null;
}
interface LocationNames {
  service: string | null;
  room: string | null;
  bed: string | null;
  text: string | null;
}
interface When {
  start: string | null;
  end: string | null;
  age: { low: number; high: number | null; unit: string } | null;
  text: string | null;
}

export type Formats = ReturnType<typeof makeFormats>;

/** Every way a clinical value is written, in the language of the reader. Same words on the server and in the browser. */
export function makeFormats(locale: FormatLocale, t: ReturnType<typeof useTranslations<'common'>>) {
  const number = (value: number) => formatNumber(value, locale);
  const unit = (amount: { unit: string | null; code?: string | null }) => unitWords(amount, locale);
  const digits = (a: Pick<Amount, 'value' | 'digits' | 'comparator'>) =>
    `${a.comparator ? `${{ '<=': '≤', '>=': '≥' }[a.comparator] ?? a.comparator} ` : ''}${a.digits === undefined ? number(a.value) : formatDigits(a.digits, locale).text}`;
  const exact = (a: Pick<Amount, 'digits'>) =>
    a.digits === undefined ? null : formatDigits(a.digits, locale).exact;
  const amount = (a: Amount) => `${digits(a)}${unit(a) && `\u00a0${unit(a)}`}`;
  const date = (value: string | null | undefined) => formatDate(value, locale);
  const coded = (c: Coded | null | undefined) =>
    c
      ? (c.text ?? (c.codes[0] ? t('value.code', { code: c.codes[0].code }) : t('value.notRecorded')))
      : t('value.notRecorded');
  const age = ({ value, unit: of, isAbout }: Age) => {
    const words = t(`age.${of}`, { n: value });
    return isAbout ? t('age.about', { age: words }) : words;
  };
  // the one rule of punctuation that texts put together here depend on: French has a space before a colon, which does not break
  const colon = locale === 'fr' ? '\u00a0: ' : ': ';
  const givenName = (who: Names) => [who.givenNames[0], who.suffix].filter(Boolean).join(' ');
  return {
    locale,
    /** Between a name and what is said of it, where both are elements. */
    colon,
    /** `Groupe sanguin : A`: a name and what is said of it, or the one of them that there is. */
    labelled: (...parts: (string | null | undefined | false)[]) => parts.filter(Boolean).join(colon),
    number,
    unit,
    date,
    age,
    dateTime: (value: string | null | undefined) => formatDateTime(value, locale),
    time: (value: string | null | undefined) => formatTime(value, locale),
    relative: (value: string | null | undefined, now: number) => formatRelative(value, now, locale),
    minutes: (value: number) => formatMinutes(value, locale),
    /** `≤ 4,20 mmol/L`, with the digits it was written with. */
    amount,
    /** The same without the unit. */
    digits,
    /** All digits of an amount that is shown shorter; null when it is shown as it is. */
    exact,
    ...valueWords({ locale, number, unit, digits, exact, amount, coded, t }),
    /** Name of birth in capitals, as French hospitals write it. */
    birthName: (who: Names) =>
      (who.birthName ?? who.usedName ?? '').toLocaleUpperCase(locale) || t('value.notRecorded'),
    /** The first given name, with what is said behind it to tell a father from his son: `Paul Jr`. */
    givenName,
    /** `MARTIN Anne`: only what differs from birth. */
    usedNames: (who: Names) =>
      [who.usedName?.toLocaleUpperCase(locale), who.usedGivenName].filter(Boolean).join(' '),
    fullName: (who: Names) =>
      `${(who.birthName ?? who.usedName ?? '').toLocaleUpperCase(locale)} ${givenName(who)}`.trim() ||
      t('value.notRecorded'),
    place: (p: LocationNames) => placeWords(p, t),
    /** What was recorded in words, else its code, so that nothing is ever an empty line. */
    coded,
    when: (w: When | null | undefined) => {
      if (!w) return null;
      const [from, to] = [date(w.start), date(w.end)];
      // what begins and ends on one day is that day
      if (from) return to === null || to === from ? from : `${from} – ${to}`;
      if (to) return t('value.until', { date: to });
      if (w.age)
        return t('value.atAge', {
          age: `${number(w.age.low)}${w.age.high === null ? '' : `–${number(w.age.high)}`} ${unit({ unit: null, code: w.age.unit })}`,
        });
      return w.text;
    },
  };
}

/** Numbers get their word (`ch. 204, lit 2`); names stay as they were recorded, and are not said twice (`Chambre 403, lit 1`). */
function placeWords(
  { service, room, bed, text }: LocationNames,
  t: ReturnType<typeof useTranslations<'common'>>,
): string {
  const isNumber = (name: string) => /^[0-9]+[A-Z]?$/i.test(name);
  const roomWords = room && (isNumber(room) ? t('place.room', { n: room }) : room);
  const bedWords = bed && (isNumber(bed) ? t('place.bed', { n: bed }) : bed);
  const within = bed && room && bed.includes(room) ? [bedWords] : [roomWords, bedWords];
  return [service, ...within].filter(Boolean).join(', ') || text || '';
}
