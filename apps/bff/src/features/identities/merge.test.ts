// Long because its cases share one BFF and sandbox, which take seconds to start, and each needs a pair of its own.
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
import { pointersTo } from '@keneyapp/fhir-model/moved-references';
import { systems } from '@keneyapp/fhir-model/systems';
import { insSystems } from '@keneyapp/clinical';
import type { Patient, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { findReferring } from '../../merging/find-referring.ts';
import { readResult } from '../../testing-http.ts';
import { everyReference } from './testing-merge.ts';
import type { CorrectInput, MergeInput } from './schema.ts';
import type { ComparedPairView, IdentityFormView, MergedView, MergesView, UndoneView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let secretary: Visitor, nurse: Visitor, doctor: Visitor;
let fhir: FhirClient;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await startTestBff(sandbox, { env: await besideIt() });
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  [secretary, nurse, doctor] = (await Promise.all(
    ['secretaire', 'infirmier', 'medecin'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
}, 180_000);
afterAll(() => bff?.stop());

const letters = (count = 9) =>
  Array.from(crypto.getRandomValues(new Uint8Array(count)), (byte) => 'BCDFGLMPRT'[byte % 10]).join('');
const number = () => `M${crypto.randomUUID().slice(0, 12).toUpperCase()}`;

const person = (more: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient',
  active: true,
  identifier: [{ use: 'usual', system: systems.ipp, value: number() }],
  name: [{ use: 'official', family: `X${letters()}`, given: ['Zoe'] }],
  gender: 'female',
  birthDate: '1961-02-03',
  ...more,
});
const made = async (patient: Patient): Promise<Patient & { id: string }> =>
  (await fhir.create(patient)) as Patient & { id: string };

/** Two records of one person, the second spelt otherwise. */
async function pair(more: { kept?: Partial<Patient>; other?: Partial<Patient> } = {}) {
  const kept = await made(person(more.kept));
  const other = await made(person({ birthDate: '1961-02-04', ...more.other }));
  return { kept, other };
}
const inputOf = (
  { kept, other }: { kept: Patient; other: Patient },
  more: Partial<MergeInput> = {},
): MergeInput => ({
  key: crypto.randomUUID(),
  kept: kept.id ?? '',
  other: other.id ?? '',
  versions: { kept: kept.meta?.versionId ?? '', other: other.meta?.versionId ?? '' },
  choices: {},
  ...more,
});
const merge = async (input: MergeInput, visitor = secretary) =>
  readResult<MergedView>(await callMutation(bff, visitor, 'identities.merge', input));
const compare = async (one: string, other: string, visitor = secretary) =>
  readResult<ComparedPairView>(
    await callQuery(bff, visitor, 'identities.comparePair', { patients: [one, other] }),
  );
const mergesOf = async (patientId: string) =>
  (await readResult<MergesView>(await callQuery(bff, secretary, 'identities.mergesOf', { patientId }))).data
    .merges;
const undo = async (mergeId: string, visitor = secretary) =>
  readResult<UndoneView>(
    await callMutation(bff, visitor, 'identities.undoMerge', { key: crypto.randomUUID(), mergeId }),
  );
const bare = ({ meta, ...rest }: Resource) => {
  const { versionId: _version, lastUpdated: _at, ...said } = meta ?? {};
  return { ...rest, meta: said };
};

const chartOf = (id: string, beside: string): Promise<Resource[]> =>
  Promise.all(everyReference(sandbox.fhirUrl, id, beside).map((one) => fhir.create<Resource>(one)));
const again = (all: readonly Resource[]) =>
  Promise.all(all.map(({ resourceType, id }) => fhir.read(resourceType, id ?? '')));

it('moves everything that refers to a record, and puts it back as it was', async () => {
  const { kept, other } = await pair({
    kept: { generalPractitioner: [{ reference: 'Practitioner/a' }] },
    other: {
      generalPractitioner: [{ reference: 'Practitioner/b' }],
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
    },
  });
  const chart = await chartOf(other.id, kept.id);
  const before = await compare(kept.id, other.id);
  expect(before.data).toMatchObject({ hindrances: [], warnings: ['different-birth-date'] });
  expect(before.data.differs).toEqual(['birthName', 'birthDate']);
  // the allergy is labelled: it is not counted, and moves
  expect(before.data.sides[1].moves).toEqual({
    stays: 1,
    appointments: 1,
    documents: 1,
    images: 0,
    others: chart.length - 4,
    drafts: 0,
  });
  const { status, data } = await merge(inputOf({ kept, other }, { choices: { birthDate: 'other' } }));
  expect(status).toBe(200);
  expect(data.moved).toBe(chart.length - 1);
  expect(await findReferring(fhir, other.id)).toEqual([]);
  for (const moved of await again(chart)) {
    expect(pointersTo(moved, other.id)).toEqual([]);
    expect(pointersTo(moved, kept.id).length).toBeGreaterThan(0);
  }
  const [one, leading] = await Promise.all([fhir.read('Patient', kept.id), fhir.read('Patient', other.id)]);
  const ipp = other.identifier?.[0]?.value;
  expect(readIdentity(one, new Date())).toMatchObject({
    birthDate: '1961-02-04',
    birthName: kept.name?.[0]?.family?.toUpperCase(),
    ipp: kept.identifier?.[0]?.value,
    confidential: true,
  });
  expect(one.identifier).toContainEqual(expect.objectContaining({ use: 'old', value: ipp }));
  expect(one.generalPractitioner).toHaveLength(2);
  expect(one.link).toEqual([{ other: { reference: `Patient/${other.id}` }, type: 'replaces' }]);
  expect(leading).toMatchObject({ active: false, name: other.name });
  expect(readIdentity(leading, new Date()).replacedBy).toBe(kept.id);
  // sent again with another key it is refused; what was merged cannot be merged
  expect((await merge(inputOf({ kept: one, other: leading }))).error).toMatchObject({
    code: 'CONFLICT',
    reason: 'already-merged',
  });

  const [told] = await mergesOf(kept.id);
  expect(told).toMatchObject({
    direction: 'into',
    mergeId: data.mergeId,
    other: { patientId: other.id, ipp },
    moved: chart.length - 1,
    madeSince: 0,
    mayUndo: true,
    undone: null,
  });
  expect((await mergesOf(other.id))[0]).toMatchObject({ direction: 'from', other: { patientId: kept.id } });
  // what is made now stays with the kept one
  const newer: Resource = await fhir.create<Resource>({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'after' },
    subject: { reference: `Patient/${kept.id}` },
  });
  expect((await mergesOf(kept.id))[0]?.madeSince).toBe(1);
  expect((await undo(data.mergeId)).data).toEqual({
    patientId: other.id,
    movedBack: chart.length,
    stayed: 0,
  });
  expect((await again(chart)).map(bare)).toEqual(chart.map(bare));
  expect((await again([kept, other])).map(bare)).toEqual([kept, other].map(bare));
  expect(pointersTo(await fhir.read('Observation', newer.id ?? ''), kept.id)).toHaveLength(1);
  expect((await mergesOf(other.id))[0]).toMatchObject({ mayUndo: false, undone: { by: expect.any(String) } });
});

const insOf = (value: string) => ({ use: 'official' as const, system: insSystems.test, value });
const status = (code: string) => ({
  extension: [
    {
      url: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability',
      extension: [
        {
          url: 'identityStatus',
          valueCoding: { system: 'https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-identity-status', code },
        },
      ],
    },
  ],
});
const matricule = '185057512345673';

it('a matricule stands only where the traits are those it was given for', async () => {
  const qualified = { identifier: [...(person().identifier ?? []), insOf(matricule)], ...status('QUAL') };
  const state = async (id: string) => {
    const identity = readIdentity(await fhir.read('Patient', id), new Date());
    return [identity.insStatus, identity.ins?.value ?? null];
  };
  const traits = { birthName: 'other', birthDate: 'other', givenNames: 'other' } as const;
  // all of the other's: what was proven of them
  const all = await pair({ other: qualified });
  expect(
    (await merge(inputOf(all, { choices: { ...traits, sex: 'other', birthPlace: 'other' } }))).status,
  ).toBe(200);
  expect(await state(all.kept.id)).toEqual(['QUAL', matricule]);
  // the kept one's own
  const own = await pair({ kept: qualified });
  expect((await merge(inputOf(own))).status).toBe(200);
  expect(await state(own.kept.id)).toEqual(['QUAL', matricule]);
  // of both a part: nobody ever proved this person
  for (const mixed of [await pair({ kept: qualified }), await pair({ other: qualified })]) {
    expect((await merge(inputOf(mixed, { choices: { birthDate: 'other' } }))).status).toBe(200);
    expect((await state(mixed.kept.id))[1]).toBeNull();
    expect((await state(mixed.kept.id))[0]).not.toBe('QUAL');
  }
  const two = await pair({
    kept: qualified,
    other: { identifier: [...(person().identifier ?? []), insOf('255068512345633')], ...status('QUAL') },
  });
  expect((await compare(two.kept.id, two.other.id)).data.hindrances).toEqual(['two-matricules']);
  expect((await merge(inputOf(two))).error.reason).toBe('two-matricules');
});

it('refuses a chain, other versions, one record, and whoever may not', async () => {
  const { kept, other } = await pair();
  const stale = inputOf({ kept, other }, { versions: { kept: '7', other: other.meta?.versionId ?? '' } });
  expect((await merge(stale)).status).toBe(412);
  expect((await merge(inputOf({ kept, other: kept }))).error.reason).toBe('same-record');
  for (const visitor of [nurse, doctor]) {
    expect((await merge(inputOf({ kept, other }), visitor)).status).toBe(403);
    expect((await compare(kept.id, other.id, visitor)).status).toBe(403);
  }
  expect((await merge(inputOf({ kept, other }))).status).toBe(200);
  const third = await made(person());
  const now = await fhir.read('Patient', kept.id);
  expect((await compare(kept.id, third.id)).data.sides[0].mustBeKept).toBe(true);
  expect((await merge(inputOf({ kept: third, other: now }))).error.reason).toBe('chain');
  expect((await merge(inputOf({ kept: now, other: third }))).status).toBe(200);
  // what leads on is written no more: whoever has it open is led on
  const { version } = (
    await readResult<IdentityFormView>(
      await callQuery(bff, secretary, 'identities.form', { patientId: other.id }),
    )
  ).data;
  const correction: CorrectInput & { patientId: string } = {
    ...{ patientId: other.id, key: crypto.randomUUID(), version, reason: 'correction' },
    traits: {
      ...{ birthName: 'ESSAI', firstGivenName: 'ZOE', givenNames: ['ZOE'], sex: 'female' },
      birthDate: { known: '1961-02-03', isEstimated: false },
      birthPlace: { code: '75112', name: 'Paris 12e' },
    },
    contact: { usedName: null, usedGivenName: null, home: null, telephones: [], email: null },
    ...{ proof: null, insi: null, attributes: [] },
  };
  const late = await readResult(await callMutation(bff, secretary, 'identities.correct', correction));
  expect([late.status, late.error.reason]).toEqual([409, 'leads-on']);
  const banner = await readResult<{ replacedBy: { patientId: string; since: string } }>(
    await callQuery(bff, secretary, 'patients.banner', { patientId: other.id }),
  );
  expect(banner.data.replacedBy).toEqual({ patientId: kept.id, since: expect.stringMatching(/^\d{4}-/) });
});

it('of two people at once one merges, and the other is told', async () => {
  const { kept, other } = await pair();
  await chartOf(other.id, kept.id);
  const [one, two] = await Promise.all([
    merge(inputOf({ kept, other })),
    merge(inputOf({ kept: other, other: kept })),
  ]);
  expect([one.status, two.status].filter((code) => code === 200)).toHaveLength(1);
  const refused = one.status === 200 ? two : one;
  expect([409, 412]).toContain(refused.status);
  const records = await Promise.all([fhir.read('Patient', kept.id), fhir.read('Patient', other.id)]);
  expect(records.filter(({ active }) => active === false)).toHaveLength(1);
});

it('the form sent twice merges once; a large chart moves in parts, and back', async () => {
  const { kept, other } = await pair();
  const count = 620;
  await fhir.transaction({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: Array.from({ length: count }, (_, i) => ({
      request: { method: 'POST' as const, url: 'Observation' },
      resource: {
        resourceType: 'Observation' as const,
        status: 'final' as const,
        code: { text: `value ${i}` },
        subject: { reference: `Patient/${other.id}` },
      },
    })),
  });
  const input = inputOf({ kept, other });
  const first = await merge(input);
  expect(first.data).toMatchObject({ patientId: kept.id, mergeId: expect.any(String) });
  // a crowded machine may take longer than a person waits: the rest follows
  await expect
    .poll(async () => (await findReferring(fhir, other.id)).length, { timeout: 60_000, interval: 1_000 })
    .toBe(0);
  await expect.poll(async () => (await mergesOf(kept.id))[0]?.moved, { timeout: 20_000 }).toBe(count);
  expect((await merge(input)).data).toEqual({ ...first.data, moved: count, isWhole: true });
  expect(await mergesOf(kept.id)).toHaveLength(1);
  expect((await undo(first.data.mergeId)).data).toMatchObject({ movedBack: count, stayed: 0 });
  expect(await findReferring(fhir, other.id)).toHaveLength(count);
}, 120_000);

it('what arrives late is followed; what was changed since is not undone', async () => {
  const { kept, other } = await pair();
  const { data } = await merge(inputOf({ kept, other }));
  const late = await fhir.create<Resource>({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'late' },
    subject: { reference: `Patient/${other.id}` },
  });
  await expect
    .poll(async () => pointersTo(await fhir.read('Observation', late.id ?? ''), kept.id).length, {
      timeout: 40_000,
      interval: 500,
    })
    .toBe(1);
  await expect.poll(async () => (await mergesOf(kept.id))[0]?.moved, { timeout: 10_000 }).toBe(1);
  const now = await fhir.read('Patient', kept.id);
  await fhir.update<Patient>({ ...now, telecom: [{ system: 'email', value: 'new@example.org' }] });
  expect((await undo(data.mergeId)).data).toMatchObject({ movedBack: 1 });
  const [one, two] = await Promise.all([fhir.read('Patient', kept.id), fhir.read('Patient', other.id)]);
  expect(one.telecom?.[0]?.value).toBe('new@example.org');
  expect(one.link).toBeUndefined();
  expect(one.identifier).toEqual(kept.identifier);
  expect(bare(two)).toEqual(bare(other));
  expect(pointersTo(await fhir.read('Observation', late.id ?? ''), other.id)).toHaveLength(1);
}, 90_000);

