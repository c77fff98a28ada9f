import { badRequest } from '../outcome.ts';
import { json } from '../http/call.ts';
import { dateCondition } from '../search/values.ts';
import { Sql } from '../search/sql.ts';
import { isType, patientCompartment } from '../model/definitions.ts';
import { parameterOf } from '../model/parameters.ts';
import { readCurrent } from '../repository.ts';
import type { Row } from '../store/driver.ts';
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

async function run({ call, store, id }: OperationCall) {
  const patient = await readCurrent(store.driver, 'Patient', id ?? '');
  const given = new Map(call.query);
  const types = given.get('_type')?.split(',');
  if (types?.some((type) => !isType(type))) throw badRequest('_type: unknown resource type');
  const whole = (name: string, otherwise: number) => {
    const text = given.get(name);
    if (text !== undefined && !/^\d+$/.test(text)) throw badRequest(`${name} takes a whole number`);
    return text === undefined ? otherwise : Number(text);
  };
  const count = Math.min(whole('_count', 100_000), 100_000),
    offset = whole('_offset', 0);
  const numbers = [...patientCompartment()]
    .filter(([type]) => !types || types.includes(type))
    .flatMap(([type, codes]) => codes.flatMap((code) => parameterOf(type, code)?.p ?? []));
  const sql = new Sql();
  const target = sql.bind(patient.ref);
  const since = given.get('_since'),
    start = given.get('start'),
    end = given.get('end');
  const filters = [since ? `r.updated >= ${sql.bind(Date.parse(since) || 0)}::bigint` : 'true'];
  for (const [bound, prefix] of [
    [start, 'ge'],
    [end, 'le'],
  ] as const)
    if (bound)
      filters.push(
        `(NOT EXISTS (SELECT 1 FROM idx_date d WHERE d.rid = r.rid) OR EXISTS (SELECT 1 FROM idx_date d WHERE d.rid = r.rid AND ${dateCondition(prefix === 'ge' ? 'start' : 'end', `${prefix}${bound}`, 'd.lo', 'd.hi', sql)}))`,
      );
  const own = await store.driver.query<FoundRow>(
    `SELECT r.rid, r.ref, r.content FROM resource r WHERE NOT r.deleted AND ${filters.join(' AND ')} AND r.rid IN (
    SELECT i.rid FROM idx_ref i WHERE i.target = ${target} AND i.p IN (${numbers.length > 0 ? numbers.join(', ') : 'NULL'})) AND r.ref <> ${target} ORDER BY r.rid LIMIT ${count + 1} OFFSET ${offset}`,
    sql.params,
  );
  const page = own.slice(0, count);
  const pointed = await store.driver.query<FoundRow>(
    `SELECT t.rid, t.ref, t.content FROM resource t WHERE NOT t.deleted AND t.type = ANY($2::text[])
    AND t.ref IN (SELECT i.target FROM idx_ref i WHERE i.rid = ANY($1::bigint[]))`,
    [
      [patient.rid, ...page.map((row) => row.rid)],
      types ?? [
        'Practitioner',
        'PractitionerRole',
        'Organization',
        'Location',
        'Medication',
        'Device',
        'Specimen',
        'Substance',
        'HealthcareService',
      ],
    ],
  );
  const seen = new Set<string>();
  const entries = [
    ...(offset === 0 && (!types || types.includes('Patient')) ? [patient] : []),
    ...page,
    ...pointed,
  ].flatMap(({ ref, content }) =>
    seen.has(ref)
      ? []
      : (seen.add(ref),
        [`{"fullUrl":"${call.base}/${ref}","resource":${content},"search":{"mode":"match"}}`]),
  );
  const url = (from: number) =>
    `${call.base}/Patient/${id}/$everything?${new URLSearchParams([...call.query.filter(([name]) => name !== '_offset'), ['_offset', String(from)]] as [string, string][]).toString()}`;
  const link = [
    { relation: 'self', url: url(offset) },
    ...(own.length > count ? [{ relation: 'next', url: url(offset + count) }] : []),
  ];
  return json(
    200,
    `{"resourceType":"Bundle","type":"searchset",${own.length > count || offset > 0 ? '' : `"total":${entries.length},`}"link":${JSON.stringify(link)},"entry":[${entries.join(',')}]}`,
  );
}
