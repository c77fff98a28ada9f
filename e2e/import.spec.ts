import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from './fixtures.ts';
import { banner, openChart, sections } from './pages/chart.ts';
import { openSearch, result, searchField } from './pages/patients.ts';
import { sharedData, stackOf } from './stack.ts';

/** The command as people type it, on this stack. */
function runImport(...paths: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      [path.resolve(import.meta.dirname, '../scripts/import.mjs'), ...paths],
      {
        env: { PATH: process.env['PATH'], HOME: process.env['HOME'], KENEYAPP_DATA: stackOf().dataDir },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    child.once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

const letters = () =>
  Math.random()
    .toString(36)
    .replace(/[^a-z]/g, '')
    .slice(0, 8)
    .padEnd(8, 'q');

test('NDJSON and single resources go in, twice without duplicates; a damaged file is named and the rest goes in', async ({
  signedInPage,
  fhir,
}) => {
  test.setTimeout(120_000);
  const folder = mkdtempSync(path.join(tmpdir(), 'keneyapp-e2e-import-'));
  const family = `Importe${letters()}`;
  const id = `e2e-${family.toLowerCase()}`;
  try {
    writeFileSync(
      path.join(folder, 'patient.json'),
      JSON.stringify({
        resourceType: 'Patient',
        id,
        name: [{ family, given: ['Ondine'] }],
        birthDate: '1990-01-02',
        gender: 'female',
      }),
    );
    writeFileSync(
      path.join(folder, 'conditions.ndjson'),
      ['Rhume', 'Entorse']
        .map((text, n) =>
          JSON.stringify({
            resourceType: 'Condition',
            id: `${id}-${n}`,
            subject: { reference: `Patient/${id}` },
            clinicalStatus: {
              coding: [
                { system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' },
              ],
            },
            code: { text },
          }),
        )
        .join('\n'),
    );
    expect(await runImport(folder)).toMatchObject({ code: 0 });
    writeFileSync(path.join(folder, 'broken.json'), '{ "resourceType": "Patient", ');
    const again = await runImport(folder);
    expect(again.code).toBe(1);
    expect(again.output).toMatch(/✗ .*broken\.json: \S/);
    expect((await fhir.search(`Patient?family=${family}&_summary=count`)).total).toBe(1);
    expect((await fhir.search(`Condition?subject=Patient/${id}&_summary=count`)).total).toBe(2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const page = await signedInPage('doctor');
  await openSearch(page);
  await searchField(page).fill(family);
  await result(page, new RegExp(family, 'i')).click();
  await expect(banner(page)).toContainText(family.toUpperCase());
  await expect(page.getByRole('main').getByText('Entorse')).toBeVisible();
});

test('the largest Synthea patient is imported, found, and every page of the chart opens', async ({
  signedInPage,
}) => {
  const folder = sharedData('synthea');
  test.skip(folder === null, 'the public test data is not beside this checkout (../shared/data)');
  if (folder === null) return;
  test.setTimeout(240_000);
  const [largest = ''] = readdirSync(folder)
    .map((name) => path.join(folder, name))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  const { code, output } = await runImport(largest);
  expect(output).not.toContain('✗');
  expect(code).toBe(0);
  const bundle = JSON.parse(readFileSync(largest, 'utf8')) as {
    entry: { resource: { resourceType: string; id: string; name?: { family: string; given: string[] }[] } }[];
  };
  const patient = bundle.entry.find((entry) => entry.resource.resourceType === 'Patient')?.resource;
  const family = patient?.name?.[0]?.family ?? '';

  const page = await signedInPage('doctor');
  await openSearch(page);
  await searchField(page).fill(`${family} ${patient?.name?.[0]?.given[0] ?? ''}`);
  await result(page, new RegExp(family, 'i')).first().click();
  await expect(banner(page)).toContainText(family.toUpperCase());
  const id = /patients\/([^/]+)/.exec(page.url())?.[1] ?? '';
  for (const section of sections) {
    await openChart(page, id, section);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(0);
  }
});