it('lists show the kept record alone, the old number finds it, and the trail knows of both', async () => {
  const { kept, other } = await pair();
  const officer = await signInOverHttp(bff, sandbox, 'dpo');
  await compare(kept.id, other.id);
  await callQuery(bff, secretary, 'identities.form', { patientId: other.id });
  expect((await merge(inputOf({ kept, other }))).status).toBe(200);
  const search = async (query: string) =>
    (
      await readResult<{ hits: { id: string }[] }>(
        await callQuery(bff, secretary, 'patients.search', { query, limit: 20 }),
      )
    ).data.hits.map(({ id }) => id);
  for (const words of [other.identifier?.[0]?.value, other.name?.[0]?.family, kept.name?.[0]?.family])
    expect(await search(words ?? '')).toEqual([kept.id]);
  const trail = async (patientId: string) =>
    (
      await readResult<{ rows: { operation: string; patientId: string | null }[] }>(
        await callQuery(bff, officer, 'audit.search', { patientId, listed: true, limit: 50 }),
      )
    ).data.rows.map(({ operation, patientId: of }) => `${operation} ${of ?? ''}`);
  const ofKept = await trail(kept.id);
  expect(ofKept).toContain('identities.merge ');
  expect(ofKept).toContain(`identities.form ${other.id}`);
  expect(await trail(other.id)).toContain('identities.merge ');
});
