import type { useTranslations } from 'next-intl';
import type { Formats } from '../i18n/formats.ts';
import { absenceWords, type AbsenceWords } from './absence-words.ts';

export interface Statement {
  id: string;
  version?: string | null;
  absence: Omit<AbsenceWords, 'of'>;
  recordedDate: string | null;
  recorder: string | null;
  isContradicted: boolean;
}

/** What was said of there being nothing to list; since when and by whom; that the list says otherwise. */
export function statementWords(
  of: AbsenceWords['of'],
  { absence, recordedDate, recorder, isContradicted }: Statement,
  t: ReturnType<typeof useTranslations<'common'>>,
  f: Formats,
): { says: string; noted: string; contradicted: string | null } {
  return {
    says: absenceWords({ of, ...absence }, t),
    noted: [
      recordedDate && t('absence.noted', { date: f.date(recordedDate) ?? '' }),
      recorder && t('absence.by', { who: recorder }),
    ]
      .filter(Boolean)
      .join(' '),
    contradicted: isContradicted ? t('absence.contradicted') : null,
  };
}
