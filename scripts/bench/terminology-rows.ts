import { existsSync, readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import type { CodesView, ReleasesView, Suggestions } from '../../apps/bff/src/features/terminology/view.ts';
import { allCodesUrl } from '../../packages/fhir-model/src/releases.ts';
import { systems } from '../../packages/fhir-model/src/systems.ts';
import type { Parameters, ValueSet } from '@medplum/fhirtypes';
import { importTerminologies } from '../terminology/run.ts';
import type { Connection } from '../wire/connection.ts';
import { read } from '../wire/fhir.ts';
import { percentile, type BenchRow, type BenchStack } from './bench.ts';
import { callTrpc, timed, type BenchVisitor } from './visitor.ts';

export const row = (what: string, value: number, unit: string, limit?: number): BenchRow => ({
  name: what,
  value,
  unit,
  target: limit === undefined ? '' : `< ${limit}`,
  ok: limit === undefined ? null : value < limit,
});
export const notMeasured = (what: string, why: string, limit?: number): BenchRow => ({
  name: what,
  value: 'not measured',
  unit: '',
  target: limit === undefined ? '' : `< ${limit}`,
  ok: null,
  why,
});

const asked = 300;
const validations = [
  ['bff', 'validation of a code, as a write asks the BFF'],
  ['server', 'validation of a code by the server, $validate-code'],
] as const;
export const validationNames = validations.flatMap(([, what]) => [`${what}, p50`, `${what}, p95`]);

/** How long it takes to tell whether CIM-10 has a code: half of those that are asked for it has not. */
export async function validationRows(
  stack: BenchStack,
  connection: Connection,
  keeper: BenchVisitor,
  codes: readonly string[],
): Promise<BenchRow[]> {
  // no code of CIM-10 has two digits after Q99.
  const codeOf = (i: number) => (i % 2 === 0 ? (codes[(i / 2) % codes.length] ?? 'I10') : `Q99.8${i % 10}`);
  const isKnown = {
    async bff(code: string) {
      const [view] = await callTrpc<CodesView>(stack, keeper, { 'terminology.codes': { codes: [code] } });
      return (view?.codes[0]?.display ?? null) !== null;
    },
    async server(code: string) {
      const query = new URLSearchParams({ url: systems.cim10, code });
      const answer = await read<Parameters>(connection, `CodeSystem/$validate-code?${query}`);
      return answer?.parameter?.find(({ name }) => name === 'result')?.valueBoolean === true;
    },
  };
  const rows: BenchRow[] = [];
  for (const [where, what] of validations) {
    stack.note(what);
    let known = 0;
    const times = await timed(asked, 20, async (i) => {
      if (await isKnown[where](codeOf(i))) known += 1;
    });
    // a check that takes everything, or nothing, is no check
    if (known !== (asked + 20) / 2)
      throw new Error(`${known} of ${asked + 20} codes are known to the ${where}`);
    rows.push(
      row(`${what}, p50`, percentile(times, 0.5), 'ms'),
      row(`${what}, p95`, percentile(times, 0.95), 'ms'),
    );
  }
  return rows;
}

/** Distributions that are large; what is at hand of them may be a sample of some kilobytes. */
const large = [
  {
    title: 'whole LOINC',
    folder: 'loinc',
    short: 'loinc',
    system: systems.loinc,
    field: 'ServiceRequest.code',
    file: /^Loinc.*\.(csv|zip)$/i,
    bytes: 20_000_000,
  },
  {
    title: 'whole SNOMED CT',
    folder: 'snomed-rf2',
    short: 'snomed-ct',
    system: systems.snomed,
    field: 'Condition.code',
    file: /^(sct2_Concept_(Snapshot|Full).*\.txt|SnomedCT.*\.zip)$/i,
    bytes: 10_000_000,
  },
] as const;
const keyToList = (title: string) => `key to list, ${title}, p95`;
export const wholeNames = large.map(({ title }) => keyToList(title));

/** Key to list over the largest terminologies, where they are whole and not a sample. */
export async function wholeRows(
  stack: BenchStack,
  connection: Connection,
  { doctor, keeper }: Record<'doctor' | 'keeper', BenchVisitor>,
  data: string,
): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const { title, folder, short, system, field, file, bytes } of large) {
    const at = path.join(data, folder);
    const size = largest(at, file);
    if (size < bytes) {
      const why = `../shared/data has ${size === 0 ? 'nothing' : `only a sample of ${Math.ceil(size / 1000)} kB`} of it`;
      rows.push(notMeasured(keyToList(title), why, 150));
      continue;
    }
    stack.note(`loading ${title}`);
    const { outcomes } = await importTerminologies({ connection, paths: [at], dataDir: stack.dataDir });
    if (!outcomes.every(({ state }) => state === 'loaded' || state === 'unchanged'))
      throw new Error(`not loaded: ${outcomes.map(({ title: of, reason }) => `${of} ${reason}`).join(', ')}`);
    await untilSearched(stack, keeper, [system]);
    const texts = await typedBeginnings(connection, short);
    stack.note(`${texts.length} keys in ${title}`);
    const times = await timed(texts.length, 0, (i) =>
      callTrpc<Suggestions>(stack, doctor, { 'terminology.suggest': { field, text: texts[i] ?? '' } }),
    );
    rows.push(row(keyToList(title), percentile(times, 0.95), 'ms', 150));
  }
  return rows;
}

/** Milliseconds until the BFF searches what was loaded, in memory or, of what is too large for it, by the server. */
export async function untilSearched(
  stack: BenchStack,
  keeper: BenchVisitor,
  loaded: readonly string[],
): Promise<number> {
  const began = performance.now();
  for (;;) {
    const [view] = await callTrpc<ReleasesView>(stack, keeper, { 'terminology.releases': {} });
    const isReady = loaded.every((system) =>
      view?.releases.some(
        (one) => one.system === system && !one.isSample && ['ready', 'server'].includes(one.search),
      ),
    );
    if (isReady) return performance.now() - began;
    if (performance.now() - began > 300_000) throw new Error('the BFF has not read them after five minutes');
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** In bytes, of the files of this name below a folder; 0 where there is none. */
function largest(folder: string, name: RegExp): number {
  if (!existsSync(folder)) return 0;
  const sizes = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && name.test(one.name))
    .map((one) => statSync(path.join(one.parentPath, one.name)).size);
  return Math.max(0, ...sizes);
}

/** What stands in the field after each key of some titles, from all over the system. */
async function typedBeginnings(connection: Connection, short: string): Promise<string[]> {
  const url = encodeURIComponent(allCodesUrl(short));
  const expand = (offset: number, count: number) =>
    read<ValueSet>(connection, `ValueSet/$expand?url=${url}&offset=${offset}&count=${count}`);
  const total = (await expand(0, 1))?.expansion?.total ?? 0;
  const texts: string[] = [];
  for (let n = 0; n < 20; n += 1) {
    const [concept] = (await expand(Math.floor((total * n) / 20), 1))?.expansion?.contains ?? [];
    const title = concept?.display?.slice(0, 16) ?? '';
    texts.push(...Array.from(title, (_, i) => title.slice(0, i + 1)));
  }
  return texts;
}
