import type { useTranslations } from 'next-intl';

/** Where a statement of absence can stand; packages/fhir-model/src/absence.ts. */
export interface AbsenceWords {
  of: 'allergy' | 'problem' | 'medication' | 'immunization' | 'procedure' | 'family';
  says: 'none-known' | 'not-asked' | 'unknown';
  kind: 'medication' | 'food' | 'environment' | 'biologic' | 'latex' | 'insect' | 'animal' | null;
}

/** `Aucune allergie alimentaire connue`, `Allergies : non recherchées`. */
export function absenceWords(
  { of, says, kind }: AbsenceWords,
  t: ReturnType<typeof useTranslations<'common'>>,
): string {
  const words = t(`absence.${of}.${says}`);
  if (of !== 'allergy' || kind === null) return words;
  return says === 'none-known' ? t(`absence.noneOf.${kind}`) : `${words} (${t(`absence.kind.${kind}`)})`;
}
