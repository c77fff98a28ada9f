import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useFormats } from '../../../i18n/use-formats.ts';
import { useAppointmentWords } from '../use-appointment-words.ts';

/** What the blocks of a column say, made once for all of them. */
export function useBlockWords() {
  const t = useTranslations('appointments');
  const f = useFormats();
  const c = useTranslations('common');
  const words = useAppointmentWords(false);
  return useMemo(
    () => ({ f, words, noPatient: t('noPatient'), homonym: c('person.homonym') }),
    [f, words, t, c],
  );
}

export type BlockWords = ReturnType<typeof useBlockWords>;
