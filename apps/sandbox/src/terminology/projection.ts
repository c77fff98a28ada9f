import type { CodeSystem, ConceptMap, Resource } from '@medplum/fhirtypes';
import type { Queryable, SqlValue } from '../fhir/store/driver.ts';
import { conceptTables } from './tables.ts';
import { flatten, propertyText } from './flatten.ts';

/** Keeps the concept tables in step with CodeSystem and ConceptMap resources; part of the transaction that writes them. */
export async function projectTerminology(
  tx: Queryable,
  changes: readonly { rid: number; ref: string; resource: Resource | null; isNew: boolean }[],
): Promise<void> {
  for (const { rid, ref, resource, isNew } of changes) {
    if (!ref.startsWith('CodeSystem/') && !ref.startsWith('ConceptMap/')) continue;
    if (!isNew)
      for (const table of conceptTables) await tx.query(`DELETE FROM ${table} WHERE rid = $1`, [rid]);
    if (resource?.resourceType === 'CodeSystem' && resource.url) await writeSystem(tx, rid, resource);
    if (resource?.resourceType === 'ConceptMap') await writeMap(tx, rid, resource);
  }
}

export async function writeSystem(tx: Queryable, rid: number, system: CodeSystem): Promise<void> {
  await tx.query(
    'INSERT INTO term_system (rid, url, version, name, value_set, content, loaded, language) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
    [
      rid,
      system.url ?? '',
      system.version ?? null,
      system.title ?? system.name ?? null,
      system.valueSet ?? null,
      system.content ?? null,
      Math.round((performance.timeOrigin + performance.now()) * 1000), // never the same twice: what is remembered of a system goes by it
      system.language ?? null,
    ],
  );
  const { concepts, edges } = flatten(system);
  await insert(
    tx,
    'term_concept (code, position, display, definition, words, inactive, abstract, designation, property, rid)',
    ['text', 'int', 'text', 'text', 'text', 'boolean', 'boolean', 'text', 'text'],
    rid,
    concepts.map((c, position) => [
      c.code,
      position,
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
    'term_map (url, source_set, target_set, source_system, source_code, target_system, target_code, target_display, equivalence, rid)',
    Array<string>(9).fill('text'),
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
