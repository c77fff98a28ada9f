import type { Queryable, Row } from '../store/driver.ts';
import { badRequest, gone, notFound } from '../outcome.ts';
import { dateRange } from '../model/dates.ts';
import { isType } from '../model/definitions.ts';
import { Sql } from '../search/sql.ts';
import { json, type FhirAnswer, type FhirCall } from './call.ts';

interface Version extends Row {
  ref: string;
  version: number;
  updated: number;
  method: string;
  deleted: boolean;
  content: string;
}

const columns = 'rid, ref, version, updated, method, deleted, content';

/** History of everything, of a type or of one resource, newest first; deletions are entries without a resource. */
export async function history(
  db: Queryable,
  call: FhirCall,
  scope: { type?: string; id?: string },
): Promise<FhirAnswer> {
  const { type, id } = scope;
  const one = new Map(call.query);
  const count = limit(one.get('_count'), 50),
    offset = limit(one.get('_offset'), 0);
  const sql = new Sql();
  const parts = ['true'];
  if (type !== undefined)
    parts.push(id === undefined ? `type = ${sql.bind(type)}` : `ref = ${sql.bind(`${type}/${id}`)}`);
  const since = one.get('_since'),
    at = one.get('_at');
  if (since !== undefined) parts.push(`updated >= ${sql.bind(moment('_since', since).lo)}::bigint`);
  if (at !== undefined) parts.push(`updated <= ${sql.bind(moment('_at', at).hi)}::bigint`);
  const where = parts.join(' AND ');
  const all = `(SELECT ${columns} FROM resource WHERE ${where} UNION ALL SELECT ${columns} FROM history WHERE ${where})`;
  const bounded = `(SELECT ${columns} FROM resource WHERE ${where} ORDER BY updated DESC, rid DESC LIMIT ${count + offset + 1}) UNION ALL (SELECT ${columns} FROM history WHERE ${where} ORDER BY updated DESC, rid DESC LIMIT ${count + offset + 1})`;
  const rows = await db.query<Version>(
    `SELECT * FROM (${bounded}) v ORDER BY updated DESC, rid DESC, version DESC LIMIT ${count + 1} OFFSET ${offset}`,
    sql.params,
  );
  const [row] = await db.query<{ n: number }>(`SELECT count(*) AS n FROM ${all} v`, sql.params);
  if (id !== undefined && Number(row?.n ?? 0) === 0 && since === undefined && at === undefined)
    throw notFound(`${type}/${id}`);
  const place = `${call.base}/${[type, id]
    .filter((part) => part !== undefined)
    .map((part) => `${part}/`)
    .join('')}_history`;
  const url = (from: number) =>
    `${place}?${new URLSearchParams([...call.query.filter(([name]) => name !== '_offset' && name !== '_count'), ['_count', String(count)], ['_offset', String(from)]] as [string, string][]).toString()}`;
  const link = [
    { relation: 'self', url: url(offset) },
    ...(rows.length > count ? [{ relation: 'next', url: url(offset + count) }] : []),
  ];
  const entries = rows.slice(0, count).map((version) => entryOf(call.base, version));
  return json(
    200,
    `{"resourceType":"Bundle","type":"history","total":${Number(row?.n ?? 0)},"link":${JSON.stringify(link)}${entries.length > 0 ? `,"entry":[${entries.join(',')}]` : ''}}`,
  );
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
  if (!/^\d+$/.test(text)) throw badRequest('_count and _offset take whole numbers');
  return Math.min(Number(text), 1_000_000);
}

function moment(name: string, text: string): { lo: number; hi: number } {
  const range = dateRange(text.replace(/ (\d\d:\d\d)$/, '+$1'));
  if (!range) throw badRequest(`${name} takes an instant`);
  return range;
}
