import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTestSandbox } from '@keneyapp/config/testing';
import type { Bundle } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleOf, fhirOf } from './fhir-over-http.ts';

const synthea = path.resolve(import.meta.dirname, '../../../../../shared/data/synthea');
let dataDir: string;
beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'keneyapp-durable-'));
});
afterAll(async () => {
  await rm(dataDir, { recursive: true, force: true });
});

it('keeps every acknowledged write when it is killed in the middle of writing', async () => {
  const acknowledged = new Set<string>();
  for (let round = 0; round < 2; round += 1) {
    const sandbox = await startTestSandbox({ dataDir });
    const fhir = await fhirOf(sandbox);
    let killed = false;
    const writer = async (name: number) => {
      for (let i = 0; !killed; i += 1) {
        const value = `${round}-${name}-${i}`;
        const identifier = [{ system: 'urn:durable', value }];
        const ask =
          i % 3 === 0
            ? fhir(
                'POST',
                '/',
                bundleOf('transaction', [
                  { url: 'Basic', resource: { resourceType: 'Basic', code: { text: 'a' }, identifier } },
                  { url: 'Basic', resource: { resourceType: 'Basic', code: { text: 'b' }, identifier } },
                ]),
              )
            : fhir('POST', '/Basic', { resourceType: 'Basic', code: { text: 'one' }, identifier });
        const answer = await ask.catch(() => null);
        if (answer && answer.status < 300) acknowledged.add(`${value}${i % 3 === 0 ? ' twice' : ''}`);
      }
    };
    const writers = [writer(1), writer(2), writer(3)];
    await new Promise((resolve) => {
      setTimeout(resolve, 700);
    });
    await sandbox.kill();
    killed = true;
    await Promise.all(writers);
  }
  expect(acknowledged.size).toBeGreaterThan(20);
  const sandbox = await startTestSandbox({ dataDir });
  try {
    const fhir = await fhirOf(sandbox);
    const all = (await fhir('GET', '/Basic?_count=5000')).body.entry ?? [];
    const counts = new Map<string, number>();
    for (const { resource } of all) {
      const value = (resource as { identifier?: { value?: string }[] }).identifier?.[0]?.value ?? '';
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    for (const entry of acknowledged) {
      const [value = '', twice] = entry.split(' ');
      expect([value, counts.get(value)]).toEqual([value, twice ? 2 : 1]);
    }
    for (const [value, count] of counts)
      if (Number(value.split('-')[2]) % 3 === 0) expect([value, count]).toEqual([value, 2]); // no half transaction
  } finally {
    await sandbox.stop();
  }
}, 120_000);

it('refuses a folder that another process uses', async () => {
  const sandbox = await startTestSandbox({ dataDir });
  try {
    await expect(startTestSandbox({ dataDir })).rejects.toThrow(/ended with/);
  } finally {
    await sandbox.stop();
  }
}, 60_000);

it.runIf(existsSync(synthea) || (console.warn(`skipped: ${synthea} is missing`), false))(
  'takes all Synthea bundles over the wire, whole and fast',
  async () => {
    const sandbox = await startTestSandbox();
    try {
      const fhir = await fhirOf(sandbox);
      const expected = new Map<string, number>();
      let resources = 0,
        milliseconds = 0;
      for (const name of readdirSync(synthea)) {
        const text = readFileSync(path.join(synthea, name), 'utf8');
        const entries = (JSON.parse(text) as Bundle).entry ?? [];
        for (const { resource } of entries)
          if (resource) expected.set(resource.resourceType, (expected.get(resource.resourceType) ?? 0) + 1);
        const before = performance.now();
        const answer = await fhir('POST', '/', text);
        milliseconds += performance.now() - before;
        expect([name, answer.status, answer.body.entry?.length]).toEqual([name, 200, entries.length]);
        resources += entries.length;
      }
      for (const [type, count] of expected)
        expect([type, (await fhir('GET', `/${type}?_summary=count`)).body.total]).toEqual([type, count]);
      const patients = (await fhir('GET', '/Patient?_count=50')).body.entry ?? [];
      const everything = await Promise.all(
        patients.map(
          async ({ resource }) => (await fhir('GET', `/Patient/${resource?.id}/$everything`)).body.total ?? 0,
        ),
      );
      expect(everything.reduce((a, b) => a + b, 0)).toBe(resources);
      expect(JSON.stringify((await fhir('GET', '/Observation?_count=500')).body)).not.toContain('urn:uuid:');
      console.log(`Synthea: ${resources} resources at ${Math.round((resources / milliseconds) * 1000)}/s`);
    } finally {
      await sandbox.stop();
    }
  },
  120_000,
);
