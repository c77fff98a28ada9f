import type { Identity } from '@keneyapp/bff/features/patients/view';
import type { useTranslations } from 'next-intl';
import type { Formats } from '../i18n/formats.ts';

/** `née le 12/07/1984`, or that nobody knows. */
export const bornWords = (
  who: Pick<Identity, 'birthDate' | 'sex'>,
  t: ReturnType<typeof useTranslations<'common.print'>>,
  f: Formats,
): string =>
  who.birthDate ? t('born', { sex: who.sex, date: f.date(who.birthDate) ?? '' }) : t('noBirthDate');
