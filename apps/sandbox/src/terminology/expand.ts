import type { ValueSet, ValueSetExpansionContains } from '@medplum/fhirtypes';
import { badRequest, FhirFailure } from '../fhir/outcome.ts';
import { json } from '../fhir/http/call.ts';
import { normalise } from '../fhir/model/normalise.ts';
import type { Operation, OperationCall } from '../fhir/operations/operation.ts';
import { readCurrent } from '../fhir/store/store.ts';
import { Sql } from '../fhir/search/sql.ts';
import type { Database } from '../fhir/store/store.ts';
import { conceptColumns, designationsOf, displayIn, type Concept } from './concepts.ts';
import { Given } from '../fhir/operations/given.ts';
import { beyondTable, select, valueSetOf, type Selection } from './selection.ts';
import type { KnownSystem } from './systems.ts';
import { positionsOf, wordsOfSystem } from './words.ts';

/** https://hl7.org/fhir/R4/valueset-operation-expand.html; a system without `count` is cut at this many codes, and refused above. */
const maxAtOnce = 20_000;

export const expand: Operation = {
  name: 'expand',
  definition: 'http://hl7.org/fhir/OperationDefinition/ValueSet-expand',
  types: ['ValueSet'],
  levels: ['type', 'instance'],
  isQuery: true,
  run,
};

interface Wish {
  filter: string;
  offset: number;
  count: number;
  language: string | undefined;
  designations: boolean;
  activeOnly: boolean;
}

async function run({ call, db, id }: OperationCall) {
  const given = new Given(call);
  const valueSet = await wantedValueSet(given, db, id);
  const wish: Wish = {
    filter: given.text('filter') ?? '',
    offset: given.whole('offset') ?? 0,
    count: given.whole('count') ?? maxAtOnce,
    language: given.language(),
    designations: given.flag('includeDesignations'),
    activeOnly: given.flag('activeOnly'),
  };
  const { total, contains } = await contentOf(db, await select(db, valueSet), wish);
  if (given.whole('count') === undefined && total - wish.offset > maxAtOnce)
    throw new FhirFailure(422, 'too-costly', `The expansion has ${total} codes: ask for a page with count`);
  const { compose: _compose, text: _text, ...shown } = valueSet;
  return json(200, {
    ...shown,
    expansion: {
      identifier: `urn:uuid:${crypto.randomUUID()}`,
      timestamp: new Date().toISOString(),
      total,
      offset: wish.offset,
      contains,
      parameter: [
        ...(wish.filter ? [{ name: 'filter', valueString: wish.filter }] : []),
        ...(wish.language ? [{ name: 'displayLanguage', valueCode: wish.language }] : []),
      ],
    },
  });
}

export async function wantedValueSet(given: Given, db: Database, id: string | null): Promise<ValueSet> {
  if (id !== null) return JSON.parse((await readCurrent(db, 'ValueSet', id)).content) as ValueSet;
  const inline = given.resource('valueSet');
  if (inline) {
    if (inline.resourceType !== 'ValueSet') throw badRequest('valueSet must be a ValueSet');
    return inline;
  }
  const url = given.needed('url');
  const version = given.text('valueSetVersion');
  return valueSetOf(db, version ? `${url}|${version}` : url);
}

/** One page over all systems: each contributes its count, only those that the page meets are read. */
async function contentOf(
  db: Database,
  selections: readonly Selection[],
  wish: Wish,
): Promise<{ total: number; contains: ValueSetExpansionContains[] }> {
  let total = 0;
  const contains: ValueSetExpansionContains[] = [];
  for (const selection of selections) {
    const skip = Math.max(0, wish.offset - total),
      room = wish.count - contains.length;
    const known = selection.system
      ? await fromTable(db, selection, selection.system, wish, skip, room)
      : { size: 0, page: [] };
    const more = fromList(
      selection,
      await beyondTable(db, selection),
      wish,
      Math.max(0, skip - known.size),
      room - known.page.length,
    );
    total += known.size + more.size;
    contains.push(...known.page, ...more.page);
  }
  return { total, contains };
}

