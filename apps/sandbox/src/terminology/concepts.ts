import type { CodeSystemConceptDesignation, CodeSystemConceptProperty } from '@medplum/fhirtypes';
import type { Queryable, Row } from '../fhir/store/driver.ts';

export interface Concept extends Row {
  code: string;
  display: string | null;
  definition: string | null;
  inactive: boolean;
  abstract: boolean;
  designation: string | null;
  property: string | null;
}
export const conceptColumns =
  'c.code, c.display, c.definition, c.inactive, c.abstract, c.designation, c.property';

export async function readConcept(db: Queryable, rid: number, code: string): Promise<Concept | null> {
  const [row] = await db.query<Concept>(
    `SELECT ${conceptColumns} FROM term_concept c WHERE c.rid = $1 AND c.code = $2`,
    [rid, code],
  );
  return row ?? null;
}

export const designationsOf = (concept: Concept): CodeSystemConceptDesignation[] =>
  concept.designation ? (JSON.parse(concept.designation) as CodeSystemConceptDesignation[]) : [];
export const propertiesOf = (concept: Concept): CodeSystemConceptProperty[] =>
  concept.property ? (JSON.parse(concept.property) as CodeSystemConceptProperty[]) : [];

/** Tags of a preference such as `fr-CA, en;q=0.5`, the most wanted first; nothing is wanted of `*`. */
function tagsOf(wanted: string): string[] {
  return wanted
    .split(/[,;](?!\s*q=)/)
    .map((part) => {
      const [tag = '', q = '1'] = part.split(/;\s*q=/);
      return { tag: tag.trim().toLowerCase(), q: Number(q) || 0 };
    })
    .filter(({ tag, q }) => tag !== '' && tag !== '*' && q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ tag }) => tag);
}

const primary = (tag: string): string => tag.split('-')[0] ?? '';
/** How well a language is one that is wanted: 3 it is, 2 of no region, 1 of another region, 0 not. */
const fits = (language: string | null | undefined, tag: string): number => {
  const own = language?.toLowerCase() ?? '';
  if (own === '' || primary(own) !== primary(tag)) return 0;
  if (own === tag || !tag.includes('-')) return 3;
  return own === primary(tag) ? 2 : 1;
};

/** A synonym is no display where there is a better word: https://hl7.org/fhir/R4/codesystem-concept-properties.html#designations */
const rankOfUse = ({ use }: CodeSystemConceptDesignation): number => {
  const code = use?.code;
  if (code === 'preferredForLanguage' || code === 'preferred' || code === '900000000000548007') return 3;
  if (code === undefined || code === 'display') return 2;
  return code === '900000000000013009' || code === 'synonym' ? 1 : 0;
};

/**
 * The display in a language (`fr` finds `fr-FR`), else the system's own. Where the system itself is in that language
 * (`CodeSystem.language`) its display is the word, whatever else there is in it.
 */
export function displayIn(
  concept: Concept,
  language: string | undefined,
  systemLanguage: string | null,
): string | null {
  for (const tag of tagsOf(language ?? '')) {
    const own = concept.display === null ? 0 : fits(systemLanguage, tag);
    const found = designationsOf(concept)
      .map((d) => ({ value: d.value, fit: fits(d.language, tag), use: rankOfUse(d) }))
      .filter(({ fit }) => (own === 0 ? fit > 0 : fit === 3 && own < 3))
      .sort((a, b) => b.fit - a.fit || b.use - a.use);
    if (found[0]?.value !== undefined) return found[0].value;
    if (own > 0) return concept.display;
  }
  return concept.display;
}
