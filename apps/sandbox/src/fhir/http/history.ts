import type { Queryable, Row } from '../store/driver.ts';
import { badRequest, gone, notFound } from '../outcome.ts';
import { dateRange } from '../model/dates.ts';
import { isType } from '../model/definitions.ts';
import { Sql } from '../search/sql.ts';
import { json, type FhirAnswer, type FhirCall } from './call.ts';

interface Version extends Row {
  rid: number;
  ref: string;
  version: number;
  updated: number;
  method: string;
  deleted: boolean;
  content: string;
}

const columns = 'rid, ref, version, updated, method, deleted, content';
const known = ['_count', '_since', '_at', '_before', '_format', '_pretty'];

/** History of everything, of a type or of one resource, newest first; deletions are entries without a resource. */
export async function history(
  db: Queryable,
  call: FhirCall,
  { type, id }: { type: string | null; id: string | null },
): Promise<FhirAnswer> {
  const odd = call.query.find(([name]) => !known.includes(name));
  if (odd) throw badRequest(`The parameter "${odd[0].slice(0, 60)}" is nothing that a history takes`);
  const one = new Map(call.query);
  const count = limit(one.get('_count'), 50);
  const sql = new Sql();
  const parts = ['true'];
  if (type !== null)
    parts.push(id === null ? `type = ${sql.bind(type)}` : `ref = ${sql.bind(`${type}/${id}`)}`);
  const since = one.get('_since'),
    at = one.get('_at');
  if (since !== undefined) parts.push(`updated >= ${sql.bind(parseInstant('_since', since))}::bigint`);
  if (at !== undefined) {
    const { lo, hi } = moment('_at', at);
    parts.push(`updated <= ${sql.bind(hi)}::bigint AND ${currentAfter(sql.bind(lo))}`);
  }
  const where = parts.join(' AND ');
  const [row] = await db.query<{ n: number }>(
    `SELECT count(*) AS n FROM (SELECT rid FROM resource v WHERE ${where} UNION ALL SELECT rid FROM history v WHERE ${where}) v`,
    sql.params,
  );
  const total = Number(row?.n ?? 0);
  if (id !== null && type !== null && total === 0) await assertKnown(db, type, id);
  const beyond = beforeOf(one.get('_before'), sql);
  const bounded = ['resource', 'history']
    .map(
      (table) =>
        `(SELECT ${columns} FROM ${table} v WHERE ${where} AND ${beyond} ORDER BY updated DESC, rid DESC, version DESC LIMIT ${count + 1})`,
    )
    .join(' UNION ALL ');
  const rows = await db.query<Version>(
    `SELECT * FROM (${bounded}) v ORDER BY updated DESC, rid DESC, version DESC LIMIT ${count + 1}`,
    sql.params,
  );
  const page = rows.slice(0, count),
    last = page.at(-1);
  const place = [call.base, type, id, '_history'].filter((part) => part !== null).join('/');
  const others = call.query.filter(([name]) => name !== '_before' && name !== '_count');
  const url = (before: string | undefined) =>
    `${place}?${new URLSearchParams([...others, ['_count', String(count)], ...(before ? [['_before', before]] : [])] as [string, string][]).toString()}`;
  const link = [
    { relation: 'self', url: url(one.get('_before')) },
    ...(rows.length > count && last
      ? [{ relation: 'next', url: url([last.updated, last.rid, last.version].join('.')) }]
      : []),
  ];
  const entries = page.map((version) => entryOf(call.base, version));
  return json(
    200,
    `{"resourceType":"Bundle","type":"history","total":${total},"link":${JSON.stringify(link)}${entries.length > 0 ? `,"entry":[${entries.join(',')}]` : ''}}`,
  );
}

/** A version was current at some time in a period unless one that came before the period replaced it. */
const currentAfter = (lo: string): string =>
  ['resource', 'history']
    .map(
      (table) =>
        `NOT EXISTS (SELECT 1 FROM ${table} n WHERE n.rid = v.rid AND n.version = v.version + 1 AND n.updated <= ${lo}::bigint)`,
    )
    .join(' AND ');

/** Versions never change: where a page ended is where the next one begins, whatever was written meanwhile. */
function beforeOf(text: string | undefined, sql: Sql): string {
  if (text === undefined) return 'true';
  const [, updated, rid, version] = /^(\d{1,15})\.(\d{1,15})\.(\d{1,9})$/.exec(text) ?? [];
  if (updated === undefined) throw badRequest('_before is that of a link, as it stands there');
  return `(updated, rid, version) < (${sql.bind(Number(updated))}::bigint, ${sql.bind(Number(rid))}::bigint, ${sql.bind(Number(version))}::int)`;
}

async function assertKnown(db: Queryable, type: string, id: string): Promise<void> {
  const [row] = await db.query('SELECT 1 FROM resource WHERE ref = $1', [`${type}/${id}`]);
  if (!row) throw notFound(`${type}/${id}`);
}

function entryOf(base: string, { ref, version, updated, method, deleted, content }: Version): string {
  const request = JSON.stringify({ method, url: method === 'POST' ? ref.slice(0, ref.indexOf('/')) : ref });
  const response = JSON.stringify({
    status: method === 'DELETE' ? '204' : version === 1 ? '201' : '200',
    etag: `W/"${version}"`,
    lastModified: new Date(updated).toISOString(),
  });
  return `{"fullUrl":"${base}/${ref}"${deleted ? '' : `,"resource":${content}`},"request":${request},"response":${response}}`;
}

/** One version of a resource, deleted resources included; the version that deleted it is 410. */
export async function versionOf(
  db: Queryable,
  type: string,
  id: string,
  version: string,
): Promise<FhirAnswer> {
  const ref = `${type}/${id}`;
  if (!isType(type) || !/^\d{1,9}$/.test(version)) throw notFound(`${ref}/_history/${version}`);
  const [row] = await db.query<Version>(
    `SELECT ${columns} FROM resource WHERE ref = $1 AND version = $2 UNION ALL SELECT ${columns} FROM history WHERE rid = (SELECT rid FROM resource WHERE ref = $1) AND version = $2`,
    [ref, Number(version)],
  );
  if (!row) throw notFound(`${ref}/_history/${version}`);
  if (row.deleted) throw gone(ref);
  return json(200, row.content, versionHeaders(row));
}

export function versionHeaders({
  version,
  updated,
}: {
  version: number;
  updated: number;
}): Record<string, string> {
  return { etag: `W/"${version}"`, 'last-modified': new Date(updated).toUTCString() };
}

function limit(text: string | undefined, otherwise: number): number {
  if (text === undefined) return otherwise;
  if (!/^\d+$/.test(text)) throw badRequest('_count takes a whole number');
  return Math.min(Number(text), 100_000);
}

function moment(name: string, text: string): { lo: number; hi: number } {
  const range = dateRange(text.replace(/ (\d\d:\d\d)$/, '+$1'));
  if (!range) throw badRequest(`${name} takes a date or a moment`);
  return range;
}

/** The first moment a date or an instant means. Throws when it is none. */
export const parseInstant = (name: string, text: string): number => moment(name, text).lo;
