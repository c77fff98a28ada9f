import type { ParametersParameter } from '@medplum/fhirtypes';
import { badRequest } from '../fhir/outcome.ts';
import { json } from '../fhir/http/call.ts';
import type { Operation, OperationCall } from '../fhir/operations/operation.ts';
import { readCurrent } from '../fhir/store/store.ts';
import { Sql } from '../fhir/search/sql.ts';
import type { Row } from '../fhir/store/driver.ts';
import { Given, parametersOf } from '../fhir/operations/given.ts';

/** https://hl7.org/fhir/R4/conceptmap-operation-translate.html; unknown codes answer `result` false. */
export const translate: Operation = {
  name: 'translate',
  definition: 'http://hl7.org/fhir/OperationDefinition/ConceptMap-translate',
  types: ['ConceptMap'],
  levels: ['type', 'instance'],
  isQuery: true,
  run,
};

interface Match extends Row {
  url: string | null;
  system: string | null;
  code: string | null;
  display: string | null;
  equivalence: string;
}

async function run({ call, db, id }: OperationCall) {
  const given = new Given(call);
  const concept = given.concept('codeableConcept');
  const asked = concept
    ? (concept.coding ?? []).flatMap(({ system, code }) => (code ? [{ system, code }] : []))
    : [given.subject()];
  if (asked.length === 0) throw badRequest('A code is needed');
  const isReverse = given.flag('reverse');
  const [from, to] = isReverse ? ['target', 'source'] : ['source', 'target'];
  const sql = new Sql();
  const where = [
    asked
      .map(
        ({ system, code }) =>
          `(m.${from}_code = ${sql.bind(code)}${system ? ` AND m.${from}_system = ${sql.bind(system)}` : ''})`,
      )
      .join(' OR '),
  ].map((text) => `(${text})`);
  if (id !== null) where.push(`m.rid = ${(await readCurrent(db, 'ConceptMap', id)).rid}`);
  const only = (column: string, value: string | undefined) => {
    if (value) where.push(`${column} = ${sql.bind(value)}`);
  };
  only('m.url', given.text('url'));
  only('m.source_set', given.text('source'));
  only('m.target_set', given.text('target'));
  only(`m.${to}_system`, given.text('targetsystem'));
  const rows = await db.query<Match>(
    `SELECT DISTINCT m.url, m.${to}_system AS system, m.${to}_code AS code, m.${to}_display AS display, m.equivalence FROM term_map m WHERE ${where.join(' AND ')} LIMIT 200`,
    sql.params,
  );
  const isMatch = rows.some(
    (row) => row.code !== null && !['unmatched', 'disjoint'].includes(row.equivalence),
  );
  return json(
    200,
    parametersOf([
      { name: 'result', valueBoolean: isMatch },
      isMatch ? null : { name: 'message', valueString: 'No translation is known' },
      ...rows.map((row): ParametersParameter => ({
        name: 'match',
        part: [
          { name: 'equivalence', valueCode: isReverse ? reversed(row.equivalence) : row.equivalence },
          ...(row.code !== null
            ? [
                {
                  name: 'concept',
                  valueCoding: {
                    ...(row.system ? { system: row.system } : {}),
                    code: row.code,
                    ...(row.display ? { display: row.display } : {}),
                  },
                },
              ]
            : []),
          ...(row.url ? [{ name: 'source', valueUri: row.url }] : []),
        ],
      })),
    ]),
  );
}

const opposites: Record<string, string> = {
  wider: 'narrower',
  narrower: 'wider',
  subsumes: 'specializes',
  specializes: 'subsumes',
};
const reversed = (equivalence: string): string => opposites[equivalence] ?? equivalence;
