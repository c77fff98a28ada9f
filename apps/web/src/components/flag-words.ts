import type { ClinicalDirection, ClinicalLevel } from '@keneyapp/ui/flag-chip';
import type { useTranslations } from 'next-intl';

/** What the flag of a value says: `critique, au-dessus des limites`. */
export function flagWords(
  { level, direction }: { level: ClinicalLevel; direction: ClinicalDirection },
  t: ReturnType<typeof useTranslations<'common.clinical'>>,
): string {
  if (level === 'normal' || level === 'unknown') return t(`flagLong.${level}`);
  const isCritical = level === 'critical';
  if (direction === 'high') return t(`flagLong.${isCritical ? 'criticalHigh' : 'high'}`);
  if (direction === 'low') return t(`flagLong.${isCritical ? 'criticalLow' : 'low'}`);
  return t(`flagLong.${level}`);
}
