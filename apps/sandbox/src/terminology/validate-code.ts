import { badRequest, FhirFailure } from '../fhir/outcome.ts';
import { json } from '../fhir/http/call.ts';
import { normalise } from '../fhir/model/normalise.ts';
import type { Operation, OperationCall } from '../fhir/operations/operation.ts';
import { readCurrent } from '../fhir/store/store.ts';
import { Sql } from '../fhir/search/sql.ts';
import type { Database } from '../fhir/store/store.ts';
import { designationsOf, displayIn, readConcept, type Concept } from './concepts.ts';
import { wantedValueSet } from './expand.ts';
import { Given, parametersOf } from '../fhir/operations/given.ts';
import { select, type Selection } from './selection.ts';
import { findSystem, isComplete, type KnownSystem } from './systems.ts';

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
  let isUnknown = false;
  for (const one of asked) {
    const found = await findIn(db, selections, one);
    if (found === 'unknown') isUnknown = true;
    else if (found) return answer(found, one.display, given.language());
  }
  if (isUnknown) throw cannotTell('value set');
  return refuse('The code is not in the value set');
}

/** That a code is missing from a part of a code system does not make it wrong: nothing is said of it. */
const cannotTell = (of: string) =>
  new FhirFailure(
    422,
    'not-found',
    `Only a part of the code system is stored here: whether the code is in the ${of} is not known`,
  );

/** Without a system any system of the set will do. */
async function findIn(
  db: Database,
  selections: readonly Selection[],
  { system, code }: Asked,
): Promise<Found | 'unknown' | null> {
  let isUnknown = false;
  for (const selection of selections) {
    if (system !== undefined && system !== selection.url) continue;
    const concept = selection.system ? await readConcept(db, selection.system.rid, code) : null;
    if (concept && selection.system) {
      if (await isInTable(db, selection, selection.system, code))
        return {
          concept,
          display: concept.display ?? selection.displays.get(code) ?? null,
          language: selection.system.language,
        };
      continue;
    }
    const admitted = selection.admits(code);
    if (admitted) return { concept: null, display: selection.displays.get(code) ?? null, language: null };
    isUnknown ||= admitted === null;
  }
  return isUnknown ? 'unknown' : null;
}

async function isInTable(
  db: Database,
  selection: Selection,
  { rid }: KnownSystem,
  code: string,
): Promise<boolean> {
  const sql = new Sql();
  const text = `SELECT 1 FROM term_concept c WHERE c.rid = ${rid} AND c.code = ${sql.bind(code)} AND (${selection.test(sql)})`;
  return (await db.query(text.replaceAll('c_rid', String(rid)), sql.params)).length > 0;
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
  if (concept)
    return answer(
      { concept, display: concept.display, language: system.language },
      asked.display,
      given.language(),
    );
  if (!isComplete(system)) throw cannotTell('code system');
  return refuse('The code is not in the code system');
}

interface Found {
  concept: Concept | null;
  display: string | null;
  /** Of the code system. */
  language: string | null;
}

/** A display that belongs to no language of the concept is told, and makes the answer false. */
function answer(
  { concept, display, language: own }: Found,
  asked: string | undefined,
  language: string | undefined,
) {
  const shown = concept ? (displayIn(concept, language, own) ?? display) : display;
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
