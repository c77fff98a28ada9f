'use client';
import { useTranslations } from 'next-intl';
import type { FieldPath, FieldValues } from 'react-hook-form';
import type { FormWords } from '../../components/form/use-chart-form.ts';

/** Names of the fields of a birth, or of the mother, and what is wrong with them. */
export function useNewbornWords<T extends FieldValues>(of: 'mother' | 'birth'): FormWords<T> {
  const t = useTranslations('identities');
  type Key = Parameters<typeof t>[0];
  return {
    label: (name: FieldPath<T>) => {
      const [, i, field] = /^children\.(\d+)\.(\w+)$/.exec(name) ?? [];
      if (i === undefined) return t(`newborn.field.${of}.${name}` as Key);
      return t(`newborn.field.child.${field}` as Key);
    },
    problem: (_name, reason) => {
      for (const key of [`newborn.problem.${reason}`, `problem.${reason}`] as Key[])
        if (t.has(key)) return t(key);
      return t('problem.refused');
    },
  };
}
