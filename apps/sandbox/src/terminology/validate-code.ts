import { badRequest, FhirFailure } from '../fhir/outcome.ts';
import { json } from '../fhir/http/call.ts';
import { normalise } from '../fhir/model/normalise.ts';
import type { Operation, OperationCall } from '../fhir/operations/operation.ts';
import { readCurrent } from '../fhir/store/store.ts';
import { Sql } from '../fhir/search/sql.ts';
import type { Database } from '../fhir/store/store.ts';
import { conceptColumns, designationsOf, displayIn, readConcept, type Concept } from './concepts.ts';
import { wantedValueSet } from './expand.ts';
import { Given, parametersOf } from '../fhir/operations/given.ts';
import { select, type Selection } from './selection.ts';
import { findSystem } from './systems.ts';

/** https://hl7.org/fhir/R4/valueset-operation-validate-code.html and codesystem-operation-validate-code.html */
export const validateCodeInSet: Operation = {
  name: 'validate-code',
  definition: 'http://hl7.org/fhir/OperationDefinition/ValueSet-validate-code',
  types: ['ValueSet'],
  levels: ['type', 'instance'],
  isQuery: true,
  run: runInSet,
};
export const validateCodeInSystem: Operation = {
  name: 'validate-code',
  definition: 'http://hl7.org/fhir/OperationDefinition/CodeSystem-validate-code',
  types: ['CodeSystem'],
  levels: ['type', 'instance'],
  isQuery: true,
  run: runInSystem,
};

interface Asked {
  system: string | undefined;
  code: string;
  display: string | undefined;
}

function askedOf(given: Given): Asked[] {
  const concept = given.concept('codeableConcept');
  if (concept)
    return (concept.coding ?? []).flatMap(({ system, code, display }) =>
      code ? [{ system, code, display }] : [],
    );
  return [given.subject()];
}

async function runInSet({ call, db, id }: OperationCall) {
  const given = new Given(call);
  const asked = askedOf(given);
  const selections = await select(db, await wantedValueSet(given, db, id));
  for (const one of asked) {
    const found = await findIn(db, selections, one);
    if (found) return answer(found, one.display, given.text('displayLanguage'));
  }
  return refuse('The code is not in the value set');
}

/** Without a system any system of the set will do. */
async function findIn(
  db: Database,
  selections: readonly Selection[],
  { system, code }: Asked,
): Promise<Found | null> {
  for (const selection of selections) {
    if (system !== undefined && system !== selection.url) continue;
    if (!selection.system) {
      if (selection.listed?.has(code))
        return { concept: null, display: selection.displays.get(code) ?? null };
      continue;
    }
    const sql = new Sql();
    const text = `SELECT ${conceptColumns} FROM term_concept c WHERE c.rid = ${selection.system.rid} AND c.code = ${sql.bind(code)} AND (${selection.test(sql)})`;
    const [concept] = await db.query<Concept>(
      text.replaceAll('c_rid', String(selection.system.rid)),
      sql.params,
    );
    if (concept) return { concept, display: concept.display ?? selection.displays.get(code) ?? null };
  }
  return null;
}

async function runInSystem({ call, db, id }: OperationCall) {
  const given = new Given(call);
  const [asked] = askedOf(given);
  if (!asked) throw badRequest('A code is needed');
  const url =
    id !== null
      ? (JSON.parse((await readCurrent(db, 'CodeSystem', id)).content) as { url?: string }).url
      : (given.text('url') ?? asked.system);
  const system = url ? await findSystem(db, url, given.text('version')) : null;
  if (!system) throw new FhirFailure(404, 'not-found', 'The code system is not known here');
  const concept = await readConcept(db, system.rid, asked.code);
  return concept
    ? answer({ concept, display: concept.display }, asked.display, given.text('displayLanguage'))
    : refuse('The code is not in the code system');
}

interface Found {
  concept: Concept | null;
  display: string | null;
}

/** A display that belongs to no language of the concept is told, and makes the answer false. */
function answer({ concept, display }: Found, asked: string | undefined, language: string | undefined) {
  const shown = concept ? (displayIn(concept, language) ?? display) : display;
  const known = [display, shown, ...(concept ? designationsOf(concept).map((d) => d.value) : [])].flatMap(
    (text) => (text ? [normalise(text)] : []),
  );
  const wrong = asked !== undefined && known.length > 0 && !known.includes(normalise(asked));
  return json(
    200,
    parametersOf([
      { name: 'result', valueBoolean: !wrong },
      wrong ? { name: 'message', valueString: 'The display is not one of this code' } : null,
      shown ? { name: 'display', valueString: shown } : null,
    ]),
  );
}

const refuse = (message: string) =>
  json(
    200,
    parametersOf([
      { name: 'result', valueBoolean: false },
      { name: 'message', valueString: message },
    ]),
  );
