import type {
  CodeSystemConcept,
  CodeSystemConceptDesignation,
  CodeSystemConceptProperty,
  ConceptMapGroupElementTarget,
} from '@medplum/fhirtypes';
import type { Licence } from './licences.ts';

/** One release of one code system, as it is read from its files; `concepts` is read once, `version` is known after it. */
export interface SystemRelease {
  kind: 'system';
  /** Short name: part of ids and addresses. */
  short: string;
  url: string;
  title: string;
  language: 'fr' | 'en';
  licence: Licence;
  /** Whether its concepts are all that the system has: only then is a code that is missing wrong. */
  isWhole: boolean;
  version(): string;
  concepts(): AsyncIterable<CodeSystemConcept>;
  /** What a person should know of this reading beside rows that were not read. */
  remarks(): string[];
}

export interface MapElement {
  code: string;
  display?: string;
  target: MapTarget[];
}
export interface MapTarget {
  code?: string;
  display?: string;
  equivalence: NonNullable<ConceptMapGroupElementTarget['equivalence']>;
  /** Where a person wrote it: its code is checked against the release that is loaded. */
  row?: { file: string; line: number };
}
/** A map from one code system to another. */
export interface MapRelease {
  kind: 'map';
  short: string;
  title: string;
  source: string;
  target: string;
  licence: Licence;
  version(): string;
  elements(): AsyncIterable<MapElement>;
  remarks(): string[];
}
export type Release = SystemRelease | MapRelease;

/** https://hl7.org/fhir/R4/valueset-designation-use.html */
export const use = {
  preferred: { system: 'http://snomed.info/sct', code: '900000000000548007', display: 'Preferred' },
  synonym: { system: 'http://snomed.info/sct', code: '900000000000013009', display: 'Synonym' },
  fullName: { system: 'http://snomed.info/sct', code: '900000000000003001', display: 'Fully specified name' },
  /** What a drug is made of: found by it, never called so. */
  substance: {
    system: 'https://keneyapp.example/fhir/CodeSystem/designation-use',
    code: 'substance',
    display: 'Substance',
  },
} as const;

export const isNotSelectable: CodeSystemConceptProperty = { code: 'notSelectable', valueBoolean: true };
export const isInactive: CodeSystemConceptProperty = { code: 'inactive', valueBoolean: true };
export const parent = (code: string): CodeSystemConceptProperty => ({ code: 'parent', valueCode: code });

/** Properties of the texts that are there. */
export const texts = (values: Readonly<Record<string, string>>): CodeSystemConceptProperty[] =>
  Object.entries(values).flatMap(([code, value]) => (value === '' ? [] : [{ code, valueString: value }]));

/** A concept without empty members. */
export function concept(
  code: string,
  display: string,
  more: {
    definition?: string;
    designation?: CodeSystemConceptDesignation[];
    property?: CodeSystemConceptProperty[];
  } = {},
): CodeSystemConcept {
  const { definition = '', designation = [], property = [] } = more;
  return {
    code,
    ...(display === '' ? {} : { display }),
    ...(definition === '' ? {} : { definition }),
    ...(designation.length > 0 ? { designation } : {}),
    ...(property.length > 0 ? { property } : {}),
  };
}

/** A year, or a date, in the name of a file or of what it lies in; null where there is none. */
export function yearIn(name: string): string | null {
  return /(?<!\d)(20[0-4]\d)(?!\d)/.exec(name)?.[1] ?? null;
}
