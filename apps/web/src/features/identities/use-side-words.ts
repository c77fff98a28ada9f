'use client';
import type { MergeField } from '@keneyapp/bff/features/identities/schema';
import type { MergeSideView } from '@keneyapp/bff/features/identities/view';
import { useTranslations } from 'next-intl';
import { fromRecord } from './identity-fill.ts';

/** What a side of a merge says, in words. */
export function useSideWords() {
  const c = useTranslations('common.sex');
  const value = (side: MergeSideView, field: MergeField): string => {
    const { traits, home } = side;
    const typed = fromRecord(side);
    switch (field) {
      case 'birthName':
        return traits.birthName.toLocaleUpperCase('fr');
      case 'givenNames': {
        const others = traits.givenNames.join(', ');
        return others === '' || others === traits.firstGivenName
          ? traits.firstGivenName
          : `${traits.firstGivenName} (${others})`;
      }
      case 'birthDate':
        return typed.birthDate;
      case 'sex':
        return c(traits.sex);
      case 'birthPlace':
        return [traits.birthPlace.name, traits.birthPlace.code && `(${traits.birthPlace.code})`]
          .filter(Boolean)
          .join(' ');
      case 'home':
        return home
          ? [...home.lines, [home.postalCode, home.city].filter(Boolean).join(' '), home.country]
              .filter(Boolean)
              .join(', ')
          : '';
      case 'telephones':
        return side.telephones.map((one) => one.value).join(', ');
      case 'usedName':
      case 'usedGivenName':
      case 'email':
        return side[field] ?? '';
    }
  };
  const number = ({ ipp }: MergeSideView) => `IPP ${ipp ?? '–'}`;
  return {
    value,
    number,
    named: (side: MergeSideView) =>
      `${side.traits.birthName.toLocaleUpperCase('fr')} ${side.traits.firstGivenName} (${number(side)})`,
  };
}
