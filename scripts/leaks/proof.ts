import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { editPrint } from './edit.ts';
import { casePrints, type Case } from './suite.ts';
import { fingerprint } from './syntax.ts';
import type { Weakening } from './weakening.ts';

const root = path.resolve(import.meta.dirname, '../..');
const provenFile = path.join(import.meta.dirname, 'proven.json'),
  pageFile = path.join(root, 'docs/leaks.md');

/** By weakening: what its proof rests on, and the cases that were seen failing on it. */
export type Proven = Record<string, { hash: string; cases: string[] }>;

export function readProven(): Proven {
  return existsSync(provenFile) ? (JSON.parse(readFileSync(provenFile, 'utf8')) as Proven) : {};
}

/** The cases a weakening says it breaks. */
export function brokenBy({ id, breaks }: Weakening, cases: readonly Case[]): Case[] {
  const idle = breaks.find((start) => !cases.some(({ title }) => title.startsWith(start)));
  if (idle !== undefined) throw new Error(`${id}: no case begins with ${idle}`);
  return cases.filter(({ title }) => breaks.some((start) => title.startsWith(start)));
}

/** A weakening's proof has to be given anew when its changes, the files they are made in, or its cases differ. Layout does not count. */
export function proofHashes(weakenings: readonly Weakening[], cases: readonly Case[]): Map<string, string> {
  const ofCases = casePrints(cases);
  const ofFiles = new Map<string, string>();
  const ofFile = (name: string): string => {
    const print = ofFiles.get(name) ?? fingerprint(readFileSync(path.join(root, 'apps/bff', name), 'utf8'));
    ofFiles.set(name, print);
    return print;
  };
  return new Map(
    weakenings.map((weakening) => {
      const parts = [
        ...weakening.edits.flatMap((edit) => [editPrint(edit), ofFile(edit.file)]),
        ...brokenBy(weakening, cases).flatMap(({ title }) => [title, ofCases.get(title) ?? '']),
      ];
      return [weakening.id, createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)];
    }),
  );
}

/** For each case the weakening that says most of it: of those that break it, the one that breaks the fewest. */
export function creditOf(proven: Proven, order: readonly string[]): Map<string, string> {
  const credit = new Map<string, string>();
  const bySize = order
    .flatMap((id) => (proven[id] ? [{ id, cases: proven[id].cases }] : []))
    .sort((a, b) => a.cases.length - b.cases.length);
  for (const { id, cases } of bySize)
    for (const title of cases) if (!credit.has(title)) credit.set(title, id);
  return credit;
}

export function writeProven(proven: Proven, weakenings: readonly Weakening[], cases: readonly Case[]): void {
  const order = weakenings.map((w) => w.id);
  const sorted = Object.fromEntries(order.flatMap((id) => (proven[id] ? [[id, proven[id]]] : [])));
  writeFileSync(provenFile, `${JSON.stringify(sorted, null, 2)}\n`);
  writeFileSync(pageFile, page(cases, creditOf(proven, order)));
}

function page(cases: readonly Case[], credit: ReadonlyMap<string, string>): string {
  return `# Leaks that must not happen

Written by \`npm run leaks:prove\`: the cases of \`e2e/leaks\` (families as the security guide of the project numbers them), which \`npm test\` runs against the application, and for each the deliberately weakened build (\`scripts/leaks/weakenings\`) on which it was seen failing; of several the one that breaks the fewest cases.

Elsewhere: 19 (callback swaps) in \`e2e/sign-in-attacks.spec.ts\`; 18 with keys of the provider's, 21 (policy server down or talking nonsense) and 24 (outage, deletion, truncation, reordering) in the tests of \`apps/bff/src/session\`, \`access\` and \`audit\`; 22 (expiry, self-review, suspension lifted) in those of \`features/emergency\` and \`reviews\`; the rules of the policy one by one in \`policies/*_test.rego\`; what a list over patients lets through, whatever it asks for, in \`access/guarded-fhir.test.ts\` (no list asks for more, so that no answer would tell). Not yet, because what would leak is not built: 7 and 5 on a FHIR façade (there is none), 25 over MLLP and in archives, CDA and HL7 v2 of 13.

| case | fails on |
|---|---|
${cases.map(({ title }) => `| ${title.replaceAll('|', '\\|')} | ${credit.has(title) ? `\`${credit.get(title)}\`` : '**not seen failing**'} |`).join('\n')}
`;
}
