import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import {
  callMutation,
  callQuery,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type Visitor,
} from '@keneyapp/config/testing';
import type { Resource } from '@medplum/fhirtypes';
import { beforeAll, expect, it } from 'vitest';
import type { RecentPrescription, RecentPrescriptions } from './view.ts';

let bff: RunningBff, fhir: FhirClient, pharmacist: Visitor;

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const veryRestricted = {
  meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'V' }] },
};
const of = (patient: string) => ({ subject: { reference: `Patient/${patient}` } });
const put = (resource: object) => fhir.update(resource as Resource & { id: string });
const person = (id: string, family: string) =>
  put({ resourceType: 'Patient', id, birthDate: '1950-01-01', name: [{ family, given: ['Anne'] }] });
/** What is in the house somewhere, a pharmacist may open; but for the labels this ties them to. */
const stay = (id: string, patient: string, more: object = {}) =>
  put({
    ...{ resourceType: 'Encounter', id, status: 'in-progress', class: { code: 'IMP' }, ...of(patient) },
    period: { start: hoursAgo(20) },
    ...more,
  });
const condition = (id: string, patient: string, more: object) =>
  put({
    ...{ resourceType: 'Condition', id, ...of(patient), code: { text: 'Secretum' } },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    ...more,
  });
const prescription = (id: string, patient: string, more: object = {}) =>
  put({
    ...{ resourceType: 'MedicationRequest', id, status: 'active', intent: 'order', ...of(patient) },
    ...{ medicationCodeableConcept: { text: `Remedium ${id}` }, authoredOn: hoursAgo(3) },
    ...more,
  });

/** The list as it was sent, and what of it is of these tests. */
async function recent(): Promise<{ text: string; rows: RecentPrescription[] }> {
  const response = await callQuery(bff, pharmacist, 'medications.listRecent');
  expect(response.status).toBe(200);
  const text = await response.text();
  const { rows } = (JSON.parse(text) as { result: { data: RecentPrescriptions } }).result.data;
  return { text, rows: rows.filter(({ key }) => key.startsWith('recent-')) };
}
const lineOf = async (key: string) => (await recent()).rows.find((row) => row.key === key)?.line;

beforeAll(async () => {
  const sandbox = await sharedSandbox();
  bff = await sharedBff();
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: () => Promise.resolve(token) });
  pharmacist = await signInOverHttp(bff, sandbox, 'pharmacien');
  await person('recent-1', 'Ouvert');
  await stay('recent-stay', 'recent-1');
  await stay('recent-secret', 'recent-1', {
    ...{ status: 'finished', period: { start: hoursAgo(400), end: hoursAgo(300) } },
    ...veryRestricted,
  });
}, 180_000);

it('shows what is new and what was changed in charts that are open, and nothing of those that are closed', async () => {
  await person('recent-away', 'Absente');
  await prescription('recent-of-away', 'recent-away');
  await prescription('recent-new', 'recent-1');
  const old = await prescription('recent-changed', 'recent-1', { authoredOn: hoursAgo(24 * 20) });
  await put({ ...old, dosageInstruction: [{ text: 'un le soir' }] });
  await prescription('recent-mistake', 'recent-1', { intent: 'plan' });
  const { text, rows } = await recent();
  expect(rows.map(({ key, change, patient }) => [key, change, patient.id])).toEqual([
    ['recent-changed', 'changed', 'recent-1'],
    ['recent-new', 'new', 'recent-1'],
  ]);
  expect(rows[0]?.line.dosages).toMatchObject([{ text: 'un le soir' }]);
  expect(text).not.toMatch(/recent-away|recent-of-away|Absente/);
});

it('shows what is prescribed whatever its label, and not what for, where that is hidden by itself or by its stay', async () => {
  const encounter = { reference: 'Encounter/recent-secret' };
  await condition('recent-plain', 'recent-1', { code: { text: 'Angor' } });
  await condition('recent-v', 'recent-1', veryRestricted);
  await condition('recent-of-v', 'recent-1', { encounter });
  await prescription('recent-labelled', 'recent-1', veryRestricted);
  await prescription('recent-of-stay', 'recent-1', { encounter });
  for (const [id, reason] of [
    ['recent-for', 'recent-plain'],
    ['recent-for-v', 'recent-v'],
    ['recent-for-of-v', 'recent-of-v'],
  ])
    await prescription(id ?? '', 'recent-1', {
      reasonReference: [
        { reference: `Condition/${reason}`, display: reason === 'recent-plain' ? 'Angor' : 'Secretum' },
      ],
      ...(reason === 'recent-plain' ? {} : { reasonCode: [{ text: 'Secretum' }] }),
    });
  const { text, rows } = await recent();
  const keys = rows.map(({ key }) => key);
  // a pharmacist judges the whole of the prescriptions
  for (const key of ['recent-labelled', 'recent-of-stay', 'recent-for-v', 'recent-for-of-v'])
    expect(keys).toContain(key);
  expect((await lineOf('recent-for'))?.reasons).toMatchObject([{ text: 'Angor' }]);
  for (const key of ['recent-for-v', 'recent-for-of-v']) expect((await lineOf(key))?.reasons).toEqual([]);
  expect(text).not.toContain('Secretum');
});

it('leaves out a chart that an emergency alone opened', async () => {
  const patientId = 'recent-emergency';
  await person(patientId, 'Urgence');
  await prescription('recent-of-emergency', patientId);
  const listed = async () => (await callQuery(bff, pharmacist, 'medications.list', { patientId })).status;
  expect(await listed()).toBe(403);
  const opened = await callMutation(bff, pharmacist, 'emergency.request', { patientId, kind: 'vital' });
  expect(opened.status).toBe(200);
  expect(await listed()).toBe(200);
  expect((await recent()).text).not.toMatch(/recent-of-emergency|recent-emergency|Urgence/);
  // once the patient is in the house it is a chart like the others
  await stay('recent-stay-emergency', patientId);
  await callMutation(bff, pharmacist, 'emergency.end', { patientId });
  await expect
    .poll(async () => (await recent()).rows.map(({ key }) => key), { timeout: 20_000 })
    .toContain('recent-of-emergency');
});
