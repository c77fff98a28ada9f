import { folded } from '../fold.ts';
import { nameParticles } from '../name-particles.ts';
import { cut, phoneticKey } from './phonetic-key.ts';

/**
 * A name as the RNIV has it written: capitals without accents, ligatures as two letters, hyphens and apostrophes kept, one
 * blank between words. Letters of other scripts stay. Empty when no letter is left.
 * Source: référentiel national d'identitovigilance, volume 1 (Principes d'identification des usagers communs à tous les acteurs de santé).
 */
export function rnivName(text: string): string {
  return folded(text)
    .toUpperCase()
    .replaceAll(/\p{Pd}+/gu, '-')
    .replaceAll(/[^\p{L}'-]+/gu, ' ')
    .replaceAll(/ ?([-'])[-' ]*/g, '$1')
    .replaceAll(/^[-' ]+|[-' ]+$/g, '');
}

/** The RNIV wants no abbreviation; many write these two. */
const saints: Record<string, string> = { ST: 'SAINT', STE: 'SAINTE' };

/** The words of a name as it is compared: apostrophes and hyphens part words like blanks. `Saint-Éxupéry` → SAINT, EXUPERY. */
export function nameWords(text: string): string[] {
  const words = rnivName(text)
    .split(/[-' ]+/)
    .filter((word) => word !== '');
  return words.map((word, i) => (i < words.length - 1 && saints[word]) || word);
}

/** One name (a family name, or a given name that may be compound) as it is compared. */
export interface ComparableName {
  /** Its letters without a gap: D'ARTAGNAN and DARTAGNAN, DE LA TOUR and DELATOUR are one. */
  whole: string;
  /** The same without particles; with them where there is nothing else. */
  core: string;
  /** Phonetic keys of both. */
  wholeSound: string;
  coreSound: string;
  /** Of a compound name its parts that may stand alone, three letters at least, eight at most; else none. */
  parts: readonly string[];
  partSounds: readonly string[];
}

/** What has to be told apart in a compound name. */
const shortestPart = 3,
  mostParts = 8;

/** Null for a name that is blank: it is compared with nothing. */
export function comparableName(text: string | undefined): ComparableName | null {
  const words = nameWords(text ?? '');
  if (words.length === 0) return null;
  const told = words.filter((word) => !nameParticles.has(word.toLowerCase()));
  const whole = words.join(''),
    core = told.length > 0 ? told.join('') : whole;
  const long = told.filter((word) => word.length >= shortestPart).slice(0, mostParts);
  const parts = long.length > 1 ? long.map(cut) : [];
  return {
    whole,
    core,
    wholeSound: phoneticKey(whole),
    coreSound: phoneticKey(core),
    parts,
    partSounds: parts.map(phoneticKey),
  };
}
