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
import { insKey, insSystems } from '@keneyapp/clinical';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { pointersTo } from '@keneyapp/fhir-model/moved-references';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Consent, Observation, Patient } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildConsent } from '../../fhir/build-consent.ts';
import { readResult } from '../../testing-http.ts';
import type { MergeInput } from './schema.ts';
import type { ComparedPairView, MergedView, UndoneView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let secretary: Visitor, doctor: Visitor;
let fhir: FhirClient;

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await startTestBff(sandbox, { env: await besideIt() });
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: async () => token });
  [secretary, doctor] = (await Promise.all(
    ['secretaire', 'medecin'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor];
}, 180_000);
afterAll(() => bff?.stop());

const letters = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(9)), (byte) => 'BCDFGLMPRT'[byte % 10]).join('');
const made = async (more: Partial<Patient> = {}): Promise<Patient & { id: string }> =>
  (await fhir.create<Patient>({
    resourceType: 'Patient',
    active: true,
    identifier: [
      { use: 'usual', system: systems.ipp, value: `M${crypto.randomUUID().slice(0, 12).toUpperCase()}` },
    ],
    name: [{ use: 'official', family: `X${letters()}`, given: ['Zoe'] }],
    gender: 'female',
    birthDate: '1961-02-03',
    ...more,
  })) as Patient & { id: string };
const inputOf = (kept: Patient, other: Patient): MergeInput => ({
  key: crypto.randomUUID(),
  kept: kept.id ?? '',
  other: other.id ?? '',
  versions: { kept: kept.meta?.versionId ?? '', other: other.meta?.versionId ?? '' },
  choices: {},
});
const merge = async (input: MergeInput) =>
  readResult<MergedView>(await callMutation(bff, secretary, 'identities.merge', input));
const undo = async (mergeId: string) =>
  readResult<UndoneView>(
    await callMutation(bff, secretary, 'identities.undoMerge', { key: crypto.randomUUID(), mergeId }),
  );
const measured = (patientId: string) =>
  fhir.create<Observation>({
    resourceType: 'Observation',
    status: 'final',
    code: { text: 'x' },
    subject: { reference: `Patient/${patientId}` },
  });

it('a merge that was undone is not done again by its form sent once more', async () => {
  const [kept, other] = [await made(), await made()];
  const value = await measured(other.id);
  const input = inputOf(kept, other);
  const { data } = await merge(input);
  expect((await undo(data.mergeId)).data).toMatchObject({ movedBack: 1 });
  expect((await merge(input)).status).toBe(412);
  expect(pointersTo(await fhir.read('Observation', value.id ?? ''), other.id)).toHaveLength(1);
});

it('of two people who undo at once both are answered, and it is undone once', async () => {
  const [kept, other] = [await made(), await made()];
  const value = await measured(other.id);
  const { data } = await merge(inputOf(kept, other));
  const both = await Promise.all([undo(data.mergeId), undo(data.mergeId)]);
  expect(both.map(({ status }) => status)).toEqual([200, 200]);
  expect(both.map(({ data: { movedBack } }) => movedBack).sort()).toEqual([0, 1]);
  expect(pointersTo(await fhir.read('Observation', value.id ?? ''), other.id)).toHaveLength(1);
  expect((await fhir.read('Patient', other.id)).active).toBe(true);
});

it('whom the patient keeps out is kept out of both records', async () => {
  const other = await made({ generalPractitioner: [{ reference: 'Practitioner/pract-medecin' }] });
  const kept = await made();
  const closedTo = async (patientId: string) => {
    const answer = await callQuery(bff, doctor, 'patients.banner', { patientId });
    return (await readResult<{ closed: { reason: string } | null }>(answer)).data.closed?.reason ?? null;
  };
  expect(await closedTo(other.id)).toBeNull();
  await fhir.create<Consent>(
    buildConsent({
      ...{ patientId: other.id, kind: 'objection', decision: 'deny' },
      persons: [{ reference: 'Practitioner/pract-medecin', display: 'Dr Claire Moreau' }],
      ...{
        from: null,
        until: null,
        signedOn: null,
        at: new Date(),
        performers: [],
        key: crypto.randomUUID(),
      },
    }),
  );
  const { status, data } = await merge(inputOf(kept, other));
  expect(status).toBe(200);
  for (const id of [kept.id, other.id]) expect(await closedTo(id)).toBe('objection');
  expect((await callQuery(bff, doctor, 'allergies.list', { patientId: other.id })).status).toBe(403);
  expect((await undo(data.mergeId)).status).toBe(200);
  // nobody treats them there any more
  expect([await closedTo(kept.id), await closedTo(other.id)]).toEqual(['no-relation', 'objection']);
});

