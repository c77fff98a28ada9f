import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import path from 'node:path';
import type { Bench, BenchRow, BenchStack } from './bench.ts';

// Started by scripts/bench.mjs with the stack's description in a file: node scripts/bench/run.ts <stack.json> [name…]
const [stackFile = '', ...only] = process.argv.slice(2);
const described = JSON.parse(readFileSync(stackFile, 'utf8')) as Omit<BenchStack, 'note'>;
const stack: BenchStack = { ...described, note: (text) => console.log(`    ${text}`) };

const results: { bench: string; rows: BenchRow[]; error?: string }[] = [];
for (const file of readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.bench.ts'))
  .sort()) {
  const bench = (await import(path.join(import.meta.dirname, file))) as Bench;
  if (only.length && !only.some((wanted) => file.startsWith(wanted))) continue;
  // the others make and throw away what they measure; servers that stay are measured by the one made for them, and by what is named
  const isOfEngines = stack.settings['PROFILE'] === 'hapi-keycloak-orthanc';
  if (file.startsWith('engines') !== isOfEngines && !(isOfEngines && only.length)) continue;
  console.log(`\n━━ ${bench.name}`);
  try {
    results.push({ bench: bench.name, rows: await bench.run(stack) });
  } catch (error) {
    console.error(error);
    results.push({
      bench: bench.name,
      rows: [],
      error: error instanceof Error ? error.message : String(error),
    });
  }
}

const mark = (row: BenchRow) => (row.ok === null ? '·' : row.ok ? '✓' : '✗');
const shown = (value: number | string) =>
  typeof value === 'number'
    ? Math.abs(value) >= 100
      ? value.toFixed(0)
      : Number(value.toPrecision(3)).toString()
    : value;
const rows = results.flatMap(({ rows: found }) => found);
const width = Math.max(20, ...rows.map((row) => row.name.length));
console.log(`\n  ${'what'.padEnd(width)}  ${'value'.padStart(10)} ${'unit'.padEnd(8)} target`);
for (const { bench, rows: found, error } of results) {
  console.log(`  ── ${bench}${error ? `: failed, ${error}` : ''}`);
  for (const row of found)
    console.log(
      `${mark(row)} ${row.name.padEnd(width)}  ${shown(row.value).padStart(10)} ${row.unit.padEnd(8)} ${row.target}${row.why ? `  (${row.why})` : ''}`,
    );
}

const folder = path.resolve(import.meta.dirname, '../../bench-results');
mkdirSync(folder, { recursive: true });
const file = path.join(folder, `${new Date().toISOString().replace(/[:.]/g, '-')}.json`);
writeFileSync(
  file,
  JSON.stringify(
    {
      at: new Date().toISOString(),
      node: process.version,
      cores: cpus().length,
      profile: stack.settings['PROFILE'],
      results,
    },
    null,
    2,
  ),
);
console.log(`\n  ${path.relative(process.cwd(), file)}`);
process.exitCode = results.some(({ error, rows: found }) => error || found.some((row) => row.ok === false))
  ? 1
  : 0;
