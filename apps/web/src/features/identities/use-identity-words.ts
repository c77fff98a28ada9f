'use client';
import type { StrictTraits, TraitField } from '@keneyapp/clinical';
import { useTranslations } from 'next-intl';
import type { FieldPath } from 'react-hook-form';
import type { FormWords } from '../../components/form/use-chart-form.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { fieldOfTrait, type IdentityValues } from './identity-state.ts';

/** Names of the fields, and what is wrong with them, in words. */
export function useIdentityFormWords(): FormWords<IdentityValues> {
  const t = useTranslations('identities');
  return {
    label: (name) => t(`field.${name as Exclude<keyof IdentityValues, 'origin'>}`),
    problem: (name, reason) => {
      const key = `problem.${(name as string) === 'insi' && reason === 'too-old' ? 'too-old-answer' : (name as string) === 'reason' ? 'why' : reason}`;
      return t.has(key as 'problem.empty') ? t(key as 'problem.empty') : t('problem.refused');
    },
  };
}

/** The name under which a message of INSi stands in the form; it is no field. */
export const insiField = 'insi' as FieldPath<IdentityValues>;

/** A trait and what it says, in words. */
export function useTraitWords() {
  const t = useTranslations('identities');
  const f = useFormats();
  return {
    name: (field: TraitField) => t(`field.${fieldOfTrait[field]}`),
    value: (field: TraitField, traits: StrictTraits): string => {
      const nothing = t('scan.nothing');
      switch (field) {
        case 'birthDate':
          return f.date(traits.birthDate.known) ?? nothing;
        case 'sex':
          return t(`sex.${traits.sex}`);
        case 'birthPlace':
          return [traits.birthPlace.code, traits.birthPlace.name].filter(Boolean).join(' ') || nothing;
        case 'givenNames':
          return traits.givenNames.join(', ') || nothing;
        default:
          return traits[field] || nothing;
      }
    },
  };
}
