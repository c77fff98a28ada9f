import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Suggestions } from '../../apps/bff/src/features/terminology/view.ts';
import { importTerminologies } from '../terminology/run.ts';
import { systems } from '../../packages/fhir-model/src/systems.ts';
import { connect, readSettings } from '../wire/connection.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';
import {
  notMeasured,
  row,
  untilSearched,
  validationNames,
  validationRows,
  wholeNames,
  wholeRows,
} from './terminology-rows.ts';
import { callTrpc, signIn, timed } from './visitor.ts';

export const name = 'Coded entry over whole terminologies';

const folder = path.resolve(import.meta.dirname, '../../../shared/data/terminology');
const lists = ['cim10-fr', 'bdpm', 'loinc'];
const fieldOf = { cim10: 'Condition.code', bdpm: 'MedicationRequest.medication' } as const;

interface Query {
  query: string;
  system: keyof typeof fieldOf;
  right: string[];
  kind: string;
}

/** Loads the official files, then types as clinicians do: how soon the list is there, and where the right answer stands. */
export async function run(stack: BenchStack): Promise<BenchRow[]> {
  if (!existsSync(folder)) {
    const why = '../shared/data/terminology is missing';
    return rowNames.map((what) => notMeasured(what, why));
  }
  stack.note(`loading ${lists.join(', ')}`);
  const began = performance.now();
  const connection = connect(readSettings(stack.settings));
  const { outcomes } = await importTerminologies({
    connection,
    paths: lists.map((one) => path.join(folder, one)),
    dataDir: stack.dataDir,
  });
  const seconds = (performance.now() - began) / 1_000;
  const failed = outcomes.filter(({ state }) => state !== 'loaded');
  if (failed.length > 0) throw new Error(`not loaded: ${failed.map(({ title }) => title).join(', ')}`);
  const concepts = outcomes.reduce((sum, { count }) => sum + count, 0);
  const [doctor, keeper] = [await signIn(stack, 'medecin'), await signIn(stack, 'terminologue')];
  stack.note('waiting until the BFF has read them');
  const readIn = await untilSearched(stack, keeper, [systems.cim10, systems.bdpm]);
  const suggest = async (field: string, text: string): Promise<Suggestions> => {
    const [found] = await callTrpc<Suggestions>(stack, doctor, { 'terminology.suggest': { field, text } });
    if (!found) throw new Error('no answer');
    return found;
  };
  const open = queriesOf('coded-entry-queries.json'),
    kept = queriesOf('coded-entry-queries-kept.json');
  const typed = (system: Query['system']) =>
    [...open, ...kept].filter((one) => one.system === system).flatMap(({ query }) => beginningsOf(query));
  const rows: BenchRow[] = [
    row(importName, concepts / seconds, '/s'),
    row(searchedName, readIn / 1_000, 's'),
  ];
  const right = open.filter(({ system }) => system === 'cim10').flatMap((one) => one.right);
  rows.push(...(await validationRows(stack, connection, keeper, right)));
  for (const system of searched) {
    const texts = typed(system);
    stack.note(`${texts.length} keys in ${system}`);
    const [every, short]: [number[], number[]] = [[], []];
    for (const text of texts) {
      const [time = 0] = await timed(1, 0, () => suggest(fieldOf[system], text));
      every.push(time);
      if (text.length <= 2) short.push(time);
    }
    rows.push(
      row(`key to list, ${system}, p50`, percentile(every, 0.5), 'ms'),
      row(`key to list, ${system}, p95`, percentile(every, 0.95), 'ms', 150),
      row(`key to list, ${system}, one and two letters, p95`, percentile(short, 0.95), 'ms', 150),
    );
  }
  for (const [half, queries] of [
    ['open', open],
    ['kept', kept],
  ] as const) {
    const share = await firstFive(queries, suggest);
    rows.push({
      name: `right answer in the first five, ${half} half of ${queries.length} searches`,
      value: share * 100,
      unit: '%',
      target: '≥ 95',
      ok: share >= 0.95,
    });
  }
  return [...rows, ...(await wholeRows(stack, connection, { doctor, keeper }, folder))];
}

const importName = 'import, concepts and codes of maps a second',
  searchedName = 'a new release is searched after';
const searched = ['cim10', 'bdpm'] as const;
/** What is said not to be measured where there is nothing to measure it with. */
const rowNames = [
  importName,
  searchedName,
  ...validationNames,
  ...searched.flatMap((system) =>
    ['p50', 'p95', 'one and two letters, p95'].map((what) => `key to list, ${system}, ${what}`),
  ),
  'right answer in the first five',
  ...wholeNames,
];

const queriesOf = (file: string): Query[] =>
  (JSON.parse(readFileSync(path.join(import.meta.dirname, file), 'utf8')) as { queries: Query[] }).queries;

/** What stands in the field after each key. */
const beginningsOf = (text: string): string[] => Array.from(text, (_, i) => text.slice(0, i + 1));

async function firstFive(
  queries: readonly Query[],
  suggest: (field: string, text: string) => Promise<Suggestions>,
): Promise<number> {
  let found = 0;
  for (const { query, system, right } of queries) {
    const { lines } = await suggest(fieldOf[system], query);
    if (lines.slice(0, 5).some(({ code }) => right.includes(code))) found += 1;
  }
  return found / queries.length;
}
