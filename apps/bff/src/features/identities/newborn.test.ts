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
import { matches } from '@keneyapp/fhir-model/bundles';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { birthTimeOf } from '@keneyapp/fhir-model/identity-traits';
import type { Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { NewbornsView, RegisterNewbornInput } from './newborn-schema.ts';
import type { LookAlikesView, OpenIdentitiesView, RegisteredView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let secretary: Visitor, nurse: Visitor, pharmacist: Visitor;
let fhir: FhirClient;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await startTestBff(sandbox, { env: { ...(await besideIt()), HOSPITAL_COMMUNE: '37261 Tours' } });
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  [secretary, nurse, pharmacist] = (await Promise.all(
    ['secretaire', 'infirmier', 'pharmacien'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
}, 180_000);
afterAll(() => bff?.stop());

interface Answer<T> {
  result?: { data: T };
  error?: {
    data: { reason: string | null; code: string; issues: { path: string[]; message: string }[] | null };
  };
}
const data = async <T>(response: Response): Promise<T> => {
  const body = (await response.json()) as Answer<T>;
  expect(body.error).toBeUndefined();
  return (body.result as { data: T }).data;
};
const reasonOf = async (response: Response): Promise<unknown> => {
  const { error } = (await response.json()) as Answer<never>;
  return (
    error?.data.issues?.map(({ path, message }) => [path.join('.'), message]) ??
    error?.data.reason ??
    error?.data.code
  );
};
/** Letters alone: a name of the civil registry has no figures. */
const unique = () =>
  [...crypto.getRandomValues(new Uint8Array(7))]
    .map((byte) => 'BCDFGLMPRT'[byte % 10])
    .join('A')
    .slice(0, 11);
const day = new Date(Date.now() - 36 * 3_600_000).toISOString().slice(0, 10);

const newMother = async () => {
  const birthName = `M${unique()}`;
  const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint8Array(3));
  const birthDate = `${1970 + (a % 35)}-0${1 + (b % 9)}-${10 + (c % 19)}`;
  const mother = { birthName, birthDate };
  const { patientId } = await data<RegisteredView>(
    await callMutation(bff, secretary, 'identities.register', {
      key: crypto.randomUUID(),
      traits: {
        ...{ birthName, firstGivenName: `Z${unique()}`, givenNames: [], sex: 'female' },
        birthDate: { known: mother.birthDate, isEstimated: false },
        birthPlace: { code: '75112', name: 'Paris 12e' },
      },
      contact: { usedName: null, usedGivenName: null, home: null, telephones: [], email: null },
      ...{ proof: null, insi: null, attributes: [], others: [] },
    }),
  );
  return { patientId, mother };
};
const form = (
  { patientId, mother }: Awaited<ReturnType<typeof newMother>>,
  more: Partial<RegisterNewbornInput> = {},
): RegisterNewbornInput & { patientId: string } => ({
  patientId,
  key: crypto.randomUUID(),
  mother,
  birthName: null,
  birthDate: day,
  birthPlace: { code: '37261', name: 'Tours' },
  children: [{ firstGivenName: null, sex: 'female', birthTime: `${day}T04:12:00+01:00` }],
  others: [],
  ...more,
});
const register = (visitor: Visitor, input: RegisterNewbornInput) =>
  callMutation(bff, visitor, 'identities.registerNewborn', input);
const relativesOf = async (patientId: string) =>
  matches(await fhir.search('RelatedPerson', { patient: `Patient/${patientId}` }), 'RelatedPerson');

it('registers twins in one step under numbers of their own, once, and says whose they are', async () => {
  const hers = await newMother();
  const input = form(hers, {
    children: [
      { firstGivenName: null, sex: 'male', birthTime: `${day}T04:12:00+01:00` },
      { firstGivenName: null, sex: 'male', birthTime: null },
    ],
  });
  const made = await data<NewbornsView>(await register(nurse, input));
  expect(await data<NewbornsView>(await register(nurse, input))).toEqual(made);
  expect(new Set(made.children.map(({ ipp }) => ipp)).size).toBe(2);
  for (const [i, { patientId, ipp }] of made.children.entries()) {
    const child = await fhir.read('Patient', patientId);
    expect(readIdentity(child, new Date())).toMatchObject({
      birthName: hers.mother.birthName.toUpperCase(),
      givenNames: ['SANS PRENOM'],
      birthDate: day,
      multipleBirth: { order: i + 1 },
      insStatus: 'PROV',
      ipp,
    });
    expect(birthTimeOf(child)).toBe(i === 0 ? `${day}T04:12:00+01:00` : null);
    expect(child).not.toHaveProperty('link');
    expect(await relativesOf(patientId)).toMatchObject([{ relationship: [{ coding: [{ code: 'MTH' }] }] }]);
  }
  expect(await relativesOf(hers.patientId)).toHaveLength(2);
  // whom a nurse registers, she does not open
  for (const { patientId } of made.children)
    expect((await callQuery(bff, nurse, 'identities.form', { patientId })).status).toBe(403);
  expect((await callQuery(bff, nurse, 'identities.form', { patientId: hers.patientId })).status).toBe(403);
  // twins wait for nobody to tell them apart
  const { suspects } = await data<OpenIdentitiesView>(await callQuery(bff, secretary, 'identities.open'));
  const ids = made.children.map(({ patientId }) => patientId);
  expect(suspects.filter(({ patients }) => patients.every(({ id }) => ids.includes(id)))).toEqual([]);
  // who registers the same birth once more is told, and may say that it is another
  const again = form(hers, { children: [{ firstGivenName: null, sex: 'male', birthTime: null }] });
  expect(await reasonOf(await register(secretary, again))).toBe('look-alike');
  const { found } = await data<LookAlikesView>(
    await callQuery(bff, secretary, 'identities.alike', {
      birthName: hers.mother.birthName,
      firstGivenName: 'SANS PRENOM',
      birthDate: day,
      sex: 'male',
    }),
  );
  const others = found.map(({ patient }) => patient.id);
  expect(others).toEqual(expect.arrayContaining(ids));
  expect((await register(secretary, { ...again, key: crypto.randomUUID(), others })).status).toBe(200);
});

it('is refused with the field that is wrong: another mother, a time of another day, a birth outside her life', async () => {
  const hers = await newMother();
  const refused = async (more: Partial<RegisterNewbornInput>) =>
    reasonOf(await register(secretary, form(hers, more)));
  expect(await refused({ mother: { birthName: 'AUTRE', birthDate: hers.mother.birthDate } })).toEqual([
    ['mother.birthName', 'not-hers'],
  ]);
  expect(await refused({ mother: { ...hers.mother, birthDate: '' } })).toEqual([
    ['mother.birthDate', 'not-hers'],
  ]);
  expect(await refused({ birthDate: '1950-01-01' })).toEqual([['birthDate', 'not-in-her-life']]);
  expect(
    await refused({
      children: [{ firstGivenName: 'L3a', sex: 'female', birthTime: '2020-01-01T04:00:00+01:00' }],
    }),
  ).toEqual([
    ['children.0.firstGivenName', 'characters'],
    ['children.0.birthTime', 'other-day'],
  ]);
  expect(await refused({ birthPlace: { code: '', name: null } })).toEqual([['birthPlace', 'empty']]);
  expect((await register(pharmacist, form(hers))).status).toBe(403);
  const his = await newMother();
  await fhir.update<Patient>({ ...(await fhir.read('Patient', his.patientId)), gender: 'male' });
  expect(await reasonOf(await register(secretary, form(his)))).toEqual([['mother.birthName', 'not-hers']]);
  expect(await data(await callQuery(bff, secretary, 'identities.birthplace'))).toEqual({
    code: '37261',
    name: 'Tours',
  });
});
