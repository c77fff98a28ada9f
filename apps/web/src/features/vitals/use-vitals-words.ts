'use client';
import { vitalDefinitions, type Interpretation } from '@keneyapp/clinical';
import type { Measure } from '@keneyapp/bff/features/vitals/view';
import { useTranslations } from 'next-intl';
import { useFormats } from '../../i18n/use-formats.ts';
import type { Problem, Sign } from './form-state.ts';

/** The sentences several screens of this feature share. */
export function useVitalsWords() {
  const t = useTranslations('vitals');
  const formats = useFormats();
  const unit = (code: string | null) => formats.unit({ unit: null, code: code ?? '' });
  const amount = (value: number, code: string | null) =>
    [formats.number(value), unit(code)].filter(Boolean).join('\u00a0');
  return {
    t,
    formats,
    unit,
    amount,
    /** `120/80 mmHg`, `Alerte`, `2 L/min`, `Air ambiant`. */
    value: (
      m: Pick<Measure, 'name' | 'value' | 'second' | 'unit' | 'consciousness' | 'text' | 'comparator'>,
    ): string => {
      if (m.consciousness) return t(`consciousness.${m.consciousness}`);
      if (m.name === 'oxygen' && m.value === 0) return t('oxygen.air');
      if (m.value === null) return m.text ?? '—';
      const sign =
        m.comparator === null ? '' : `${{ '<': '<', '<=': '≤', '>=': '≥', '>': '>' }[m.comparator]}\u00a0`;
      return m.second === null
        ? sign + amount(m.value, m.unit)
        : `${formats.number(m.value)}/${formats.number(m.second)}\u00a0${unit(m.unit)}`;
    },
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
      return t(`errors.${problem.reason}`);
    },
  };
}

export const clinicalLevel = (level: Interpretation) =>
  level.startsWith('critical')
    ? 'critical'
    : level === 'low' || level === 'high'
      ? 'abnormal'
      : level === 'normal'
        ? 'normal'
        : 'unknown';
export const direction = (level: Interpretation) =>
  level.endsWith('low') ? 'low' : level.endsWith('high') ? 'high' : null;
