import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { inRoot } from '../lib/paths.mjs';
import { PlainError, runMain } from '../lib/plain-error.mjs';
import { filesOf, type Asked } from './files.ts';
import { inserted, insertionsFor, rehomed, withRights } from './places.ts';
import { shapeOf } from './type-shape.ts';

// npm run feature -- <feature> <FHIR type> "<titre>" "<title>" [<key>]: a read-only list in the chart, that compiles, with its
// rights, texts in both languages, unit and browser test. What it reads and shows is where one begins.
const usage = 'npm run feature -- procedures Procedure "Interventions et actes" "Procedures" b';
const catalogue = 'packages/fhir-model/src/catalogue.ts',
  rights = 'policies/rights_test.rego';

/** What is written, by path; nothing is written when a part of it cannot be. */
export function planOf(asked: Asked): Map<string, string> {
  const written = new Map<string, string>();
  const now = (file: string) => written.get(file) ?? readFileSync(inRoot(file), 'utf8');
  for (const [file, content] of Object.entries(filesOf(asked))) {
    if (existsSync(inRoot(file))) throw new PlainError(`${file} is there already`);
    written.set(file, content);
  }
  for (const insertion of insertionsFor(asked))
    written.set(insertion.file, inserted(now(insertion.file), insertion));
  written.set(rights, withRights(now(rights), asked));
  return written.set(catalogue, rehomed(now(catalogue), asked));
}

export function readAsked([feature = '', type = '', fr = '', en = '', key = '']: readonly string[]): Asked {
  if (!/^[a-z]{3,30}$/.test(feature) || !fr || !en || !/^[a-z]?$/.test(key))
    throw new PlainError(
      `a feature is one lower-case word; two titles follow, and a letter where one is free:\n  ${usage}`,
    );
  const free = freeKeys();
  if (key !== '' && !free.includes(key))
    throw new PlainError(`g ${key} leads somewhere already; free are ${free.join(' ') || 'none'}`);
  return { feature, shape: shapeOf(type), title: { fr, en }, key };
}

/** Letters that no section of the chart and no place of the rail has after `g`. */
export function freeKeys(): string[] {
  const manifests = globSync('apps/web/src/features/*/manifest.ts', { cwd: inRoot('.') });
  const taken = new Set(
    manifests.flatMap((file) =>
      [...readFileSync(inRoot(file), 'utf8').matchAll(/\bkey: '(\w)'/g)].map(([, key]) => key),
    ),
  );
  return [...'abcdefghijklmnopqrstuvwxyz'].filter((letter) => !taken.has(letter));
}

if (import.meta.main)
  await runMain(async () => {
    const asked = readAsked(process.argv.slice(2));
    for (const [file, content] of planOf(asked)) {
      const place = inRoot(file);
      mkdirSync(path.dirname(place), { recursive: true });
      const layout = /\.(tsx?|json|md)$/.test(file) && file !== 'policies/operations.json';
      writeFileSync(
        place,
        layout ? await format(content, { ...(await resolveConfig(place)), filepath: place }) : content,
      );
      console.log(`  ${file}`);
    }
    console.log(`
Next:
  npm run policy -- build                       rights of the web, the table of docs/access.md
  npx vitest run apps/web/src/features/${asked.feature}   its list; and the reader in packages/fhir-model/src
  npm run demo                                  its page is /patients/<id>/${asked.feature}
  npm run leaks:prove -- --changed              that nothing of it reaches who may not see it
What it reads is in packages/fhir-model, what it shows in apps/web/src/features/${asked.feature}. CONTRIBUTING.md goes on.`);
  });
