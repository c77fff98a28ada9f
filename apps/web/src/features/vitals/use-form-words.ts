'use client';
import type { VitalSubject } from '@keneyapp/clinical';
import { problemOf, type Problem, type Sign, signs } from './form-state.ts';
import { useVitalsWords } from './use-vitals-words.ts';

/** How the fields of both forms are called, and what is said of what is wrong with them. */
export function useFormWords<T extends { values: Partial<Record<Sign, string | undefined>> }>(
  personOf: (values: T) => VitalSubject,
) {
  const { t, problem: words } = useVitalsWords();
  return {
    label: (name: string): string => {
      if (name === 'takenAt.date') return t('form.takenAt');
      if (name === 'takenAt.time') return t('form.takenTime');
      if (name === 'oxygenSource') return t('names.oxygen');
      if (name === 'spo2Scale') return t('scale.label');
      if (name === 'note') return t('form.note');
      if (name === 'reason') return t('correct.reason');
      return t(`names.${signOf(name) ?? (name as 'consciousness' | 'oxygenFlow')}`);
    },
    problem: (name: string, reason: string, values: T): string => {
      const sign = signOf(name);
      // the limits belong to the person as they are now
      const found = sign && problemOf(sign, values.values[sign] ?? '', personOf(values));
      return words(found?.reason === reason ? found : { reason: reason as Problem['reason'] }, sign);
    },
  };
}

const signOf = (name: string): Sign | undefined => signs.find((sign) => name === `values.${sign}`);
