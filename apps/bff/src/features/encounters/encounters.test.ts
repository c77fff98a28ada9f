import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import {
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import type { Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aroundStay, inTimeOfStay, kindNames } from './searches.ts';
import type { StayView } from './stay-view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let server: FhirServer;
let fhir: FhirClient;
let doctor: Visitor;
let nurse: Visitor;

const subject = { reference: 'Patient/stay-1' },
  encounter = { reference: 'Encounter/stay-1-in' };
const within = '2025-03-02T09:00:00+01:00';
const laboratory = {
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
};
const result = (id: string, value: number, at: string, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [laboratory],
  code: { text: 'Potassium', coding: [{ system: 'http://loinc.org', code: '2823-3' }] },
  subject,
  effectiveDateTime: at,
  valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  ...more,
});
const report = (id: string, more: object) => ({
  resourceType: 'DocumentReference',
  id,
  status: 'current',
  subject,
  date: within,
  content: [{ attachment: { contentType: 'text/plain', data: 'YQ==' } }],
  ...more,
});

beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  const stay = (id: string, more: object) => ({
    resourceType: 'Encounter',
    id,
    status: 'finished',
    class: { code: 'IMP' },
    subject,
    period: { start: '2025-03-01T10:00:00+01:00', end: '2025-03-05T10:00:00+01:00' },
    ...more,
  });
  for (const resource of [
    { resourceType: 'Patient', id: 'stay-1', birthDate: '1950-01-01', name: [{ family: 'Séjour' }] },
    { resourceType: 'Patient', id: 'stay-2', birthDate: '1950-01-01', name: [{ family: 'Autre' }] },
    { resourceType: 'Condition', id: 'stay-1-c', subject, code: { text: 'Pneumopathie' } },
    stay('stay-1-in', {
      diagnosis: [{ condition: { reference: 'Condition/stay-1-c' }, use: { text: 'principal' }, rank: 1 }],
    }),
    stay('stay-1-part', { partOf: encounter, class: { code: 'OBSENC' } }),
    stay('stay-1-other', { class: { code: 'AMB' } }),
    stay('stay-1-secret', { meta: { security: [psychiatry] }, reasonCode: [{ text: 'secret' }] }),
    // a nurse of the ward does without the subjects that stigmatise
    stay('stay-1-now', {
      status: 'in-progress',
      period: { start: new Date(Date.now() - 3_600_000).toISOString() },
      participant: [{ individual: { reference: 'Practitioner/pract-infirmier' } }],
    }),
    stay('stay-2-in', { subject: { reference: 'Patient/stay-2' } }),
    ...['refuted', 'provisional', 'entered-in-error'].map((verification) => ({
      ...{ resourceType: 'Condition', id: `stay-1-${verification}`, subject, encounter },
      ...{ code: { text: verification }, recordedDate: within },
      verificationStatus: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: verification },
        ],
      },
    })),
    result('stay-1-k1', 3.1, '2025-03-01T12:00:00+01:00', { encounter }),
    result('stay-1-k2', 4.2, within, { encounter }),
    result('stay-1-wrong', 9, within, { encounter, status: 'entered-in-error' }),
    result('stay-1-na', 139, within, { code: { text: 'Sodium' } }),
    result('stay-1-cl', 99, within, {
      code: { text: 'Chlore' },
      encounter: { reference: 'Encounter/stay-1-other' },
    }),
    result('stay-1-later', 5, '2025-04-01T09:00:00+02:00', { code: { text: 'Calcium' } }),
    report('stay-1-doc', { description: 'Lettre de sortie', context: { encounter: [encounter] } }),
    report('stay-1-hidden', {
      description: 'secret',
      context: { encounter: [encounter] },
      meta: { security: [psychiatry] },
    }),
  ] as Resource[])
    await fhir.update(resource as Resource & { id: string });
  await entrustPatients(sandbox, ['stay-1', 'stay-2'], ['medecin']);
  [doctor, nurse] = (await Promise.all(
    ['medecin', 'infirmier'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor];
}, 60_000);
afterAll(async () => {
  await server?.close();
  await sandbox?.stop();
});

const psychiatry = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'PSY' };
const open = (who: Visitor, id: string, patientId = 'stay-1') =>
  callQuery(bff, who, 'encounters.open', { patientId, id });
async function opened(who: Visitor, id: string): Promise<StayView> {
  const response = await open(who, id);
  expect(response.status).toBe(200);
  return ((await response.json()) as { result: { data: StayView } }).result.data;
}

test('a stay shows what names it, and apart what lies in its time and names none', async () => {
  const view = await opened(doctor, 'stay-1-in');
  expect(view.stay).toMatchObject({
    id: 'stay-1-in',
    findings: [
      { name: { text: 'Pneumopathie' }, use: { text: 'principal' }, rank: 1, condition: 'stay-1-c' },
    ],
  });
  expect(view.parts.map(({ id }) => id)).toEqual(['stay-1-part']);
  expect(view.linked.results.map((r) => [r.name.text, r.count, r.date])).toEqual([['Potassium', 2, within]]);
  expect(view.linked.documents.map((d) => d.id).sort()).toEqual(['stay-1-doc', 'stay-1-hidden']);
  // what was ruled out says so, and stands after what was not
  expect(view.linked.problems.map((p) => [p.name.text, p.verification])).toEqual([
    ['provisional', 'provisional'],
    ['refuted', 'refuted'],
  ]);
  // not what another stay has, nor what came later
  expect(view.inTime?.results.map((r) => r.name.text)).toEqual(['Sodium']);
  expect(view.inTime?.documents).toEqual([]);
  expect([view.failed, view.isTruncated]).toEqual([[], false]);
});

test('of more than a page each list has the latest', () => {
  const sorts = [
    ...aroundStay('p', 'e').slice(0, kindNames.length),
    ...inTimeOfStay('p', { from: '2025', to: null }),
  ];
  expect(sorts.map(({ type, params }) => [type, params['_sort']])).toEqual(
    [0, 1].flatMap(() => [
      ['DocumentReference', '-date'],
      ['Composition', '-date'],
      ['DiagnosticReport', '-date'],
      ['Observation', '-date'],
      ['Observation', '-date'],
      ['Procedure', '-date'],
      ['MedicationRequest', '-authoredon'],
      ['MedicationStatement', '-effective'],
      ['ImagingStudy', '-started'],
      ['Condition', '-recorded-date'],
    ]),
  );
});

test('nothing of what is hidden from the reader stands in a stay, and a hidden stay is not there', async () => {
  const view = await opened(nurse, 'stay-1-in');
  expect(view.linked.documents.map((d) => d.id)).toEqual(['stay-1-doc']);
  expect(JSON.stringify(view)).not.toContain('secret');
  for (const id of ['stay-1-secret', 'stay-2-in', 'never-was']) {
    const response = await open(nurse, id);
    expect([id, response.status, await codeOf(response)]).toEqual([id, 404, 'NOT_FOUND']);
  }
  expect((await open(nurse, '../x')).status).toBe(400);
});

const codeOf = async (response: Response) =>
  ((await response.json()) as { error: { data: { code: string } } }).error.data.code;
