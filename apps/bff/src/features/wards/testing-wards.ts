import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectFhir, type FhirClient } from '@keneyapp/fhir-client';
import {
  callMutation,
  callQuery,
  sandboxSystemToken,
  signInOverHttp,
  startTestBff,
  startTestSandbox,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Encounter, Observation, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll } from 'vitest';
import type { WardRow, WardView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let counter: Server;
/** What the BFF asked of the FHIR server, emptied by who counts. */
export const fhirRequests: string[] = [];
export let fhir: FhirClient;
export let doctor: Visitor;
export let nurse: Visitor;
export let pharmacist: Visitor;
export let radiologist: Visitor;

const hour = 3_600_000;
export const ago = (hours: number) => new Date(Date.now() - hours * hour).toISOString();
const place = (id: string, kind: string, name: string, partOf?: string): Resource => ({
  resourceType: 'Location',
  id,
  status: 'active',
  name,
  physicalType: { coding: [{ code: kind }] },
  ...(partOf ? { partOf: { reference: `Location/${partOf}` } } : {}),
});
const role = (id: string, who: string, unit: string): Resource => ({
  resourceType: 'PractitionerRole',
  id,
  active: true,
  practitioner: { reference: `Practitioner/${who}` },
  organization: { reference: `Organization/${unit}` },
  location: [{ reference: `Location/ward-${unit}` }],
});

/** Two units of two beds each; the doctor and the nurse work in the first, the doctor in the second too. */
const house: Resource[] = [
  ...['cardio', 'neuro'].flatMap((unit): Resource[] => [
    { resourceType: 'Organization', id: unit, active: true, name: `Service de ${unit}` },
    place(`ward-${unit}`, 'wa', unit),
    place(`room-${unit}`, 'ro', 'Chambre 2', `ward-${unit}`),
    place(`bed-${unit}-1`, 'bd', 'Lit 1', `room-${unit}`),
    place(`bed-${unit}-2`, 'bd', 'Lit 2', `room-${unit}`),
  ]),
  role('role-doctor', 'pract-medecin', 'cardio'),
  role('role-doctor-2', 'pract-medecin', 'neuro'),
  role('role-nurse', 'pract-infirmier', 'cardio'),
];

beforeAll(async () => {
  sandbox = await startTestSandbox();
  counter = createServer((req, res) => {
    fhirRequests.push(`${req.method} ${req.url}`);
    const whole = { method: req.method, headers: req.headers };
    req.pipe(
      ask(new URL(req.url ?? '', sandbox.baseUrl), whole, (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      }),
    );
  });
  await new Promise<void>((resolve) => void counter.listen(0, '127.0.0.1', resolve));
  const { port } = counter.address() as AddressInfo;
  bff = await startTestBff(sandbox, { env: { FHIR_URL: `http://127.0.0.1:${port}/fhir` } });
  const token = await sandboxSystemToken(sandbox);
  fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: () => Promise.resolve(token) });
  for (const resource of house) await put(resource);
  [doctor, nurse, pharmacist, radiologist] = (await Promise.all(
    ['medecin', 'infirmier', 'pharmacien', 'radiologue'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor, Visitor];
}, 180_000);
afterAll(async () => {
  await bff?.stop();
  counter?.close();
  counter?.closeAllConnections();
  await sandbox?.stop();
});

export const put = <R extends Resource>(resource: R) => fhir.update(resource as R & { id: string });
export async function person(id: string, family: string, given: string, birthDate = '1957-03-14') {
  await put({ resourceType: 'Patient', id, gender: 'female', birthDate, name: [{ family, given: [given] }] });
  return { reference: patientReference(id) };
}

/** Somebody in a bed of cardiology since the day before yesterday. */
export const stay = (id: string, patient: string, more: Partial<Encounter> = {}) =>
  put<Encounter>({
    resourceType: 'Encounter',
    id,
    status: 'in-progress',
    class: { code: 'IMP' },
    subject: { reference: patientReference(patient) },
    period: { start: ago(48) },
    serviceProvider: { reference: 'Organization/cardio', display: 'Service de cardio' },
    location: [{ location: { reference: 'Location/bed-cardio-1' }, status: 'active' }],
    reasonCode: [{ text: 'Insuffisance cardiaque' }],
    ...more,
  });

export const observation = (patient: string, code: string, more: Partial<Observation>): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  subject: { reference: patientReference(patient) },
  code: { coding: [{ system: /^\d{10}/.test(code) ? 'http://snomed.info/sct' : 'http://loinc.org', code }] },
  ...more,
});
export const potassium = (patient: string, value: number, more: Partial<Observation> = {}) =>
  fhir.create(
    observation(patient, '2823-3', {
      category: [{ coding: [{ code: 'laboratory' }] }],
      effectiveDateTime: ago(3),
      issued: ago(2),
      valueQuantity: { value, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
      referenceRange: [{ low: { value: 3.5 }, high: { value: 5 } }],
      ...more,
    }),
  );

async function dataOf<T>(response: Response): Promise<T> {
  const body = (await response.json()) as { result?: { data: T } };
  if (!body.result) throw new Error(`failed: ${response.status}`);
  return body.result.data;
}
export const wardOf = async (who: Visitor) => dataOf<WardView>(await callQuery(bff, who, 'wards.list'));
/** Any other list of the start page. */
export const listOf = async <T>(who: Visitor, path: string) => dataOf<T>(await callQuery(bff, who, path));
export const statusOf = async (who: Visitor, path: string) => (await callQuery(bff, who, path)).status;
export const refusal = async (who: Visitor) => (await callQuery(bff, who, 'wards.list')).status;
export const choose = async (who: Visitor, unit: string | null) =>
  dataOf<null>(await callMutation(bff, who, 'wards.choose', { unit }));
export async function rowOf(who: Visitor, patient: string): Promise<WardRow | undefined> {
  return (await wardOf(who)).rows.find((row) => row.patient?.id === patient);
}
/** Records a whole set by the form's own procedure, so that the score is the one the application makes. */
export const record = async (who: Visitor, input: object) =>
  dataOf(await callMutation(bff, who, 'vitals.record', input));