async function fromTable(
  db: Database,
  selection: Selection,
  system: KnownSystem,
  wish: Wish,
  skip: number,
  room: number,
): Promise<{ size: number; page: ValueSetExpansionContains[] }> {
  const { size, positions } = wish.filter.trim()
    ? await positionsOfText(db, selection, system, wish)
    : await positionsInOrder(db, selection, system, wish, skip, room);
  const wanted = wish.filter.trim() ? positions.slice(skip, skip + Math.max(0, room)) : positions;
  if (wanted.length === 0) return { size, page: [] };
  const rows = await db.query<Concept>(
    `SELECT ${conceptColumns} FROM unnest($2::int[]) WITH ORDINALITY AS p(position, n)
    JOIN term_concept c ON c.rid = $1 AND c.position = p.position ORDER BY p.n`,
    [system.rid, wanted],
  );
  return {
    size,
    page: rows.map((concept) => ({
      system: selection.url,
      ...(system.version ? { version: system.version } : {}),
      code: concept.code,
      display: displayOf(concept, selection, wish.language) ?? concept.code,
      ...(concept.inactive ? { inactive: true } : {}),
      ...(concept.abstract ? { abstract: true } : {}),
      ...(wish.designations && concept.designation ? { designation: designationsOf(concept) } : {}),
    })),
  };
}

/** Without a text: in the order of the system, page by page. */
async function positionsInOrder(
  db: Database,
  selection: Selection,
  { rid }: KnownSystem,
  { activeOnly }: Wish,
  skip: number,
  room: number,
): Promise<{ size: number; positions: number[] }> {
  const from = (sql: Sql) =>
    `FROM term_concept c WHERE c.rid = ${rid} AND (${selection.test(sql)})${activeOnly ? ' AND NOT c.inactive' : ''}`.replaceAll(
      'c_rid',
      String(rid),
    );
  const counting = new Sql(),
    paging = new Sql();
  const [row] = await db.query<{ n: number }>(`SELECT count(*) AS n ${from(counting)}`, counting.params);
  const size = Number(row?.n ?? 0);
  if (room <= 0 || size <= skip) return { size, positions: [] };
  const rows = await db.query<{ position: number }>(
    `SELECT c.position ${from(paging)} ORDER BY c.position LIMIT ${room} OFFSET ${skip}`,
    paging.params,
  );
  return { size, positions: rows.map(({ position }) => position) };
}

/** What a text finds, what people mean most often first: words of all concepts are held in memory, for a letter or two as fast as for ten. */
async function positionsOfText(
  db: Database,
  selection: Selection,
  system: KnownSystem,
  { filter, activeOnly }: Wish,
): Promise<{ size: number; positions: readonly number[] }> {
  const words = await wordsOfSystem(db, system);
  const among = selection.isWhole ? null : await positionsOf(db, selection, system);
  const positions = words.find(filter, { among, activeOnly });
  return { size: positions.length, positions };
}

function displayOf(concept: Concept, selection: Selection, language: string | undefined): string | null {
  const translated = displayIn(concept, language, selection.system?.language ?? null);
  return translated !== concept.display ? translated : (selection.displays.get(concept.code) ?? translated);
}

/** Codes that only the value set itself names. */
function fromList(
  selection: Selection,
  codes: readonly string[],
  wish: Wish,
  skip: number,
  room: number,
): { size: number; page: ValueSetExpansionContains[] } {
  const words = normalise(wish.filter).split(' ').filter(Boolean);
  const all = codes.filter((code) => {
    const display = normalise(selection.displays.get(code) ?? '');
    return (
      words.every((word) => display.includes(word)) ||
      code.toLowerCase().startsWith(wish.filter.trim().toLowerCase())
    );
  });
  return {
    size: all.length,
    page: all
      .slice(skip, skip + Math.max(0, room))
      .map((code) => ({ system: selection.url, code, display: selection.displays.get(code) ?? code })),
  };
}
