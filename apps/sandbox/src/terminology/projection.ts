import type { CodeSystem, ConceptMap, Resource } from '@medplum/fhirtypes';
import type { Queryable, SqlValue } from '../fhir/store/driver.ts';
import { conceptTables } from './tables.ts';
import { flatten, propertyText, type FlatSystem } from './flatten.ts';

/** Keeps the concept tables in step with CodeSystem and ConceptMap resources; part of the transaction that writes them. */
export async function projectTerminology(
  tx: Queryable,
  changes: readonly { rid: number; ref: string; resource: Resource | null; isNew: boolean }[],
): Promise<void> {
  for (const { rid, ref, resource, isNew } of changes) {
    if (!ref.startsWith('CodeSystem/') && !ref.startsWith('ConceptMap/')) continue;
    if (resource?.resourceType === 'CodeSystem' && !isNew && (await isHeaderAlone(tx, rid, resource))) {
      await tx.query('DELETE FROM term_system WHERE rid = $1', [rid]);
      await writeHeader(tx, rid, resource);
      continue;
    }
    if (!isNew)
      for (const table of conceptTables) await tx.query(`DELETE FROM ${table} WHERE rid = $1`, [rid]);
    if (resource?.resourceType === 'CodeSystem' && resource.url) await writeSystem(tx, rid, resource);
    if (resource?.resourceType === 'ConceptMap') await writeMap(tx, rid, resource);
  }
}

export async function writeSystem(tx: Queryable, rid: number, system: CodeSystem): Promise<void> {
  await writeHeader(tx, rid, system);
  const flat = flatten(system);
  await writeConcepts(
    tx,
    rid,
    flat,
    flat.concepts.map((_, position) => position),
  );
}

/** Whether what is written says something about a code system of which the concepts came in parts, and brings none. */
async function isHeaderAlone(tx: Queryable, rid: number, system: CodeSystem): Promise<boolean> {
  if (system.content !== 'not-present' || system.concept) return false;
  const rows = await tx.query('SELECT 1 FROM term_system WHERE rid = $1 AND url = $2 AND version = $3', [
    rid,
    system.url ?? '',
    system.version ?? '',
  ]);
  return rows.length > 0;
}

/** Another number each time: what is remembered of a system goes by it. */
export const loadedNow = (): number => Math.round((performance.timeOrigin + performance.now()) * 1000);

async function writeHeader(tx: Queryable, rid: number, system: CodeSystem): Promise<void> {
  const isInParts = system.content === 'not-present';
  await tx.query(
    `INSERT INTO term_system (rid, url, version, name, value_set, content, loaded, language, is_ready, is_sample)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      rid,
      system.url ?? '',
      system.version ?? null,
      system.title ?? system.name ?? null,
      system.valueSet ?? null,
      isInParts && (await hasAll(tx, rid, system.count)) ? 'complete' : (system.content ?? null),
      loadedNow(),
      system.language ?? null,
      !(isInParts && system.status === 'draft'),
      system.experimental === true,
    ],
  );
}

/** Whether as many concepts came in parts as the system says it has. */
async function hasAll(tx: Queryable, rid: number, count: number | undefined): Promise<boolean> {
  const [row] = await tx.query<{ n: number }>('SELECT count(*) AS n FROM term_concept WHERE rid = $1', [rid]);
  return Number(row?.n ?? 0) > 0 && Number(row?.n) === count;
}

/** Takes concepts with their properties and parents away; answers how many there were. */
export async function removeConcepts(tx: Queryable, rid: number, codes: readonly string[]): Promise<number> {
  await tx.query('DELETE FROM term_property WHERE rid = $1 AND code = ANY($2::text[])', [rid, codes]);
  await tx.query('DELETE FROM term_edge WHERE rid = $1 AND child = ANY($2::text[])', [rid, codes]);
  const gone = await tx.query(
    'DELETE FROM term_concept WHERE rid = $1 AND code = ANY($2::text[]) RETURNING code',
    [rid, codes],
  );
  return gone.length;
}

/** `positions` has the place of each concept in the order of the system. */
export async function writeConcepts(
  tx: Queryable,
  rid: number,
  { concepts, edges }: FlatSystem,
  positions: readonly number[],
): Promise<void> {
  await insert(
    tx,
    'term_concept (code, position, display, definition, words, inactive, abstract, designation, property, rid)',
    ['text', 'int', 'text', 'text', 'text', 'boolean', 'boolean', 'text', 'text'],
    rid,
    concepts.map((c, i) => [
      c.code,
      positions[i] ?? i,
      c.display,
      c.definition,
      c.words,
      c.inactive,
      c.abstract,
      c.designation.length > 0 ? JSON.stringify(c.designation) : null,
      c.property.length > 0 ? JSON.stringify(c.property) : null,
    ]),
  );
  await insert(
    tx,
    'term_edge (parent, child, rid)',
    ['text', 'text'],
    rid,
    edges.map(({ parent, child }) => [parent, child]),
  );
  await insert(
    tx,
    'term_property (property, value, code, rid)',
    ['text', 'text', 'text'],
    rid,
    concepts.flatMap((c) =>
      c.property.flatMap((property) => {
        const value = propertyText(property);
        return value === null || !property.code ? [] : [[property.code, value, c.code]];
      }),
    ),
  );
}

async function writeMap(tx: Queryable, rid: number, map: ConceptMap): Promise<void> {
  const sourceSet = map.sourceUri ?? map.sourceCanonical ?? null,
    targetSet = map.targetUri ?? map.targetCanonical ?? null;
  const rows = (map.group ?? []).flatMap((group) =>
    (group.element ?? []).flatMap((element) =>
      (element.target ?? []).flatMap((target) =>
        element.code
          ? [
              [
                map.url ?? null,
                sourceSet,
                targetSet,
                group.source ?? null,
                element.code,
                element.display ?? null,
                group.target ?? null,
                target.code ?? null,
                target.display ?? null,
                target.equivalence ?? 'equivalent',
              ],
            ]
          : [],
      ),
    ),
  );
  await insert(
    tx,
    'term_map (url, source_set, target_set, source_system, source_code, source_display, target_system, target_code, target_display, equivalence, rid)',
    Array<string>(10).fill('text'),
    rid,
    rows,
  );
}

const chunk = 5000;

async function insert(
  tx: Queryable,
  into: string,
  types: readonly string[],
  rid: number,
  rows: readonly (string | number | boolean | null)[][],
): Promise<void> {
  for (let at = 0; at < rows.length; at += chunk) {
    const part = rows.slice(at, at + chunk);
    const columns = types.map((_, i): SqlValue => part.map((row) => row[i] ?? null));
    await tx.query(
      `INSERT INTO ${into} SELECT u.*, ${rid} FROM unnest(${types.map((type, i) => `$${i + 1}::${type}[]`).join(', ')}) u`,
      columns,
    );
  }
}
