import { json } from '../http/call.ts';
import { parseInstant } from '../http/history.ts';
import { isType, patientCompartment } from '../model/definitions.ts';
import { parameterOf } from '../model/parameters.ts';
import { badRequest } from '../outcome.ts';
import { Sql } from '../search/sql.ts';
import { dateCondition } from '../search/values.ts';
import type { Row } from '../store/driver.ts';
import { readCurrent } from '../store/store.ts';
import { Given } from './given.ts';
import type { Operation, OperationCall } from './operation.ts';

interface FoundRow extends Row {
  rid: number;
  ref: string;
  content: string;
}

/** Everything of one patient, with what it points to: https://hl7.org/fhir/R4/patient-operation-everything.html */
export const everything: Operation = {
  name: 'everything',
  definition: 'http://hl7.org/fhir/OperationDefinition/Patient-everything',
  types: ['Patient'],
  levels: ['instance'],
  isQuery: true,
  run,
};

const known = ['start', 'end', '_since', '_type', '_count', '_after', '_format', '_pretty'];
const pointedTo = [
  'Practitioner',
  'PractitionerRole',
  'Organization',
  'Location',
  'Medication',
  'Device',
  'Specimen',
  'Substance',
  'HealthcareService',
];

/** What is asked, of a query or of Parameters. Throws for what this operation does not know or cannot read. */
function wishOf(given: Given) {
  given.only(known);
  const types = given.texts('_type').flatMap((text) => text.split(','));
  const odd = types.find((type) => !isType(type));
  if (odd !== undefined) throw badRequest('_type: unknown resource type');
  const since = given.text('_since');
  return {
    types: types.length > 0 ? types : null,
    since: since === undefined ? null : parseInstant('_since', since),
    start: given.text('start'),
    end: given.text('end'),
    count: Math.min(given.whole('_count') ?? 100_000, 100_000),
    after: given.whole('_after') ?? 0,
  };
}

async function run({ call, db, id }: OperationCall) {
  const given = new Given(call),
    { types, since, start, end, count, after } = wishOf(given);
  const patient = await readCurrent(db, 'Patient', id ?? '');
  const numbers = [...patientCompartment()]
    .filter(([type]) => !types || types.includes(type))
    .flatMap(([type, codes]) => codes.flatMap((code) => parameterOf(type, code)?.p ?? []));
  const sql = new Sql();
  const target = sql.bind(patient.ref);
  const filters = [`r.rid > ${sql.bind(after)}::bigint`];
  if (since !== null) filters.push(`r.updated >= ${sql.bind(since)}::bigint`);
  for (const [bound, prefix] of [
    [start, 'ge'],
    [end, 'le'],
  ] as const)
    if (bound)
      filters.push(
        `(NOT EXISTS (SELECT 1 FROM idx_date d WHERE d.rid = r.rid) OR EXISTS (SELECT 1 FROM idx_date d WHERE d.rid = r.rid AND ${dateCondition(prefix === 'ge' ? 'start' : 'end', `${prefix}${bound}`, 'd.lo', 'd.hi', sql)}))`,
      );
  const own = await db.query<FoundRow>(
    `SELECT r.rid, r.ref, r.content FROM resource r WHERE NOT r.deleted AND ${filters.join(' AND ')} AND r.rid IN (
    SELECT i.rid FROM idx_ref i WHERE i.target = ${target} AND i.p IN (${numbers.length > 0 ? numbers.join(', ') : 'NULL'})) AND r.ref <> ${target} ORDER BY r.rid LIMIT ${count + 1}`,
    sql.params,
  );
  const page = own.slice(0, count),
    isMore = own.length > count;
  const pointed = await db.query<FoundRow>(
    `SELECT t.rid, t.ref, t.content FROM resource t WHERE NOT t.deleted AND t.type = ANY($2::text[])
    AND t.ref IN (SELECT i.target FROM idx_ref i WHERE i.rid = ANY($1::bigint[]))`,
    [[patient.rid, ...page.map((row) => row.rid)], types ?? pointedTo],
  );
  const seen = new Set<string>();
  const isFirst = after === 0;
  const entries = [
    ...(isFirst && (!types || types.includes('Patient')) ? [patient] : []),
    ...page,
    ...pointed,
  ].flatMap(({ ref, content }) =>
    seen.has(ref)
      ? []
      : (seen.add(ref),
        [`{"fullUrl":"${call.base}/${ref}","resource":${content},"search":{"mode":"match"}}`]),
  );
  const url = (from: number) =>
    `${call.base}/Patient/${id}/$everything?${new URLSearchParams([...given.asQuery(known).filter(([name]) => name !== '_after'), ...(from > 0 ? [['_after', String(from)]] : [])] as [string, string][]).toString()}`.replace(
      /\?$/,
      '',
    );
  const link = [
    { relation: 'self', url: url(after) },
    ...(isMore ? [{ relation: 'next', url: url(page.at(-1)?.rid ?? after) }] : []),
  ];
  return json(
    200,
    `{"resourceType":"Bundle","type":"searchset",${isMore || !isFirst ? '' : `"total":${entries.length},`}"link":${JSON.stringify(link)}${entries.length > 0 ? `,"entry":[${entries.join(',')}]` : ''}}`,
  );
}
