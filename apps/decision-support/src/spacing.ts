import type { Language } from './findings.ts';

const narrow = '\u202f';
const wide = '\u00a0';
const unit =
  'mg|g|kg|µg|ng|mL|L|dL|mmol|µmol|mEq|UI|j|h|min|ans?|mois|semaines?|jours?|day|days|years?|%|\u20ac';

/** Numbers stay with their unit and their thousands together, and French with its signs, as everywhere in the application. */
export function spaced(text: string, language: Language): string {
  const numbers = text
    .replaceAll(/(?<=\d) (?=\d{3}(?!\d))/g, narrow)
    .replaceAll(new RegExp(`(?<=\\d) (?=(?:${unit})(?![\\p{L}\\p{N}]))`, 'gu'), wide);
  return language === 'en'
    ? numbers
    : numbers
        .replaceAll(/ (?=[;!?])/g, narrow)
        .replaceAll(/ (?=[:»%])/g, wide)
        .replaceAll('« ', `«${wide}`);
}
