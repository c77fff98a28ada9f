import { startTestSandbox, testSecrets, type RunningSandbox } from '@keneyapp/config/testing';
import type { CodeSystem, ConceptMap, Parameters, ValueSet } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listTerminologies } from '../terminology/list.ts';
import { connect, type Connection } from '../wire/connection.ts';
import { postBundle, put, read } from '../wire/fhir.ts';
import { terminologyResources } from './terminology.ts';

/** The starter set that is shipped: small, a sample by its own word, and what its value sets name is there. */
const all = terminologyResources();
const systems = all.filter((one): one is CodeSystem => one.resourceType === 'CodeSystem');
const sets = all.filter((one): one is ValueSet => one.resourceType === 'ValueSet');
let sandbox: RunningSandbox, connection: Connection;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  connection = connect({
    ...testSecrets,
    OIDC_ISSUER: sandbox.issuer,
    FHIR_URL: sandbox.fhirUrl,
    DICOMWEB_URL: sandbox.dicomwebUrl,
  });
  await postBundle(
    connection,
    'transaction',
    all.map((one) => put({ ...one, id: one.id ?? '' })),
  );
}, 240_000);
afterAll(() => sandbox.stop());

describe.each(systems.map((system) => [system.id ?? '', system] as const))('%s', (_, system) => {
  it('says that it is a sample, and whose', () => {
    expect(system).toMatchObject({ content: 'fragment', experimental: true, count: system.concept?.length });
    expect(system.title).toContain('échantillon');
    expect(system.description).toMatch(/^Échantillon/);
    expect([system.copyright?.length, system.publisher?.length].every((length) => (length ?? 0) > 3)).toBe(
      true,
    );
    expect(JSON.stringify(system).length).toBeLessThan(60_000);
  });
});

it.each(sets.map((set) => [set.id ?? '', set] as const))(
  '%s expands to every code of its system',
  async (id, set) => {
    const system = systems.find(({ url }) => url === set.compose?.include[0]?.system);
    const expanded = await read<ValueSet>(connection, `ValueSet/${id}/$expand`);
    const codes = expanded?.expansion?.contains?.map(({ code, display }) => `${code} ${display}`);
    expect(codes?.sort()).toEqual(system?.concept?.map(({ code, display }) => `${code} ${display}`).sort());
    expect(codes?.length).toBeGreaterThan(0);
  },
);

it('has a sample of a map of local codes, which says so, to codes of its LOINC', async () => {
  const map = all.find((one): one is ConceptMap => one.id === 'cm-labo-exemple-loinc');
  expect(map).toMatchObject({
    experimental: true,
    description: expect.stringMatching(/^Échantillon/) as string,
  });
  const loinc = systems.find(({ url }) => url === map?.group?.[0]?.target)?.concept?.map(({ code }) => code);
  const targets = map?.group?.[0]?.element?.map(({ target }) => target?.[0]?.code);
  expect(targets?.length).toBeGreaterThan(5);
  expect(targets?.filter((code) => !loinc?.includes(code ?? ''))).toEqual([]);
  const answer = await read<Parameters>(
    connection,
    'ConceptMap/$translate?system=https://laboratoire.example/codes&code=HB',
  );
  expect(JSON.stringify(answer)).toContain(targets?.[3]);
});

it('is listed as samples', async () => {
  const states = (await listTerminologies(connection)).map(({ state }) => state);
  expect(states).toEqual(systems.map(() => 'sample'));
});
