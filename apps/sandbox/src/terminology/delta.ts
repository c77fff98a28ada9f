import type { CodeSystem } from '@medplum/fhirtypes';
import { json } from '../fhir/http/call.ts';
import { Given, parametersOf } from '../fhir/operations/given.ts';
import type { Operation, OperationCall } from '../fhir/operations/operation.ts';
import { badRequest, FhirFailure } from '../fhir/outcome.ts';
import type { Queryable, Row } from '../fhir/store/driver.ts';
import { flatten } from './flatten.ts';
import { loadedNow, removeConcepts, writeConcepts } from './projection.ts';

/**
 * Code systems that come in parts, because they are larger than one request: HAPI's two operations
 * (https://hapifhir.io/hapi-fhir/docs/server_jpa/terminology.html) on a CodeSystem of `content` not-present. Unlike HAPI's,
 * these keep designations, types of properties, and several parents; a part that comes again changes nothing.
 */
const definitionOf = (name: string) =>
  `https://keneyapp.example/fhir/OperationDefinition/CodeSystem-apply-codesystem-delta-${name}`;

export const deltaAdd: Operation = {
  name: 'apply-codesystem-delta-add',
  definition: definitionOf('add'),
  types: ['CodeSystem'],
  levels: ['type'],
  isQuery: false,
  run: (call) => run(call, add),
};
export const deltaRemove: Operation = {
  name: 'apply-codesystem-delta-remove',
  definition: definitionOf('remove'),
  types: ['CodeSystem'],
  levels: ['type'],
  isQuery: false,
  run: (call) => run(call, remove),
};

interface Target extends Row {
  rid: number;
  content: string | null;
  ref: string;
}

async function run(
  { call, db }: OperationCall,
  change: (tx: Queryable, rid: number, part: CodeSystem) => Promise<number>,
) {
  const given = new Given(call);
  const url = given.needed('system');
  const part = given.resource('codeSystem');
  if (part?.resourceType !== 'CodeSystem') throw badRequest('codeSystem must be a CodeSystem');
  if (part.url !== undefined && part.url !== url) throw badRequest('codeSystem is of another system');
  return db.transaction(async (tx) => {
    await tx.exclusive(`CodeSystem parts ${url}`);
    const target = await targetOf(tx, url, part.version);
    const changed = await change(tx, target.rid, part);
    await tx.query('UPDATE term_system SET loaded = $2 WHERE rid = $1', [target.rid, loadedNow()]);
    return json(
      200,
      parametersOf([
        { name: 'conceptCount', valueInteger: changed },
        { name: 'target', valueReference: { reference: target.ref } },
      ]),
    );
  });
}

/** The code system of this version, of which the concepts come in parts. */
async function targetOf(tx: Queryable, url: string, version: string | undefined): Promise<Target> {
  const [target] = await tx.query<Target>(
    `SELECT s.rid, r.ref, r.content::jsonb ->> 'content' AS content FROM term_system s JOIN resource r ON r.rid = s.rid
    WHERE s.url = $1 AND ($2::text IS NULL OR s.version = $2) ORDER BY s.is_ready, s.loaded DESC LIMIT 1`,
    [url, version ?? null],
  );
  if (!target) throw new FhirFailure(404, 'not-found', 'The code system is not known here');
  if (target.content !== 'not-present')
    throw badRequest('Only a code system of content "not-present" is written in parts');
  return target;
}

async function add(tx: Queryable, rid: number, part: CodeSystem): Promise<number> {
  const flat = flatten(part);
  const codes = flat.concepts.map(({ code }) => code);
  const known = await tx.query<{ code: string; position: number }>(
    'SELECT code, position FROM term_concept WHERE rid = $1 AND code = ANY($2::text[])',
    [rid, codes],
  );
  const [last] = await tx.query<{ next: number }>(
    'SELECT coalesce(max(position) + 1, 0) AS next FROM term_concept WHERE rid = $1',
    [rid],
  );
  if (known.length > 0) await removeConcepts(tx, rid, codes);
  const places = new Map(known.map(({ code, position }) => [code, position]));
  let next = Number(last?.next ?? 0);
  await writeConcepts(
    tx,
    rid,
    flat,
    flat.concepts.map(({ code }) => places.get(code) ?? next++),
  );
  return flat.concepts.length;
}

async function remove(tx: Queryable, rid: number, part: CodeSystem): Promise<number> {
  return removeConcepts(
    tx,
    rid,
    flatten(part).concepts.map(({ code }) => code),
  );
}
