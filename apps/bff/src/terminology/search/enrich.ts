import { systems } from '@keneyapp/fhir-model/systems';
import type { Abbreviation } from './phrasing.ts';

interface Titled {
  code: string;
  display: string;
}
type Enrich = (system: string, concept: Titled) => { weight: number; synonyms: readonly string[] };

/** Chapters of CIM-10 that tell the circumstances of a disease rather than its name: pregnancy, birth, malformations, causes, contacts. */
const circumstances = /^[OPQV-Z]/;
/** Words by which a title says that it is the disease without any further precision. */
const unspecified = /sans précision|sai\b|non précisée?s?$/i;
const others = /^autres?\b/i;

/**
 * What makes a concept likely to be meant beyond its words: that there is a short form for it, that it is the disease itself
 * and not one of its circumstances. The words of the short form's meaning find it too.
 */
export function enrich(abbreviations: readonly Abbreviation[]): Enrich {
  const meanings = new Map<string, Set<string>>();
  for (const { meanings: all } of abbreviations)
    for (const { text, textEn, cim10 = [] } of all)
      for (const code of cim10) {
        const known = meanings.get(code) ?? new Set();
        known.add(text);
        if (textEn) known.add(textEn);
        meanings.set(code, known);
      }
  return (system, { code, display }) => {
    if (system !== systems.cim10) return { weight: 0.5, synonyms: [] };
    const synonyms = [...(meanings.get(code) ?? [])];
    const weight =
      0.5 +
      (synonyms.length > 0 ? 0.3 : 0) +
      (unspecified.test(display) ? 0.2 : 0) -
      (others.test(display) ? 0.15 : 0) -
      (circumstances.test(code) ? 0.4 : 0);
    return { weight: Math.max(0, Math.min(1, weight)), synonyms };
  };
}
