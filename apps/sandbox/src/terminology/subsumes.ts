import { badRequest, FhirFailure } from '../fhir/outcome.ts';
import { json } from '../fhir/http/call.ts';
import type { Operation, OperationCall } from '../fhir/operations/operation.ts';
import type { Queryable } from '../fhir/store/driver.ts';
import { readConcept } from './concepts.ts';
import { Given, parametersOf } from '../fhir/operations/given.ts';
import { findSystem } from './systems.ts';

/** https://hl7.org/fhir/R4/codesystem-operation-subsumes.html */
export const subsumes: Operation = {
  name: 'subsumes',
  definition: 'http://hl7.org/fhir/OperationDefinition/CodeSystem-subsumes',
  types: ['CodeSystem'],
  levels: ['type'],
  isQuery: true,
  run,
};

async function run({ call, db }: OperationCall) {
  const given = new Given(call);
  const a = given.subject('codeA'),
    b = given.subject('codeB');
  const url = a.system ?? b.system;
  if (!url) throw badRequest('system is needed');
  const system = await findSystem(db, url, a.version);
  if (!system) throw new FhirFailure(404, 'not-found', 'The code system is not known here');
  if (!(await readConcept(db, system.rid, a.code)) || !(await readConcept(db, system.rid, b.code)))
    throw new FhirFailure(404, 'not-found', 'A code is not in this code system');
  const outcome =
    a.code === b.code
      ? 'equivalent'
      : (await isAncestor(db, system.rid, a.code, b.code))
        ? 'subsumes'
        : (await isAncestor(db, system.rid, b.code, a.code))
          ? 'subsumed-by'
          : 'not-subsumed';
  return json(200, parametersOf([{ name: 'outcome', valueCode: outcome }]));
}

/** Walks up from `code`: ancestors are few where descendants may be thousands. */
async function isAncestor(db: Queryable, rid: number, ancestor: string, code: string): Promise<boolean> {
  const rows = await db.query(
    `WITH RECURSIVE up(code) AS (SELECT parent FROM term_edge WHERE rid = $1 AND child = $3 UNION SELECT e.parent FROM term_edge e JOIN up ON e.rid = $1 AND e.child = up.code)
    SELECT 1 FROM up WHERE code = $2 LIMIT 1`,
    [rid, ancestor, code],
  );
  return rows.length > 0;
}
