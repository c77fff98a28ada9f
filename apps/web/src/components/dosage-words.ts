import type { Dosage, MedicationLine, Timing } from '@keneyapp/bff/features/medications/view';
import type { useTranslations } from 'next-intl';
import type { Formats } from '../i18n/formats.ts';

type Words = ReturnType<typeof useTranslations<'medications'>>;
const codes = [
  'BID',
  'TID',
  'QID',
  'AM',
  'PM',
  'QD',
  'QOD',
  'Q1H',
  'Q2H',
  'Q3H',
  'Q4H',
  'Q6H',
  'Q8H',
  'BED',
  'WK',
  'MO',
] as const;
const events = [
  'MORN',
  'MORN.early',
  'MORN.late',
  'NOON',
  'AFT',
  'EVE',
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
const units = ['s', 'min', 'h', 'd', 'wk', 'mo', 'a'] as const;

const isOneOf = <T extends string>(list: readonly T[], value: string | null): value is T =>
  value !== null && (list as readonly string[]).includes(value);

/** How often and when: `3 fois par jour`, `toutes les 6 heures`, `matin et soir`, `lun., jeu. à 08:00`. */
export function timingWords(timing: Timing, t: Words, f: Formats): string | null {
  const list = (items: string[]) => new Intl.ListFormat(f.locale, { type: 'conjunction' }).format(items);
  const parts: string[] = [];
  const { frequency, frequencyMax, period, periodMax, periodUnit } = timing;
  if (period !== null && isOneOf(units, periodUnit)) {
    const times = frequency ?? 1;
    const unit = periodUnit;
    if (times === 1 && (period !== 1 || periodMax !== null))
      parts.push(
        t('timing.every', {
          n: period,
          to: periodMax ?? 0,
          unit: t(`timing.units.${unit}`, { n: periodMax ?? period }),
          gender: unit,
        }),
      );
    else if (period === 1)
      parts.push(
        frequencyMax
          ? t('timing.timesRangePer', { from: times, to: frequencyMax, unit: t(`timing.per.${unit}`) })
          : t('timing.timesPer', { n: times, unit: t(`timing.per.${unit}`) }),
      );
    else
      parts.push(
        t('timing.timesIn', {
          n: times,
          unit: t(`timing.units.${unit}`, { n: period }),
          period: f.number(period),
        }),
      );
  } else if (isOneOf(codes, timing.code)) parts.push(t(`timing.codes.${timing.code}`));
  const words = timing.events
    .filter((e) => isOneOf(events, e))
    .map((e) => t(`timing.events.${e.replace('.', '_') as 'MORN'}`));
  if (words.length) parts.push(list(words));
  if (timing.daysOfWeek.length) parts.push(list(timing.daysOfWeek.map((day) => t(`timing.days.${day}`))));
  if (timing.timesOfDay.length) parts.push(t('timing.at', { times: list(timing.timesOfDay) }));
  if (timing.count) parts.push(t('timing.count', { n: timing.count }));
  return parts.length ? parts.join(', ') : timing.text;
}

/** Dose, route, timing, duration of one dosage, each in words; the prescriber's own text when nothing is structured. */
export function dosageParts(dosage: Dosage, t: Words, f: Formats): (string | null)[] {
  const timing = dosage.timing && timingWords(dosage.timing, t, f);
  const dose = dosage.dose
    ? dosage.dose.high
      ? `${f.number(dosage.dose.low.value)} – ${f.amount(dosage.dose.high)}`
      : f.amount(dosage.dose.low)
    : dosage.rate
      ? `${f.amount(dosage.rate.low)}${dosage.rate.per ? ` / ${f.amount(dosage.rate.per)}` : ''}`
      : null;
  if (!dose && !timing) return [dosage.text, dosage.asNeeded && !dosage.text ? t('timing.asNeeded') : null];
  const asNeeded = dosage.asNeeded
    ? dosage.asNeededFor
      ? t('timing.asNeededFor', { reason: f.coded(dosage.asNeededFor) })
      : t('timing.asNeeded')
    : null;
  return [
    dose,
    dosage.route && f.coded(dosage.route).toLocaleLowerCase(f.locale),
    [timing, asNeeded].filter(Boolean).join(', ') || null,
    dosage.duration
      ? t('timing.during', { duration: f.amount(dosage.duration) })
      : dosage.end
        ? t('timing.until', { date: f.date(dosage.end) ?? '' })
        : null,
    dosage.max && t('timing.max', { amount: f.amount(dosage.max.amount), per: f.amount(dosage.max.per) }),
    ...dosage.additional.map((a) => f.coded(a)),
  ];
}

/** Name, brand and parts of a line of treatment, as DrugLine wants them. */
export function drugWords(
  line: MedicationLine,
  t: Words,
  f: Formats,
): { inn: string; brand: string | null; parts: (string | null)[] } {
  const inn = line.inn ?? f.coded(line.name);
  // A dose in milligrams says all; one in tablets, or none at all, needs to know of what strength.
  const isCounted =
    line.dosages.length === 0 ||
    line.dosages.some(
      (d) =>
        d.dose === null ||
        !/^(k|m|u|µ|n)?g$|^m?L$|^ml$|^U?I|^\[?i?U\]?$/i.test(d.dose.low.code ?? d.dose.low.unit ?? ''),
    );
  const form = (line.inn && isCounted && [line.strength, line.form].filter(Boolean).join(' ')) || null;
  const dosages = line.dosages.map((d) => dosageParts(d, t, f));
  return {
    inn,
    brand: line.inn ? line.brand : null,
    parts: [
      form,
      ...(dosages.length <= 1 ? (dosages[0] ?? []) : dosages.map((d) => d.filter(Boolean).join(', '))),
    ],
  };
}
