import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import {
  besideIt,
  callMutation,
  callQuery,
  sandboxSystemToken,
  signInOverHttp,
  startTestBff,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { CorrectInput } from './schema.ts';
import type { IdentityFormView, PlacesView, RegisteredView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let secretary: Visitor;
let fhir: FhirClient;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await startTestBff(sandbox, { env: await besideIt() });
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  secretary = await signInOverHttp(bff, sandbox, 'secretaire');
}, 180_000);
afterAll(() => bff?.stop());

const data = async <T>(response: Response): Promise<T> => {
  const body = (await response.json()) as { result?: { data: T }; error?: unknown };
  expect(body.error).toBeUndefined();
  return (body.result as { data: T }).data;
};
const issuesOf = async (response: Response): Promise<unknown> => {
  const { error } = (await response.json()) as {
    error: { data: { issues: { path: string[]; message: string }[] | null } };
  };
  return error.data.issues?.map(({ path, message }) => [path.join('.'), message]);
};
const random = () => crypto.getRandomValues(new Uint8Array(8));
const name = () =>
  `R${[...random()]
    .map((byte) => 'BCDFGLMPRT'[byte % 10])
    .join('A')
    .slice(0, 13)}`;
const traits = {
  ...{ birthName: name(), firstGivenName: name(), givenNames: [], sex: 'female' as const },
  birthDate: {
    known: `19${10 + ((random()[0] ?? 0) % 80)}-0${1 + ((random()[1] ?? 0) % 9)}-17`,
    isEstimated: false,
  },
  birthPlace: { code: '75112', name: 'Paris 12e' },
};
const relations = {
  toWarn: { name: 'Paul Essai', telephone: '0600000001', link: 'Conjoint' },
  trusted: { name: 'Lucie Essai', telephone: null, link: null },
  doctor: { name: 'Dr Marin, Tours', telephone: null, link: null },
  insuredNumber: '185057512345673',
};
const contact = { usedName: null, usedGivenName: null, home: null, telephones: [], email: null, relations };
const register = (more: Partial<typeof relations> = {}) =>
  callMutation(bff, secretary, 'identities.register', {
    ...{ key: crypto.randomUUID(), traits, proof: null, insi: null, attributes: [], others: [] },
    contact: { ...contact, relations: { ...relations, ...more } },
  });

it('people beside a patient stand in the record, tie nobody to it, and a death ends it', async () => {
  expect(await issuesOf(await register({ insuredNumber: '185057512345674' }))).toEqual([
    ['contact.relations.insuredNumber', 'nir'],
  ]);
  const { patientId } = await data<RegisteredView>(await register());
  const stored = await fhir.read('Patient', patientId);
  expect(stored).not.toHaveProperty('generalPractitioner');
  expect(readIdentity(stored, new Date())).toMatchObject({ ins: null, deceased: null });
  const form = await data<IdentityFormView>(
    await callQuery(bff, secretary, 'identities.form', { patientId }),
  );
  expect(form).toMatchObject({ relations, deceased: null, hasIns: false });
  // lists say who somebody is, and not under which number they are insured
  const found = await callQuery(bff, secretary, 'identities.alike', {
    birthName: traits.birthName,
    firstGivenName: traits.firstGivenName,
  });
  const text = await found.text();
  expect(text).toContain(patientId);
  expect(text).not.toContain(relations.insuredNumber);

  const correct = (more: Partial<CorrectInput>) =>
    callMutation(bff, secretary, 'identities.correct', {
      ...{ patientId, key: crypto.randomUUID(), version: form.version, traits, reason: 'correction' },
      ...{ contact: { ...contact, relations: { ...relations, trusted: null } } },
      ...{ proof: null, insi: null, attributes: [] },
      ...more,
    });
  for (const [date, reason] of [
    ['2999-01-01', 'in-future'],
    ['1899-01-01', 'before-birth'],
    ['2023-02-30', 'not-a-date'],
  ] as const)
    expect(await issuesOf(await correct({ deceased: { date } }))).toEqual([['deceased.date', reason]]);
  expect((await correct({ deceased: { date: '2024-11' } })).status).toBe(200);
  const after = await fhir.read('Patient', patientId);
  expect(readIdentity(after, new Date()).deceased).toEqual({ date: '2024-11' });
  expect(JSON.stringify(after)).not.toContain('Lucie');
});

it('finds places of birth by name, and says whether the communes are loaded', async () => {
  const places = async (typed: string) =>
    data<PlacesView>(await callQuery(bff, secretary, 'identities.places', { text: typed }));
  expect((await places('maroc')).places).toContainEqual({ code: '99350', name: 'Maroc' });
  expect((await places('Côte d’Iv')).places).toContainEqual({ code: '99326', name: "Côte d'Ivoire" });
  expect((await places('zzzz')).places).toEqual([]);
  expect((await places('')).places).toEqual([]);
});
