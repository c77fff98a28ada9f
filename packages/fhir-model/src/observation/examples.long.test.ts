import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { parseWithDigits } from '@keneyapp/fhir-client/json';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lostIn, observationsIn } from './testing-kept.ts';

/** The examples of the specification, packed for npm. */
const examples = 'hl7.fhir.r4.examples@4.0.1';

let folder: string;
let missing: string | null = null;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-observations-'));
  const run = promisify(execFile);
  try {
    await run('npm', ['pack', examples, '--silent', '--pack-destination', folder], {
      timeout: 240_000,
      shell: process.platform === 'win32',
    });
    const [archive = ''] = readdirSync(folder).filter((name) => name.endsWith('.tgz'));
    await run('tar', ['-xzf', archive], { cwd: folder });
  } catch (error) {
    missing = `the examples cannot be fetched (npm pack ${examples}): ${error instanceof Error ? error.message.split('\n')[0] : ''}`;
  }
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('no Observation of the specification loses a value, a code, a word or a digit', (context) => {
  if (missing) return context.skip(missing);
  const names = readdirSync(path.join(folder, 'package')).filter((name) =>
    /^(Observation|DiagnosticReport|Bundle)-(?!resources|dataelements).*\.json$/.test(name),
  );
  const all = names.flatMap((name) =>
    observationsIn(parseWithDigits(readFileSync(path.join(folder, 'package', name), 'utf8'))).map((o) => ({
      name,
      o,
    })),
  );
  expect(all.length).toBeGreaterThan(500);
  expect(all.flatMap(({ name, o }) => lostIn(o).map((lost) => `${name} ${o.id}: ${lost}`))).toEqual([]);
}, 120_000);
