'use client';
import { vitalDefinitions } from '@keneyapp/clinical';
import type { Measure, MeasureLevel } from '@keneyapp/bff/features/vitals/view';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import type { Problem, Sign } from './form-state.ts';

type Shown = Pick<
  Measure,
  | 'name'
  | 'value'
  | 'digits'
  | 'comparator'
  | 'second'
  | 'secondDigits'
  | 'secondComparator'
  | 'unit'
  | 'consciousness'
  | 'parts'
>;

/** The sentences several screens of this feature share. */
export function useVitalsWords() {
  const t = useTranslations('vitals');
  const c = useTranslations('common.form');
  const formats = useFormats();
  const unit = (code: string | null) => formats.unit({ unit: null, code: code ?? '' });
  const amount = (value: number, code: string | null) =>
    [formats.number(value), unit(code)].filter(Boolean).join('\u00a0');
  const isAir = (m: Shown) => m.name === 'oxygen' && m.value === 0 && m.comparator === null;
  const beside = (words: string) => words && `\u00a0${words}`;
  const half = (value: number | null, digits: string | null, comparator: string | null) =>
    value === null ? '–' : formats.digits({ value, digits: digits ?? undefined, comparator });
  /** Null when it holds no number and no level of its own. */
  const ownValue = (m: Shown): string | null => {
    if (m.consciousness) return t(`consciousness.${m.consciousness}`);
    if (isAir(m)) return t('oxygen.air');
    if (m.value === null && m.second === null) return null;
    const first = half(m.value, m.digits, m.comparator);
    return m.name === 'bloodPressure'
      ? `${first}/${half(m.second, m.secondDigits, m.secondComparator)}`
      : first;
  };
  return {
    t,
    formats,
    unit,
    amount,
    name: (m: Pick<Measure, 'name' | 'label'>): string =>
      m.name === 'other' ? formats.coded(m.label) : t(`names.${m.name}`),
    /** `120/80 mmHg`, `Alerte`, `2 L/min`, `Air ambiant`; all that was recorded with it after it. */
    value: (m: Shown): string =>
      [
        ownValue(m) && `${ownValue(m)}${m.consciousness || isAir(m) ? '' : beside(unit(m.unit))}`,
        ...m.parts.map((p) => formats.labelled(p.name && formats.partName(p.name), formats.value(p.value))),
      ]
        .filter(Boolean)
        .join(' · ') || '—',
    /** The two values of a pressure, each with its unit. */
    halves: (m: Shown) => {
      const withUnit = (text: string) => `${text}${text === '–' ? '' : beside(unit(m.unit))}`;
      return {
        systolic: withUnit(half(m.value, m.digits, m.comparator)),
        diastolic: withUnit(half(m.second, m.secondDigits, m.secondComparator)),
      };
    },
    /** The same in a cell, whose row says the unit. */
    short: (m: Shown): string =>
      m.consciousness
        ? t(`consciousnessShort.${m.consciousness}`)
        : isAir(m)
          ? t('oxygen.airShort')
          : (ownValue(m) ?? (m.parts.map((p) => formats.value(p.value)).join(' · ') || '—')),
    problem: (problem: Problem, sign?: Sign): string => {
      if (problem.reason === 'impossible')
        return t('errors.impossible', {
          low: formats.number(problem.low ?? 0),
          high: formats.number(problem.high ?? 0),
          unit: unit(problem.unit ?? null),
        });
      if (problem.reason === 'number')
        return t('errors.number', {
          example: formats.number(sign && vitalDefinitions[sign].decimals > 0 ? 37.5 : 80),
        });
      if (problem.reason === 'date') return c('noDate');
      if (problem.reason === 'noSuchDate') return c('noSuchDate');
      if (problem.reason === 'time') return c('noTime');
      return t(`errors.${problem.reason}`);
    },
  };
}

export const clinicalLevel = (level: MeasureLevel) =>
  level.startsWith('critical')
    ? 'critical'
    : level === 'low' || level === 'high' || level === 'abnormal'
      ? 'abnormal'
      : level === 'normal'
        ? 'normal'
        : 'unknown';
export const direction = (level: MeasureLevel) =>
  level.endsWith('low') ? 'low' : level.endsWith('high') ? 'high' : null;
