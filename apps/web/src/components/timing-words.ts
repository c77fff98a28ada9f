import type { Timing } from '@keneyapp/bff/features/medications/view';
import type { Formats } from '../i18n/formats.ts';
import { exact, isOneOf, timeWords, units, type Words } from './dose-words.ts';

/** What is a code of its own in French and English (GTSAbbreviation); of any other code its own words are shown. */
const codes = ['BID', 'TID', 'QID', 'AM', 'PM', 'QD', 'QOD', 'BED', 'WK', 'MO'] as const;
const events = [
  'MORN',
  'MORN.early',
  'MORN.late',
  'NOON',
  'AFT',
  'AFT.early',
  'AFT.late',
  'EVE',
  'EVE.early',
  'EVE.late',
  'NIGHT',
  'PHS',
  'HS',
  'WAKE',
  'C',
  'CM',
  'CD',
  'CV',
  'AC',
  'ACM',
  'ACD',
  'ACV',
  'PC',
  'PCM',
  'PCD',
  'PCV',
] as const;
const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** How often and when: `3 fois par jour`, `toutes les 6 heures`, `matin et soir`, `lun., jeu. à 08:00`. Nothing of it is left out: what has no words here is shown as it was coded. */
export function timingWords(timing: Timing, t: Words, f: Formats): string | null {
  const list = (items: string[]) => new Intl.ListFormat(f.locale, { type: 'conjunction' }).format(items);
  const parts = [rhythmWords(timing, t, f)].filter((part) => part !== null);
  const code = codeWords(timing, t, f);
  if (code !== null && !parts.includes(code)) parts.push(code);
  const when = timing.events.map((e) =>
    isOneOf(events, e) ? t(`timing.events.${e.replace('.', '_') as 'MORN'}`) : e,
  );
  if (when.length > 0) parts.push(timing.offset ? offsetWords(timing, list(when), t, f) : list(when));
  if (timing.daysOfWeek.length > 0)
    parts.push(list(timing.daysOfWeek.map((d) => (isOneOf(days, d) ? t(`timing.days.${d}`) : d))));
  if (timing.timesOfDay.length > 0) parts.push(t('timing.at', { times: list(timing.timesOfDay) }));
  if (timing.dates.length > 0)
    parts.push(t('timing.on', { dates: list(timing.dates.map((d) => f.dateTime(d) ?? d)) }));
  if (timing.count !== null || timing.countMax !== null) parts.push(countWords(timing, t));
  if (timing.lasts) {
    const { low, high, unit } = timing.lasts;
    const of = (value: number) => ({ value, digits: String(value), unit, code: unit, comparator: null });
    const time = timeWords({ low: of(low), high: high === null ? null : of(high) }, t, f);
    parts.push(t('timing.lasts', { time }));
  }
  return parts.length > 0 ? parts.join(', ') : null;
}

type Rhythm = Pick<Timing, 'frequency' | 'frequencyMax' | 'period' | 'periodMax' | 'periodUnit'>;

/** `3 à 4 fois par jour`, `toutes les 4 à 6 heures`, `jusqu’à 3 fois en 2 jours`. */
function rhythmWords(rhythm: Rhythm, t: Words, f: Formats): string | null {
  const { frequency, frequencyMax, period, periodMax, periodUnit } = rhythm;
  if (frequency === null && frequencyMax === null && period === null && periodMax === null) return null;
  const shortest = period ?? periodMax;
  const unit = isOneOf(units, periodUnit) ? periodUnit : null;
  const unitWord = unit ? t(`timing.units.${unit}`, { n: periodMax ?? shortest ?? 1 }) : (periodUnit ?? '?');
  const isOnce = frequency === 1 && frequencyMax === null;
  if (isOnce && shortest !== null && (shortest !== 1 || (period !== null && periodMax !== null)))
    return t('timing.every', {
      n: exact(shortest, f),
      to: period !== null && periodMax !== null ? exact(periodMax, f) : 'none',
      unit: unitWord,
      gender: unit ?? 'other',
    });
  const times =
    frequency === null
      ? frequencyMax === null
        ? null
        : t('timing.upTo', { n: frequencyMax })
      : frequencyMax === null
        ? t('timing.times', { n: frequency })
        : t('timing.timesRange', { from: frequency, to: frequencyMax });
  if (shortest === null) return times;
  const isOnePeriod = shortest === 1 && periodMax === null && unit !== null;
  const per = isOnePeriod
    ? t('timing.perUnit', { unit: t(`timing.per.${unit}`) })
    : t('timing.inPeriod', {
        period:
          period !== null && periodMax !== null
            ? t('to', { from: exact(period, f), to: exact(periodMax, f) })
            : exact(shortest, f),
        unit: unitWord,
      });
  return times === null ? per : `${times} ${per}`;
}

