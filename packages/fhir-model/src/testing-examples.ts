import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The examples of the specification, packed for npm. */
const examples = 'hl7.fhir.r4.examples@4.0.1';

/** Fetches them into a folder of its own, to be removed by who asked; `missing` says why there are none. */
export function fetchExamples(): { folder: string; missing: string | null } {
  const folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-examples-'));
  try {
    execFileSync('npm', ['pack', examples, '--silent', '--pack-destination', folder], {
      timeout: 240_000,
      shell: process.platform === 'win32',
    });
    const [archive = ''] = readdirSync(folder);
    execFileSync('tar', ['-xzf', archive], { cwd: folder });
    return { folder, missing: null };
  } catch {
    return { folder, missing: `the examples cannot be fetched (npm pack ${examples})` };
  }
}
