import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import {
  callMutation,
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import type { CorrectInput, EnteredInErrorInput, RecordInput } from './schema.ts';
import type { Measure, MeasureName, WrittenView } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

let sandbox: RunningSandbox;
let bff: RunningBff;
let server: FhirServer;
export let fhir: FhirClient;
export let doctor: Visitor;
export let nurse: Visitor;
export let secretary: Visitor;
export let pharmacist: Visitor;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  [doctor, nurse, secretary, pharmacist] = (await Promise.all(
    ['medecin', 'infirmier', 'secretaire', 'pharmacien'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor, Visitor];
});
afterAll(async () => {
  await server?.close();
  await sandbox?.stop();
});
interface Failure {
  code: string;
  issues: { path: (string | number)[]; message: string }[] | null;
}
async function data<T>(response: Response): Promise<T> {
  const body = (await response.json()) as { result?: { data: T }; error?: { data: Failure } };
  if (!body.result) throw Object.assign(new Error(`failed: ${body.error?.data.code}`), body.error?.data);
  return body.result.data;
}
export const ask = async <T>(who: Visitor, path: string, input: unknown) =>
  data<T>(await callQuery(bff, who, path, input));
const tell = async <T>(who: Visitor, path: string, input: unknown) =>
  data<T>(await callMutation(bff, who, path, input));
export const failure = async (call: Promise<unknown>): Promise<Failure> =>
  call.then(
    () => {
      throw new Error('was accepted');
    },
    (e: Failure) => ({
      code: e.code,
      issues: e.issues?.map(({ path, message }) => ({ path, message })) ?? null,
    }),
  );
export async function patient(birthDate = '1960-03-04'): Promise<string> {
  const id = `vitals-${randomUUID()}`; // nobody else's: the servers are shared
  await fhir.update({
    resourceType: 'Patient',
    id,
    birthDate,
    gender: 'female',
    name: [{ use: 'official', family: 'Essai', given: ['Anne'] }],
  });
  await entrustPatients(sandbox, [id]);
  return id;
}
export const full = {
  systolic: 128,
  diastolic: 76,
  heartRate: 72,
  respiratoryRate: 16,
  oxygenSaturation: 98,
  temperature: 36.8,
} as const;
export const set = (change: Partial<RecordInput> = {}): RecordInput => ({
  key: randomUUID(),
  takenAt: '2026-03-01T08:30:00+01:00',
  values: full,
  consciousness: 'alert',
  oxygen: { source: 'air' },
  ...change,
});
/** The browser makes a key when a form opens. */
type Keyless<Input> = Omit<Input, 'key'> & { key?: string };
export const record = (patientId: string, input: RecordInput, who = nurse) =>
  tell<WrittenView>(who, 'vitals.record', { patientId, ...input });
export const correct = (patientId: string, input: Keyless<CorrectInput>, who = nurse) =>
  tell<WrittenView>(who, 'vitals.correct', { patientId, key: randomUUID(), ...input });
export const retract = (patientId: string, input: Keyless<EnteredInErrorInput>, who = nurse) =>
  tell<WrittenView>(who, 'vitals.markEnteredInError', { patientId, key: randomUUID(), ...input });
export const all = (view: { sets: { measures: Measure[] }[] }) => view.sets.flatMap((s) => s.measures);
export const one = (view: { sets: { measures: Measure[] }[] }, name: MeasureName) => {
  const m = all(view).find((x) => x.name === name);
  if (!m) throw new Error(`no ${name}`);
  return m;
};
export const stored = (id: string) => fhir.read('Observation', id);
export const count = async (patientId: string) =>
  (await fhir.search('Observation', { patient: patientReference(patientId), _count: 100 })).entry?.length ??
  0;
