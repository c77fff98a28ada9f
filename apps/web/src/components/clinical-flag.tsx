'use client';
import { FlagChip, type ClinicalDirection, type ClinicalLevel } from '@keneyapp/ui/flag-chip';
import { useTranslations } from 'next-intl';

/** The flag of a value in the reader's language. */
export function ClinicalFlag({ level, direction }: { level: ClinicalLevel; direction: ClinicalDirection }) {
  const t = useTranslations('common.clinical');
  const key =
    direction === 'high'
      ? level === 'critical'
        ? 'criticalHigh'
        : 'high'
      : direction === 'low'
        ? level === 'critical'
          ? 'criticalLow'
          : 'low'
        : level;
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
      label={t(`flagLong.${level === 'normal' || level === 'unknown' ? level : key}`)}
    />
  );
}
