import type { Queryable, Row } from '../store/driver.ts';
import { parametersOf } from '../model/parameters.ts';
import type { Include, SearchQuery } from './query.ts';

export interface Found {
  rid: number;
  ref: string;
  content: string;
}
interface FoundRow extends Found, Row {}

/** More than anyone can look at; a search that includes more is cut here. */
const max = 10_000;
/** How far `:iterate` goes; the answer says when there is more. */
const rounds = 10;

/** Resources that `matches` point to (`_include`) or that point to them (`_revinclude`), each once, without the matches. */
export async function includedBy(
  db: Queryable,
  query: SearchQuery,
  matches: readonly Found[],
): Promise<{ included: Found[]; isCut: boolean }> {
  const seen = new Set(matches.map((m) => m.ref));
  const result: Found[] = [];
  let layer: readonly Found[] = matches;
  for (let round = 0; layer.length > 0; round += 1) {
    const wanted = (include: Include) => round === 0 || include.iterate;
    const found = (
      await Promise.all([
        ...query.includes.filter(wanted).map((include) => forward(db, include, layer)),
        ...query.revincludes.filter(wanted).map((include) => backward(db, include, layer)),
      ])
    ).flat();
    const next: Found[] = [];
    for (const item of found)
      if (!seen.has(item.ref)) {
        seen.add(item.ref);
        next.push(item);
      }
    if (next.length > 0 && (round === rounds || result.length + next.length > max))
      return { included: [...result, ...next].slice(0, max), isCut: true };
    result.push(...next);
    layer = next;
  }
  return { included: result, isCut: false };
}

function numbersOf(include: Include): string {
  if (include.parameter) return `= ${include.parameter.p}`;
  const all = [...parametersOf(include.source).values()]
    .filter((parameter) => parameter.kind === 'reference')
    .map((parameter) => parameter.p);
  return `IN (${all.length > 0 ? all.join(', ') : 'NULL'})`;
}

async function forward(db: Queryable, include: Include, layer: readonly Found[]): Promise<Found[]> {
  const from = layer.filter((f) => f.ref.startsWith(`${include.source}/`)).map((f) => f.rid);
  if (from.length === 0) return [];
  const target = include.target ? `AND t.type = $2` : '';
  return db.query<FoundRow>(
    `SELECT t.rid, t.ref, t.content FROM resource t WHERE NOT t.deleted ${target} AND t.ref IN (
    SELECT i.target FROM idx_ref i WHERE i.rid = ANY($1::bigint[]) AND i.p ${numbersOf(include)})`,
    include.target ? [from, include.target] : [from],
  );
}

async function backward(db: Queryable, include: Include, layer: readonly Found[]): Promise<Found[]> {
  const to = layer.filter((f) => !include.target || f.ref.startsWith(`${include.target}/`)).map((f) => f.ref);
  if (to.length === 0) return [];
  return db.query<FoundRow>(
    `SELECT t.rid, t.ref, t.content FROM resource t WHERE NOT t.deleted AND t.rid IN (
    SELECT i.rid FROM idx_ref i WHERE i.target = ANY($1::text[]) AND i.p ${numbersOf(include)}) ORDER BY t.rid LIMIT ${max}`,
    [to],
  );
}
