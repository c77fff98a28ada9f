import { useTranslations } from 'next-intl';

/** A feature as it is called within a sentence; what another version wrote is shown as it is. */
export function useFeatureWord(): (feature: string) => string {
  const t = useTranslations('common.features');
  return (feature) => (t.has(feature as 'summary') ? t(feature as 'summary') : feature);
}
