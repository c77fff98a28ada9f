import type { ValueSet } from '@medplum/fhirtypes';

/**
 * An imported terminology says what is loaded by the value set of all its codes (`npm run terminology`), which is written
 * when the last concept is there: a small resource, cheap to ask for, and the way to page through the whole by `$expand`.
 */
const base = 'https://keneyapp.example/fhir';
/** Identifiers of that value set, and of everything else that is imported: which content it is, and how many concepts. */
export const releaseSystem = `${base}/terminology-release`,
  conceptsSystem = `${base}/terminology-concepts`;

export const allCodesId = (short: string): string => `${short}-all`;
export const allCodesUrl = (short: string): string => `${base}/ValueSet/${short}-all`;
export const mapUrl = (short: string): string => `${base}/ConceptMap/${short}`;

/** The search that finds the releases that are loaded. */
export const loadedReleases = `ValueSet?identifier=${encodeURIComponent(`${releaseSystem}|`)}&_count=200`;

/** A release that is loaded whole. Whoever reads all of it gets `concepts` of them; another content has another `hash`. */
export interface LoadedRelease {
  short: string;
  system: string;
  version: string;
  title: string;
  hash: string;
  concepts: number;
  /** When it was loaded. */
  date: string;
}

/** Null for a value set that is none of these. */
export function readLoadedRelease(valueSet: ValueSet): LoadedRelease | null {
  const identifier = (system: string) =>
    valueSet.identifier?.find((one) => one.system === system)?.value ?? '';
  const [include] = valueSet.compose?.include ?? [];
  const hash = identifier(releaseSystem);
  if (hash === '' || !include?.system || !valueSet.id?.endsWith('-all')) return null;
  return {
    short: valueSet.id.slice(0, -'-all'.length),
    system: include.system,
    version: include.version ?? '',
    title: valueSet.title ?? '',
    hash,
    concepts: Number(identifier(conceptsSystem)),
    date: valueSet.date ?? '',
  };
}
