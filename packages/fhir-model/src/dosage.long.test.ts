import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { leftOut } from '@keneyapp/config/left-out';
import type { Dosage } from '@medplum/fhirtypes';
import { afterAll, describe, expect, it } from 'vitest';
import { readDosages } from './dosage.ts';
import { fetchExamples } from './testing-examples.ts';
import { lost } from './testing-leaves.ts';

const { folder, missing } = fetchExamples();
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
