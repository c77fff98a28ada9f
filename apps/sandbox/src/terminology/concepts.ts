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

/** The display in a language (`fr` finds `fr-FR`), else the system's own. */
export function displayIn(concept: Concept, language: string | undefined): string | null {
  const wanted = language?.split(/[,;]/)[0]?.toLowerCase().split('-')[0];
  const found = wanted
    ? designationsOf(concept).find((d) => d.language?.toLowerCase().split('-')[0] === wanted)
    : undefined;
  return found?.value ?? concept.display;
}