it('says that what was agreed to in one record is refused in the other', async () => {
  const [one, other] = [await made(), await made()];
  const decided = (patientId: string, decision: 'permit' | 'deny', at: string) =>
    fhir.create<Consent>(
      buildConsent({
        ...{ patientId, decision, kind: 'research', persons: [], performers: [] },
        ...{ from: null, until: null, signedOn: null, at: new Date(at), key: crypto.randomUUID() },
      }),
    );
  const warnings = async () =>
    (
      await readResult<ComparedPairView>(
        await callQuery(bff, secretary, 'identities.comparePair', { patients: [one.id, other.id] }),
      )
    ).data.warnings;
  await decided(one.id, 'deny', '2026-01-02T10:00:00Z');
  expect(await warnings()).not.toContain('different-consents');
  await decided(other.id, 'deny', '2026-01-03T10:00:00Z');
  expect(await warnings()).not.toContain('different-consents');
  await decided(other.id, 'permit', '2026-01-04T10:00:00Z');
  expect(await warnings()).toContain('different-consents');
});

it('undone after the kept record was changed, nothing of the other stays in it', async () => {
  const other = await made({
    generalPractitioner: [{ reference: 'Practitioner/pract-medecin' }],
    contact: [{ name: { text: 'Somebody else’s sister' } }],
    deceasedDateTime: '2026-01-02',
  });
  const kept = await made({ generalPractitioner: [{ reference: 'Practitioner/pract-medecin2' }] });
  const { data } = await merge(inputOf(kept, other));
  const merged = await fhir.read('Patient', kept.id);
  expect(merged).toMatchObject({ contact: other.contact, deceasedDateTime: '2026-01-02' });
  await fhir.update<Patient>({ ...merged, telecom: [{ system: 'email', value: 'new@example.org' }] });
  expect((await undo(data.mergeId)).status).toBe(200);
  const after = await fhir.read('Patient', kept.id);
  expect(after.telecom?.[0]?.value).toBe('new@example.org');
  expect(after.generalPractitioner).toEqual(kept.generalPractitioner);
  expect([after.contact, after.deceasedDateTime]).toEqual([undefined, undefined]);
});

it('undone after a change, two people never have one matricule', async () => {
  const ipp = () => ({
    use: 'usual' as const,
    system: systems.ipp,
    value: `M${crypto.randomUUID().slice(0, 12)}`,
  });
  const reliability = 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability';
  const qualified = {
    system: 'https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-identity-status',
    code: 'QUAL',
  };
  // of nobody else in the record that these tests share
  const thirteen = `261023726${Math.floor(1000 + Math.random() * 9000)}`;
  const matricule = thirteen + (insKey(thirteen) ?? '');
  const other = await made({
    birthDate: '1961-02-04',
    identifier: [ipp(), { use: 'official', system: insSystems.test, value: matricule }],
    extension: [{ url: reliability, extension: [{ url: 'identityStatus', valueCoding: qualified }] }],
  });
  const kept = await made();
  const choices = {
    birthName: 'other',
    birthDate: 'other',
    givenNames: 'other',
    sex: 'other',
    birthPlace: 'other',
  } as const;
  const { data } = await merge({ ...inputOf(kept, other), choices });
  const trust = async (id: string) => {
    const { insStatus, ins } = readIdentity(await fhir.read('Patient', id), new Date());
    return [insStatus, ins?.value ?? null];
  };
  expect(await trust(kept.id)).toEqual(['QUAL', matricule]);
  const merged = await fhir.read('Patient', kept.id);
  await fhir.update<Patient>({ ...merged, telecom: [{ system: 'email', value: 'new@example.org' }] });
  expect((await undo(data.mergeId)).status).toBe(200);
  expect(await trust(kept.id)).toEqual(['PROV', null]);
  expect(await trust(other.id)).toEqual(['QUAL', matricule]);
});
