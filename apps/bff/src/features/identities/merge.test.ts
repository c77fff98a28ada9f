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
import type { MergeInput } from './schema.ts';
import type { ComparedPairView, MergedView, MergesView, UndoneView } from './view.ts';

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

/** What refers to somebody in every way that is met. */
async function chartOf(id: string, beside: string): Promise<Resource[]> {
  const subject = { reference: `Patient/${id}`, display: 'Zoe' };
  const coded = { text: 'x' };
  const act = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' };
  const status = (of: string) => ({
    coding: [{ system: `http://terminology.hl7.org/CodeSystem/${of}`, code: 'active' }],
  });
  const all: Resource[] = [
    { resourceType: 'Observation', status: 'final', code: coded, subject, valueQuantity: { value: 1.5 } },
    { resourceType: 'Observation', status: 'final', code: coded, subject, performer: [subject] },
    {
      resourceType: 'Condition',
      subject,
      asserter: subject,
      recordedDate: '2026-01-02',
      clinicalStatus: status('condition-clinical'),
    },
    {
      resourceType: 'AllergyIntolerance',
      patient: subject,
      clinicalStatus: status('allergyintolerance-clinical'),
      meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
    },
    {
      resourceType: 'Appointment',
      status: 'booked',
      start: '2026-03-01T10:00:00Z',
      end: '2026-03-01T10:20:00Z',
      participant: [
        { status: 'accepted', actor: { display: 'somebody' } },
        { status: 'accepted', actor: subject },
      ],
    },
    { resourceType: 'Encounter', status: 'in-progress', class: act, subject },
    { resourceType: 'Group', type: 'person', actual: true, member: [{ entity: subject }] },
    { resourceType: 'List', status: 'current', mode: 'working', subject, source: subject },
    {
      resourceType: 'Task',
      status: 'requested',
      intent: 'order',
      for: subject,
      requester: subject,
      focus: subject,
    },
    { resourceType: 'Account', status: 'active', subject: [subject] },
    { resourceType: 'Coverage', status: 'active', beneficiary: subject, payor: [subject] },
    { resourceType: 'RelatedPerson', patient: subject },
    { resourceType: 'Person', link: [{ target: subject }] },
    {
      resourceType: 'Linkage',
      item: [
        { type: 'source', resource: subject },
        { type: 'alternate', resource: { reference: `Patient/${beside}` } },
      ],
    },
    { resourceType: 'Basic', code: coded, subject },
    {
      resourceType: 'DocumentReference',
      status: 'current',
      subject,
      content: [{ attachment: { data: 'eA==', contentType: 'text/plain' } }],
    },
    {
      resourceType: 'MedicationRequest',
      status: 'active',
      intent: 'order',
      medicationCodeableConcept: coded,
      subject: { reference: `${sandbox.fhirUrl}/Patient/${id}` },
    },
  ];
  return Promise.all(
    all.map((resource) =>
      fhir.create(resource).catch((e) => {
        console.log(resource.resourceType, JSON.stringify(e.outcome));
        throw e;
      }),
    ),
  );
}
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
  const newer = await fhir.create({
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
