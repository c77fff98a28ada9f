import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { beforeAll, describe, expect, it } from 'vitest';
import { fhirOf, type Fhir } from '../fhir/fhir-over-http.ts';
import { expectRefused, put } from '../fhir/testing-fhir.ts';

/** A code system that comes in parts: nobody sees it before it is whole, and then it is one like any other. */
const url = 'https://example.org/in-parts';
let fhir: Fhir;

beforeAll(async () => {
  fhir = await fhirOf(await sharedSandbox());
});

const header = (version: string, status: 'draft' | 'active', more: object = {}) => ({
  resourceType: 'CodeSystem',
  id: `in-parts-${version}`,
  url,
  version,
  status,
  content: 'not-present',
  ...more,
});
const change = (name: 'add' | 'remove', version: string, concept: object[]) =>
  fhir('POST', `/CodeSystem/$apply-codesystem-delta-${name}`, {
    resourceType: 'Parameters',
    parameter: [
      { name: 'system', valueUri: url },
      { name: 'codeSystem', resource: { resourceType: 'CodeSystem', url, version, concept } },
    ],
  });
const concept = (code: string, ...parents: string[]) => ({
  code,
  display: `Mot ${code}`,
  designation: [{ language: 'en', value: `Word ${code}` }],
  property: [
    { code: 'level', valueInteger: code.length },
    ...parents.map((parent) => ({ code: 'parent', valueCode: parent })),
  ],
});
const lookup = (code: string, version?: string) =>
  fhir('GET', `/CodeSystem/$lookup?system=${url}&code=${code}${version ? `&version=${version}` : ''}`);
const expansion = async (query: string) =>
  (
    (
      await fhir('POST', `/ValueSet/$expand?${query}`, {
        resourceType: 'Parameters',
        parameter: [
          {
            name: 'valueSet',
            resource: { resourceType: 'ValueSet', status: 'active', compose: { include: [{ system: url }] } },
          },
          ...[...new URLSearchParams(query)].map(([name, value]) =>
            name === 'includeDesignations'
              ? { name, valueBoolean: value === 'true' }
              : { name, valueInteger: Number(value) },
          ),
        ],
      })
    ).body as unknown as {
      expansion: { total: number; contains?: { code: string; designation?: { value: string }[] }[] };
    }
  ).expansion;

describe('a code system in parts', () => {
  it('is known to nobody until it is said to be whole, and keeps the order of its parts', async () => {
    await put(fhir, header('1', 'draft', { count: 4 }));
    expect((await change('add', '1', [concept('a'), concept('b', 'a')])).body.parameter).toContainEqual({
      name: 'conceptCount',
      valueInteger: 2,
    });
    expect((await lookup('a')).status).toBe(404);
    expect((await lookup('a', '1')).status).toBe(200);
    await change('add', '1', [concept('c', 'a', 'd'), concept('d')]);
    await change('add', '1', [concept('a'), concept('b', 'a')]); // again, as after an interruption
    await put(fhir, header('1', 'active', { count: 4 }));

    const { total, contains } = await expansion('count=3&includeDesignations=true');
    expect(total).toBe(4);
    expect(contains?.map(({ code }) => code)).toEqual(['a', 'b', 'c']);
    expect(contains?.[0]?.designation?.[0]?.value).toBe('Word a');
    const parents = JSON.stringify((await lookup('c')).body);
    expect(parents).toContain('"Mot a"');
    expect(parents).toContain('"Mot d"');
    expect(parents).toContain('"valueInteger":1');
  });

  it('is whole: a code that it does not have is wrong', async () => {
    const ask = (code: string) => fhir('GET', `/CodeSystem/$validate-code?url=${url}&code=${code}`);
    expect(JSON.stringify((await ask('b')).body)).toContain('"valueBoolean":true');
    expect(JSON.stringify((await ask('zz')).body)).toContain('"valueBoolean":false');
  });

  it('takes the place of another release at once', async () => {
    await put(fhir, header('2', 'draft', { count: 1 }));
    await change('add', '2', [concept('new')]);
    expect((await lookup('new')).status).toBe(404);
    expect((await lookup('a')).status).toBe(200);
    await put(fhir, header('2', 'active', { count: 1 }));
    expect((await lookup('new')).status).toBe(200);
    expect((await lookup('a')).status).toBe(404);
    expect((await fhir('DELETE', '/CodeSystem/in-parts-2')).status).toBeLessThan(300);
    expect((await lookup('new')).status).toBe(404);
    expect((await lookup('a')).status).toBe(200);
  });

  it('gives concepts away again', async () => {
    expect((await change('remove', '1', [{ code: 'd' }, { code: 'unknown' }])).body.parameter).toContainEqual(
      { name: 'conceptCount', valueInteger: 1 },
    );
    expect((await expansion('count=9')).contains?.map(({ code }) => code)).toEqual(['a', 'b', 'c']);
  });

  it('of which some are missing says of a code that it is not known, not that it is wrong', async () => {
    await put(fhir, header('3', 'draft', { count: 7 }));
    await change('add', '3', [concept('some')]);
    await put(fhir, header('3', 'active', { count: 7 }));
    expect((await fhir('GET', `/CodeSystem/$validate-code?url=${url}&code=zz&version=3`)).status).toBe(422);
    await fhir('DELETE', '/CodeSystem/in-parts-3');
  });

  it('refuses what it cannot mean', async () => {
    await put(fhir, {
      ...header('4', 'active'),
      id: 'in-one',
      url: `${url}/one`,
      content: 'complete',
    } as never);
    const add = (parameter: object[]) =>
      fhir('POST', '/CodeSystem/$apply-codesystem-delta-add', { resourceType: 'Parameters', parameter });
    const part = (system: string) => ({
      name: 'codeSystem',
      resource: { resourceType: 'CodeSystem', url: system, concept: [{ code: 'x' }] },
    });
    expectRefused(await add([{ name: 'system', valueUri: `${url}/one` }, part(`${url}/one`)]));
    expectRefused(await add([{ name: 'system', valueUri: `${url}/none` }, part(`${url}/none`)]));
    expectRefused(await add([{ name: 'system', valueUri: url }, part(`${url}/one`)]));
    expectRefused(await add([{ name: 'system', valueUri: url }]));
    expect((await fhir('GET', '/CodeSystem/$apply-codesystem-delta-add')).status).toBeGreaterThanOrEqual(400);
  });
});

it('a sample gives way to what is none, whichever came last', async () => {
  const of = (id: string, code: string, more: object) =>
    put(fhir, {
      resourceType: 'CodeSystem',
      id,
      url: `${url}/sampled`,
      version: id,
      status: 'active',
      content: 'fragment',
      concept: [{ code, display: code }],
      ...more,
    } as never);
  const known = async (code: string) =>
    (await fhir('GET', `/CodeSystem/$lookup?system=${url}/sampled&code=${code}`)).status === 200;
  await of('sampled-official', 'official', {});
  await of('sampled-sample', 'sample', { experimental: true });
  expect([await known('official'), await known('sample')]).toEqual([true, false]);
  await fhir('DELETE', '/CodeSystem/sampled-official');
  expect([await known('official'), await known('sample')]).toEqual([false, true]);
});
