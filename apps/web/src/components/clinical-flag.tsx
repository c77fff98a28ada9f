'use client';
import { FlagChip, type ClinicalDirection, type ClinicalLevel } from '@keneyapp/ui/flag-chip';
import { useTranslations } from 'next-intl';
import { flagWords } from './flag-words.ts';

/** The flag of a value in the reader's language. */
export function ClinicalFlag({ level, direction }: { level: ClinicalLevel; direction: ClinicalDirection }) {
  const t = useTranslations('common.clinical');
  const letter =
    level === 'critical' || level === 'abnormal'
      ? direction === 'high'
        ? t('flag.high')
        : direction === 'low'
          ? t('flag.low')
          : level === 'abnormal'
            ? t('flag.abnormal')
            : t('flag.critical')
      : undefined;
  return (
    <FlagChip
      level={level}
      direction={direction}
      letter={letter}
      label={flagWords({ level, direction }, t)}
    />
  );
}
