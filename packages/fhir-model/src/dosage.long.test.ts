import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { leftOut } from '@keneyapp/config/left-out';
import type { Dosage } from '@medplum/fhirtypes';
import { afterAll, describe, expect, it } from 'vitest';
import { readDosages } from './dosage.ts';
import { lost } from './testing-leaves.ts';

/** The examples of the specification, packed for npm. */
const examples = 'hl7.fhir.r4.examples@4.0.1';
const folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-examples-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let missing: string | null = null;
try {
  execFileSync('npm', ['pack', examples, '--silent', '--pack-destination', folder], {
    timeout: 240_000,
    shell: process.platform === 'win32',
  });
  const [archive = ''] = readdirSync(folder);
  execFileSync('tar', ['-xzf', archive], { cwd: folder });
} catch {
  missing = `the examples cannot be fetched (npm pack ${examples})`;
}

describe.skipIf(missing)(leftOut('dosages of the official examples', missing), () => {
  const files = missing
    ? []
    : readdirSync(path.join(folder, 'package')).filter((name) =>
        /^Medication(Request|Statement|Dispense)-.*\.json$/.test(name),
      );
  it('are seventy and more', () => expect(files.length).toBeGreaterThan(70));
  it.each(files)('%s: every element stands in the reading', (name) => {
    const resource = JSON.parse(readFileSync(path.join(folder, 'package', name), 'utf8')) as {
      dosageInstruction?: Dosage[];
      dosage?: Dosage[];
    };
    const dosages = resource.dosageInstruction ?? resource.dosage;
    expect(lost(dosages ?? [], readDosages(dosages))).toEqual([]);
  });
});
