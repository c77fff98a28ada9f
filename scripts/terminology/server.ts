import type { CapabilityStatement, CodeSystem, Parameters, Resource, ValueSet } from '@medplum/fhirtypes';
import {
  loadedReleases,
  readLoadedRelease,
  releaseSystem,
  type LoadedRelease,
} from '@keneyapp/fhir-model/releases';
import type { Connection } from '../wire/connection.ts';
import { isRefusal, read, search } from '../wire/fhir.ts';

const deltaAdd = 'https://keneyapp.example/fhir/OperationDefinition/CodeSystem-apply-codesystem-delta-add';

/**
 * How the server takes a code system. `inParts`: it says so by the definition of its operation, and keeps everything of a
 * concept (HAPI's operation of the same name drops designations and refuses several parents: it gets systems whole).
 * `knowsBooleans`: HAPI 8.8 stores a property that is true or false, and answers 500 to a $lookup of its concept.
 */
export interface Manners {
  inParts: boolean;
  knowsBooleans: boolean;
}
export async function mannersOf(c: Connection): Promise<Manners> {
  const statement = await read<CapabilityStatement>(c, 'metadata');
  const ofCodeSystem = statement?.rest?.[0]?.resource?.find(({ type }) => type === 'CodeSystem');
  return {
    inParts: ofCodeSystem?.operation?.some(({ definition }) => definition === deltaAdd) ?? false,
    knowsBooleans: !/HAPI/i.test(statement?.software?.name ?? ''),
  };
}

/** Code systems as they say of themselves, without their concepts. */
export async function codeSystemsOf(c: Connection, url?: string): Promise<CodeSystem[]> {
  const elements = 'url,version,title,content,status,identifier,experimental,count,date';
  const query = `${url ? `url=${encodeURIComponent(url)}&` : ''}_elements=${elements}&_count=500`;
  return resourcesOf(c, `CodeSystem?${query}`, 'CodeSystem');
}

export async function resourcesOf<T extends Resource>(
  c: Connection,
  query: string,
  type: T['resourceType'],
): Promise<T[]> {
  const { entry = [] } = await search(c, query);
  return entry.flatMap(({ resource }) => (resource?.resourceType === type ? [resource as T] : []));
}

/** The releases that are loaded whole. */
export async function releasesOn(c: Connection): Promise<LoadedRelease[]> {
  const sets = await resourcesOf<ValueSet>(c, loadedReleases, 'ValueSet');
  return sets.flatMap((set) => readLoadedRelease(set) ?? []);
}

/** Which content an imported resource is; null for one of another source. */
export const hashOf = ({ identifier }: Pick<CodeSystem, 'identifier'>): string | null =>
  identifier?.find(({ system }) => system === releaseSystem)?.value ?? null;

/** The words of a code in a version of a code system, French ones where it has them; null where it is not there. */
export async function displayOf(
  c: Connection,
  system: string,
  version: string,
  code: string,
): Promise<string | null> {
  const query = new URLSearchParams({ system, version, code, displayLanguage: 'fr' });
  try {
    const found = await read<Parameters>(c, `CodeSystem/$lookup?${query}`);
    return found && (found.parameter?.find(({ name }) => name === 'display')?.valueString ?? code);
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

/** What a value set is expanded to: how many codes, of which version of their system. */
export interface Shown {
  total: number;
  version: string;
}
/** Null while the server cannot tell: HAPI expands beforehand, and shows the former expansion until it has the next. */
export async function shownBy(c: Connection, url: string): Promise<Shown | null> {
  try {
    const set = await read<ValueSet>(c, `ValueSet/$expand?url=${encodeURIComponent(url)}&count=1&offset=0`);
    const { total, contains } = set?.expansion ?? {};
    return total === undefined ? null : { total, version: contains?.[0]?.version ?? '' };
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

export const pause = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const clock = setTimeout(resolve, milliseconds);
    signal?.addEventListener('abort', () => {
      clearTimeout(clock);
      resolve();
    });
  });
