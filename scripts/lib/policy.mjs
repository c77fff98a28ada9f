import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { findNode } from '../run-node.mjs';
import { runCommand } from './command.mjs';
import { hashSources } from './hash.mjs';
import { findOpa } from './opa.mjs';
import { generatedFiles } from './operations.mjs';
import { inRoot } from './paths.mjs';
import { PlainError } from './plain-error.mjs';
import { compile, inPolicies } from './policy-compile.mjs';

/** @typedef {import('./test-reports.mjs').Found} Found */

const compiled = inRoot('policies/policy.wasm');
/** Tells, without OPA too, whether the compiled policy is of these sources. */
const stamp = inRoot('policies/policy.sources');
const guide = inRoot('docs/access.md');
const rebuild = 'npm run policy -- build';
/** For one test, on a crowded machine. */
const patience = '5m';

/** @returns {Promise<string>} the executable */
async function needOpa() {
  const opa = await findOpa((text) => console.log(`  … ${text}`));
  if ('missing' in opa)
    throw new PlainError(
      `The policy's source cannot be compiled or tested: ${opa.missing}. Install Go (https://go.dev) and start again; the compiled policy works without.`,
    );
  return opa.file;
}

const sourcesHash = () =>
  hashSources(['policies'], (file) => file.endsWith('.rego') && !file.endsWith('_test.rego'));
/** The guide as the compiled policy itself answers it. */
async function writtenGuide() {
  const { code, output } = await runCommand(findNode(), [inRoot('scripts/policy/table.ts')]);
  if (code !== 0) throw new PlainError(`The table of accesses could not be made:\n${output.trim()}`);
  return output;
}

/** Writes what follows from the list of operations, compiles the policy and writes its table. */
export async function buildPolicy() {
  for (const [file, text] of await generatedFiles()) writeFileSync(inRoot(file), text);
  const wasm = await compile(await needOpa());
  writeFileSync(compiled, wasm);
  writeFileSync(stamp, `${sourcesHash()}\n`);
  writeFileSync(guide, await writtenGuide());
  console.log(`  policies/policy.wasm: ${(wasm.length / 1024).toFixed(0)} kB; docs/access.md`);
}

export async function writeTable() {
  writeFileSync(guide, await writtenGuide());
}

/** The policy's own tests, one line each, and what they do not reach. */
export async function testPolicy() {
  const opa = await needOpa();
  const { code } = await inPolicies(opa, ['test', '--timeout', patience, '--verbose', '.'], { show: true });
  const reached = await coverage(opa);
  for (const line of reached.lines) console.log(line);
  if (code !== 0 || reached.failed) throw new PlainError('The tests of the policy failed (above).');
}

/** Everything about the policy: form, tests, coverage, and that what is compiled and written about it is of these sources. @returns {Promise<Found>} */
export async function checkPolicy() {
  const isFresh = readFileSync(stamp, 'utf8').trim() === sourcesHash();
  const found = [
    ...[...(await generatedFiles())].map(([file, text]) =>
      check(
        existsSync(inRoot(file)) && readFileSync(inRoot(file), 'utf8') === text,
        `${file} is not what policies/operations.json says`,
        rebuild,
      ),
    ),
    check(isFresh, 'policies/policy.wasm is not of these sources', rebuild),
    check(
      (await writtenGuide()) === readFileSync(guide, 'utf8'),
      'docs/access.md is not what the policy answers',
      'npm run policy -- table',
    ),
  ];
  const opa = await findOpa((text) => console.log(`  … ${text}`));
  if ('missing' in opa)
    return sum([
      ...found,
      {
        passed: 0,
        failed: 0,
        skipped: 1,
        lines: [
          `skipped: the policy's source was neither tested nor compiled again, ${opa.missing}; the compiled policy is what runs and was used`,
        ],
      },
    ]);
  const [form, strict] = [
    await inPolicies(opa.file, ['fmt', '--list', '.']),
    await inPolicies(opa.file, ['check', '--strict', '.']),
  ];
  const same = (await compile(opa.file)).equals(readFileSync(compiled));
  return sum([
    ...found,
    check(
      form.code === 0 && form.output.trim() === '',
      `not in OPA's form: ${form.output.trim()}`,
      'opa fmt --write policies',
    ),
    check(strict.code === 0, strict.output.trim(), 'opa check --strict policies'),
    check(same, 'policies/policy.wasm is not, byte for byte, what OPA compiles', rebuild),
    await regoTests(opa.file),
    await coverage(opa.file),
  ]);
}

/** @param {boolean} ok @param {string} problem @param {string} remedy @returns {Found} */
const check = (ok, problem, remedy) => ({
  passed: ok ? 1 : 0,
  failed: ok ? 0 : 1,
  skipped: 0,
  lines: ok ? [] : [`failed: ${problem} (${remedy})`],
});

/** @param {Found[]} list @returns {Found} */
const sum = (list) =>
  list.reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    lines: [...a.lines, ...b.lines],
  }));

/** @param {string} opa @returns {Promise<Found>} */
async function regoTests(opa) {
  const { output } = await inPolicies(opa, ['test', '--timeout', patience, '--format', 'json', '.']);
  /** @type {{ name: string, fail?: boolean, error?: unknown, skip?: boolean }[]} */
  let tests;
  try {
    tests = JSON.parse(output);
  } catch {
    return { passed: 0, failed: 1, skipped: 0, lines: [`failed: ${output.trim()}`] };
  }
  const failed = tests.filter((test) => test.fail || test.error);
  const skipped = tests.filter((test) => test.skip).length;
  return {
    passed: tests.length - failed.length - skipped,
    failed: failed.length,
    skipped,
    lines: [`${tests.length} tests of the policy`, ...failed.map((test) => `failed: ${test.name}`)],
  };
}

/** Every line of the policy is reached by a test. @param {string} opa @returns {Promise<Found>} */
async function coverage(opa) {
  const { output } = await inPolicies(opa, [
    'test',
    '--timeout',
    patience,
    '--coverage',
    '--format',
    'json',
    '.',
  ]);
  /** @type {{ coverage: number, files: Record<string, { not_covered?: { start: { row: number } }[] }> }} */
  let report;
  try {
    report = JSON.parse(output);
  } catch {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      lines: [`failed: no coverage of the policy: ${output.trim().slice(0, 300)}`],
    };
  }
  const missed = Object.entries(report.files).flatMap(([file, { not_covered: rows = [] }]) =>
    rows.map(({ start }) => `${file}:${start.row}`),
  );
  return {
    passed: missed.length ? 0 : 1,
    failed: missed.length ? 1 : 0,
    skipped: 0,
    lines: [
      `${report.coverage.toFixed(1)} % of the policy's lines reached`,
      ...missed.map((place) => `failed: no test reaches ${place}`),
    ],
  };
}
