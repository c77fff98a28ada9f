import { randomUUID } from 'node:crypto';
import { expect, test } from '@playwright/test';
import type { CodeSystem, ConceptMap, ValueSet } from '@medplum/fhirtypes';
import { terminologyResources } from '../../scripts/seed/terminology.ts';
import { FhirAsSystem, type Resource } from '../fhir.ts';
import { stackOf } from '../stack.ts';

/** What the application relies on of any terminology server, over a small code system of its own. */
const fhir = new FhirAsSystem(stackOf());
const id = randomUUID(),
  url = `http://example.org/contract/${id}`;
const parameter = (body: Resource, name: string) =>
  (
    body['parameter'] as { name: string; valueBoolean?: boolean; valueString?: string; valueCode?: string }[]
  ).find((p) => p.name === name);
const get = async (address: string) => (await (await fhir.request('GET', address)).json()) as Resource;

test.beforeAll(async () => {
  await fhir.update({
    resourceType: 'CodeSystem',
    id,
    url,
    version: '1',
    name: 'Contract',
    status: 'active',
    content: 'complete',
    hierarchyMeaning: 'is-a',
    concept: [
      {
        code: 'A',
        display: 'Maladie du cœur',
        designation: [{ language: 'en', value: 'Heart disease' }],
        concept: [{ code: 'A1', display: 'Infarctus' }],
      },
      { code: 'B', display: 'Autre' },
    ],
  });
  await fhir.update({
    resourceType: 'ValueSet',
    id,
    url: `${url}/vs`,
    status: 'active',
    compose: { include: [{ system: url, filter: [{ property: 'concept', op: 'is-a', value: 'A' }] }] },
  });
});

test('a value set is expanded, filtered and paged', async () => {
  const codes = async (query: string) =>
    (
      (await get(`ValueSet/$expand?url=${url}/vs${query}`))['expansion'] as
        { contains?: { code: string }[] } | undefined
    )?.contains?.map((c) => c.code);
  expect((await codes(''))?.sort()).toEqual(['A', 'A1']);
  expect(await codes('&filter=infar')).toEqual(['A1']);
  // as the application asks: what was typed stands in no address
  const posted = async () => {
    const answer = await fhir.request('POST', 'ValueSet/$expand', {
      resourceType: 'Parameters',
      parameter: [
        { name: 'url', valueUri: `${url}/vs` },
        { name: 'filter', valueString: 'infar' },
        { name: 'count', valueInteger: 20 },
        { name: 'activeOnly', valueBoolean: true },
        { name: 'displayLanguage', valueCode: 'fr' },
      ],
    });
    return JSON.stringify(((await answer.json()) as Resource)['expansion'] ?? '');
  };
  await expect.poll(posted, { timeout: 30_000 }).toMatch(/"A1"/);
  // servers that expand beforehand page a moment later
  await expect.poll(() => codes('&count=1').catch(() => []), { timeout: 30_000 }).toHaveLength(1);
});

test('a code is looked up, validated and compared', async () => {
  expect(parameter(await get(`CodeSystem/$lookup?system=${url}&code=A1`), 'display')?.valueString).toBe(
    'Infarctus',
  );
  expect(
    parameter(await get(`ValueSet/$validate-code?url=${url}/vs&system=${url}&code=A1`), 'result')
      ?.valueBoolean,
  ).toBe(true);
  expect(
    parameter(await get(`ValueSet/$validate-code?url=${url}/vs&system=${url}&code=B`), 'result')
      ?.valueBoolean,
  ).toBe(false);
  expect(
    parameter(await get(`CodeSystem/$subsumes?system=${url}&codeA=A&codeB=A1`), 'outcome')?.valueCode,
  ).toBe('subsumes');
});

test('a code is translated', async () => {
  await fhir.update({
    resourceType: 'ConceptMap',
    id,
    url: `${url}/map`,
    status: 'active',
    sourceUri: `${url}/vs`,
    targetUri: `${url}/other`,
    group: [
      {
        source: url,
        target: `${url}/target`,
        element: [{ code: 'A1', display: 'Notre mot', target: [{ code: 'T1', equivalence: 'equivalent' }] }],
      },
    ],
  });
  const body = await get(`ConceptMap/$translate?url=${url}/map&system=${url}&code=A1`);
  expect(parameter(body, 'result')?.valueBoolean).toBe(true);
  expect(JSON.stringify(body)).toContain('T1');
  const back = await get(`ConceptMap/$translate?system=${url}/target&code=T1&reverse=true`);
  expect(parameter(back, 'result')?.valueBoolean).toBe(true);
  expect(JSON.stringify(back)).toContain('A1');
});

test('the terminology of the demonstration is there: expanded whole and by words, validated, translated', async () => {
  const base = 'https://keneyapp.example/fhir';
  for (const { id: name, url: canonical, compose } of terminologyResources().filter(
    (r): r is ValueSet & { id: string } => r.resourceType === 'ValueSet',
  )) {
    const system = terminologyResources().find(
      (r): r is CodeSystem => r.resourceType === 'CodeSystem' && r.url === compose?.include[0]?.system,
    );
    const expected = (system?.concept ?? []).map(({ code }) => code).sort();
    const expansion = (await get(`ValueSet/$expand?url=${encodeURIComponent(canonical ?? '')}&count=1000`))[
      'expansion'
    ] as { contains?: { code: string }[] } | undefined;
    expect((expansion?.contains ?? []).map(({ code }) => code).sort(), name).toEqual(expected);
    expect(
      parameter(
        await get(
          `ValueSet/$validate-code?url=${encodeURIComponent(canonical ?? '')}&system=${encodeURIComponent(system?.url ?? '')}&code=${expected[0]}`,
        ),
        'result',
      )?.valueBoolean,
      name,
    ).toBe(true);
  }
  const words = (await get(`ValueSet/$expand?url=${base}/ValueSet/problemes&filter=diab`))['expansion'] as
    { contains?: { display: string }[] } | undefined;
  expect((words?.contains ?? []).length).toBeGreaterThan(0);
  for (const { display } of words?.contains ?? []) expect(display.toLowerCase()).toContain('diab');
  for (const map of terminologyResources().filter((r): r is ConceptMap => r.resourceType === 'ConceptMap')) {
    const group = map.group?.[0],
      element = group?.element[0];
    const body = await get(
      `ConceptMap/$translate?url=${encodeURIComponent(map.url ?? '')}&system=${encodeURIComponent(group?.source ?? '')}&code=${element?.code}`,
    );
    expect(parameter(body, 'result')?.valueBoolean, map.id).toBe(true);
    expect(JSON.stringify(body)).toContain(element?.target?.[0]?.code ?? '?');
  }
});
