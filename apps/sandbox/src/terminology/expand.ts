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
import { select, textTest, valueSetOf, type Selection } from './selection.ts';

/** https://hl7.org/fhir/R4/valueset-operation-expand.html; a system without `count` is cut at this many codes, and refused above. */
const mostAtOnce = 20_000;

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
    count: given.whole('count') ?? mostAtOnce,
    language: given.text('displayLanguage'),
    designations: given.flag('includeDesignations'),
    activeOnly: given.flag('activeOnly'),
  };
  const { total, contains } = await contentOf(db, await select(db, valueSet), wish);
  if (given.whole('count') === undefined && total - wish.offset > mostAtOnce)
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
    const { size, page } = await (selection.system
      ? fromTable(db, selection, wish, skip, room)
      : fromList(selection, wish, skip, room));
    total += size;
    contains.push(...page);
  }
  return { total, contains };
}

async function fromTable(
  db: Database,
  selection: Selection,
  wish: Wish,
  skip: number,
  room: number,
): Promise<{ size: number; page: ValueSetExpansionContains[] }> {
  const rid = selection.system?.rid ?? 0;
  const where = (sql: Sql) => {
    const parts = [`c.rid = ${rid}`, `(${selection.test(sql)})`];
    const text = textTest(wish.filter);
    if (text) parts.push(text(sql));
    if (wish.activeOnly) parts.push('NOT c.inactive');
    return parts.join(' AND ').replaceAll('c_rid', String(rid));
  };
  const counting = new Sql();
  const [row] = await db.query<{ n: number }>(
    `SELECT count(*) AS n FROM term_concept c WHERE ${where(counting)}`,
    counting.params,
  );
  const size = Number(row?.n ?? 0);
  if (room <= 0 || size <= skip) return { size, page: [] };
  const sql = new Sql();
  const filtered = where(sql);
  // codes and displays that begin with what was typed, then short ones: what people mean most often
  const start = normalise(wish.filter).replace(/[\\%_]/g, '\\$&');
  const rank = wish.filter
    ? `(c.words LIKE ${sql.bind(`${start}%`)} OR c.words LIKE ${sql.bind(`%| ${start}%`)}) DESC, length(c.display), `
    : '';
  const rows = await db.query<Concept>(
    `SELECT ${conceptColumns} FROM term_concept c WHERE ${filtered} ORDER BY ${rank}c.position LIMIT ${room} OFFSET ${skip}`,
    sql.params,
  );
  return {
    size,
    page: rows.map((concept) => ({
      system: selection.url,
      ...(selection.system?.version ? { version: selection.system.version } : {}),
      code: concept.code,
      display: displayOf(concept, selection, wish.language) ?? concept.code,
      ...(concept.inactive ? { inactive: true } : {}),
      ...(concept.abstract ? { abstract: true } : {}),
      ...(wish.designations && concept.designation ? { designation: designationsOf(concept) } : {}),
    })),
  };
}

function displayOf(concept: Concept, selection: Selection, language: string | undefined): string | null {
  const translated = displayIn(concept, language);
  return translated !== concept.display ? translated : (selection.displays.get(concept.code) ?? translated);
}

async function fromList(
  selection: Selection,
  wish: Wish,
  skip: number,
  room: number,
): Promise<{ size: number; page: ValueSetExpansionContains[] }> {
  const words = normalise(wish.filter).split(' ').filter(Boolean);
  const all = [...(selection.listed ?? [])].filter((code) => {
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
