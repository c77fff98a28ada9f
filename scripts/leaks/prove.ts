import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Benches, sound } from './benches.ts';
import { brokenBy, creditOf, proofHashes, readProven, writeProven, type Proven } from './proof.ts';
import { casesOf, runPlan, type Case, type Result } from './suite.ts';
import type { Weakening } from './weakening.ts';
import { weakenings } from './weakenings.ts';

// node scripts/run-node.mjs scripts/leaks/prove.ts [--changed | --suite | weakening…]: runs the leak suite on a sound build
// (all must pass) and on each weakened one (the cases it breaks must fail), and writes proven.json and docs/leaks.md.
// `--changed` proves only what changed since, `--suite` runs the sound build alone, `--why` tells how each case failed.
const options = process.argv.slice(2).filter((argument) => argument.startsWith('--')),
  only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-leaks-')),
  started = Date.now();
const benches = new Benches(folder);
try {
  await prove(await casesOf(folder));
} finally {
  await benches.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function prove(cases: readonly Case[]): Promise<void> {
  const unknown = only.find((id) => !weakenings.some((w) => w.id === id));
  if (unknown !== undefined) throw new Error(`no weakening is called ${unknown}`);
  const hashes = proofHashes(weakenings, cases),
    before = readProven();
  const stands = ({ id }: Weakening) => before[id]?.hash === hashes.get(id);
  const due = weakenings.filter((w) =>
    options.includes('--suite')
      ? false
      : only.length > 0
        ? only.includes(w.id)
        : !options.includes('--changed') || !stands(w),
  );
  const isPart = only.length > 0 || options.includes('--changed');
  const proven: Proven = {};
  for (const w of weakenings) {
    const stood = before[w.id];
    if (stood && stands(w) && !due.includes(w)) proven[w.id] = stood;
  }
  const stood = Object.keys(proven).length;
  const concerned = isPart ? cases.filter((c) => due.some((w) => brokenBy(w, cases).includes(c))) : cases;
  const results = concerned.length > 0 ? await run(concerned, due, cases) : [];
  const isSound = tellSound(results, concerned);
  if (options.includes('--suite')) return;
  for (const weakening of due) {
    const broken = brokenBy(weakening, cases).map((c) => c.title);
    if (isProven(weakening, broken, results, isSound))
      proven[weakening.id] = { hash: hashes.get(weakening.id) ?? '', cases: broken };
  }
  const credit = creditOf(
    proven,
    weakenings.map((w) => w.id),
  );
  const unseen = cases.filter(({ title }) => !credit.has(title));
  for (const { title } of only.length > 0 ? [] : unseen) console.log(`  ✗ not seen failing: ${title}`);
  if (only.length === 0 && unseen.length > 0) process.exitCode = 1;
  writeProven(proven, weakenings, cases);
  const now = due.filter((w) => proven[w.id]).length;
  console.log(
    `${now} weakenings proven now, ${stood} stood, ${due.length - now} failed; ${cases.length - unseen.length} of ${cases.length} cases seen failing (${Math.round((Date.now() - started) / 1000)} s)`,
  );
}

/** The sound build first; the longest next, so that both benches end at about the same time. */
async function run(
  concerned: readonly Case[],
  due: readonly Weakening[],
  cases: readonly Case[],
): Promise<Result[]> {
  const projects = due
    .map((w) => ({ name: w.id, titles: brokenBy(w, cases).map((c) => c.title) }))
    .sort((a, b) => b.titles.length - a.titles.length);
  return runPlan(folder, {
    benches: await benches.listen(),
    projects: [{ name: sound, titles: concerned.map((c) => c.title) }, ...projects],
  });
}

function tellSound(results: readonly Result[], concerned: readonly Case[]): (title: string) => boolean {
  const own = results.filter((r) => r.project === sound);
  const passed = new Set(own.filter((r) => r.isAsExpected).map((r) => r.title));
  for (const { title, status, message } of own.filter((r) => !r.isAsExpected))
    tell('✗', title, status, message);
  const crashes = benches.crashes.get(sound) ?? [];
  if (crashes.length > 0) console.log(`  ✗ fell over: ${crashes.join(', ')}`);
  if (concerned.length > 0)
    console.log(`  ${passed.size} of ${concerned.length} cases pass on the sound build`);
  if (passed.size < concerned.length || crashes.length > 0) process.exitCode = 1;
  return (title) => passed.has(title);
}

/** Every case that it is said to break fails, passes on the sound build, and the weakened build does not fall over. */
function isProven(
  { id }: Weakening,
  broken: readonly string[],
  results: readonly Result[],
  isSound: (title: string) => boolean,
): boolean {
  const own = results.filter((r) => r.project === id);
  // by what it asserts: a sign-in or a request that went wrong proves nothing
  const failed = new Set(
    own.filter((r) => r.isAsExpected && /\bexpect\b/.test(r.message)).map((r) => r.title),
  );
  const missed = broken.filter((title) => !failed.has(title)),
    crashes = benches.crashes.get(id) ?? [];
  const problems = [
    ...(missed.length > 0 ? [`it does not make these fail: ${missed.join(' | ')}`] : []),
    ...(crashes.length > 0 ? [`it is broken, not weak: ${crashes.join(', ')}`] : []),
    ...broken.filter((title) => !isSound(title)).map((title) => `fails on the sound build too: ${title}`),
  ];
  console.log(
    `  ${problems.length > 0 ? '✗' : '✓'} ${id}: ${problems.length > 0 ? problems.join('; ') : `${broken.length} fail`}`,
  );
  if (problems.length > 0 || options.includes('--why'))
    for (const { title, status, message } of own) tell(' ', title, status, message);
  if (problems.length > 0) process.exitCode = 1;
  return problems.length === 0;
}

function tell(mark: string, title: string, status: string, message: string): void {
  console.log(`  ${mark} ${title}: ${status}\n      ${message.split('\n').slice(0, 9).join('\n      ')}`);
}