/** Of a known abbreviation the rhythm it stands for; else its author's words, or the code itself. */
function codeWords({ code }: Timing, t: Words, f: Formats): string | null {
  if (!code) return null;
  const known = code.codes.map((c) => c.code).find((c) => isOneOf(codes, c) || everyFew.test(c));
  if (known === undefined) return f.coded(code);
  const rhythm = rhythmOf[known] ?? fewOf(known);
  const meant = rhythm
    ? rhythmWords({ frequencyMax: null, periodMax: null, ...rhythm }, t, f)
    : isOneOf(codes, known)
      ? t(`timing.codes.${known as 'AM'}`)
      : null;
  // "BID with meals" says more than BID
  const own =
    code.text !== null && !plainCode.test(code.text) && !englishOf(known).includes(plain(code.text));
  return own ? f.labelled(meant, code.text) : meant;
}

const everyFew = /^Q(\d{1,3})(H|D|MIN|W)$/i;
const plainCode = /^(q\d{1,3}h|[btq]id|q[od]?d|am|pm|bed|wk|mo)$/i;
const plain = (text: string) => text.trim().toLowerCase();
const rhythmOf: Record<string, Pick<Rhythm, 'frequency' | 'period' | 'periodUnit'>> = {
  QD: { frequency: 1, period: 1, periodUnit: 'd' },
  BID: { frequency: 2, period: 1, periodUnit: 'd' },
  TID: { frequency: 3, period: 1, periodUnit: 'd' },
  QID: { frequency: 4, period: 1, periodUnit: 'd' },
  WK: { frequency: 1, period: 1, periodUnit: 'wk' },
  MO: { frequency: 1, period: 1, periodUnit: 'mo' },
};
function fewOf(code: string): Pick<Rhythm, 'frequency' | 'period' | 'periodUnit'> | null {
  const [, n, unit] = everyFew.exec(code) ?? [];
  if (!n || !unit) return null;
  const period = Number(n);
  const periodUnit = { H: 'h', D: 'd', MIN: 'min', W: 'wk' }[unit.toUpperCase()] ?? 'h';
  return { frequency: 1, period, periodUnit };
}

/** The standard's own displays: nothing of an author's. */
const displays: Record<string, string[]> = {
  BID: ['bid', 'twice a day', 'two times a day at institution specified times'],
  TID: ['tid', '3 times a day', 'three times a day', 'three times a day at institution specified time'],
  QID: ['qid', '4 times a day', 'four times a day', 'four times a day at institution specified time'],
  AM: ['am', 'every morning', 'every morning at institution specified times'],
  PM: ['pm', 'every afternoon', 'every afternoon at institution specified times'],
  QD: ['qd', 'daily', 'every day', 'once daily', 'every day at institution specified times'],
  QOD: ['qod', 'every other day', 'every other day at institution specified times'],
  BED: ['bed', 'at bedtime', 'at bedtime (institution specified time)'],
  WK: ['wk', 'weekly', 'weekly at institution specified time'],
  MO: ['mo', 'monthly', 'monthly at institution specified time'],
};
function englishOf(code: string): string[] {
  const [, n] = everyFew.exec(code) ?? [];
  return n
    ? [
        plain(code),
        `every ${n} hours`,
        ...(n === '1' ? ['every hour'] : []),
        `every ${n} hours at institution specified times`,
        'every hour at institution specified times',
      ]
    : (displays[code] ?? [plain(code)]);
}

/** `30 minutes avant les repas`; what does not say on which side of it the time lies is meant after it (https://hl7.org/fhir/R4/datatypes.html#Timing). */
function offsetWords({ events: when, offset }: Timing, words: string, t: Words, f: Formats): string {
  const time = f.minutes(offset ?? 0);
  return when.every((e) => /^[AP]C/.test(e))
    ? `${time} ${words}`
    : t('timing.offsetAfter', { time, event: words });
}

function countWords({ count, countMax }: Timing, t: Words): string {
  if (count === null) return t('timing.countUpTo', { n: countMax ?? 0 });
  return countMax === null || countMax === count
    ? t('timing.count', { n: count })
    : t('timing.countRange', { from: count, to: countMax });
}
