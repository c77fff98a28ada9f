import { randomUUID } from 'node:crypto';
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
import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import { afterAll, beforeAll } from 'vitest';
import type { RecordedAllergy } from './record.ts';
import type { RecordInput } from './schema.ts';
import type { AllergiesView } from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let server: FhirServer;
export let fhir: FhirClient;
export let doctor: Visitor;
export let nurse: Visitor;
export let pharmacist: Visitor;
beforeAll(async () => {
  sandbox = await sharedSandbox();
  bff = await sharedBff();
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  [doctor, nurse, pharmacist] = (await Promise.all(
    ['medecin', 'infirmier', 'pharmacien'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
});
afterAll(async () => {
  await server?.close();
  await sandbox?.stop();
});

/** A patient of one test alone: the servers are shared. */
export async function patient(): Promise<string> {
  const id = `statements-${randomUUID()}`;
  await fhir.update({
    resourceType: 'Patient',
    id,
    birthDate: '1960-03-04',
    name: [{ use: 'official', family: 'Essai', given: ['Anne'] }],
  });
  await entrustPatients(sandbox, [id]);
  return id;
}

interface Failure {
  code: string;
  issues: { path: (string | number)[]; message: string }[] | null;
}
async function data<T>(response: Response): Promise<T> {
  const body = (await response.json()) as { result?: { data: T }; error?: { data: Failure } };
  if (!body.result) throw Object.assign(new Error(`failed: ${body.error?.data.code}`), body.error?.data);
  return body.result.data;
}
export const tell = async <T>(who: Visitor, path: string, input: unknown) =>
  data<T>(await callMutation(bff, who, path, input));
export const ask = async <T>(who: Visitor, path: string, input: unknown) =>
  data<T>(await callQuery(bff, who, path, input));
/** Why it was refused: its code, and its reasons by field. */
export const failure = (call: Promise<unknown>): Promise<unknown[]> =>
  call.then(
    () => {
      throw new Error('was accepted');
    },
    (e: Failure) => [e.code, ...(e.issues ?? []).map(({ path, message }) => `${path.join('.')} ${message}`)],
  );

export const list = (patientId: string) => ask<AllergiesView>(doctor, 'allergies.list', { patientId });
export const record = (patientId: string, text: string, change: Partial<RecordInput> = {}, who = doctor) =>
  tell<RecordedAllergy>(who, 'allergies.record', {
    patientId,
    key: randomUUID(),
    coded: { text, code: null },
    kind: null,
    criticality: null,
    verification: 'unconfirmed',
    reactions: [],
    onset: null,
    note: '',
    isRepeatWanted: false,
    ...change,
  });
export const recordNoneKnown = (patientId: string, key: string = randomUUID(), who = doctor) =>
  tell<RecordedAllergy>(who, 'allergies.recordNoneKnown', { patientId, key });
