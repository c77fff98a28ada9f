import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { AuditEvent } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect } from 'vitest';
import { connectFhir, type FhirServer } from '@keneyapp/fhir-client';
import {
  besideIt,
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  startTestBff,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { sharedSandbox } from '@keneyapp/config/shared-servers';
import type { AuditDetail, AuditPage } from './view.ts';

export let sandbox: RunningSandbox;
export let bff: RunningBff;
let server: FhirServer;
let folder: string;
export let doctor: Visitor;
let nurse: Visitor;
export let patient: Visitor;
export let officer: Visitor;
export const today = new Intl.DateTimeFormat('sv', { timeZone: 'Europe/Paris' }).format(new Date());
export const data = async <T>(response: Response): Promise<T> => {
  expect(response.status, await response.clone().text()).toBe(200);
  return ((await response.json()) as { result: { data: T } }).result.data;
};
export const eventOf = (detail: AuditDetail | undefined) => JSON.parse(detail?.event ?? '') as AuditEvent;
export const search = async (filter: object = {}) =>
  data<AuditPage>(await callQuery(bff, officer, 'audit.search', filter));
beforeAll(async () => {
  sandbox = await sharedSandbox();
  folder = await mkdtemp(path.join(tmpdir(), 'keneyapp-audit-'));
  bff = await startTestBff(sandbox, {
    env: {
      ...(await besideIt()),
      DATABASE_URL: `pglite:${folder}/bff`,
      AUDIT_ANCHOR_FILE: `${folder}/anchors.jsonl`,
    },
  });
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox),
    fhir = server.client({ token: async () => token });
  const security = (code: string) => ({
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code }] },
  });
  await fhir.update({
    resourceType: 'Practitioner',
    id: 'pract-medecin',
    name: [{ family: 'Moreau', given: ['Claire'] }],
    birthDate: '1975-05-05',
  });
  await fhir.update({
    resourceType: 'Practitioner',
    id: 'pract-infirmier',
    name: [{ family: 'Lefèvre', given: ['Julien'] }],
  });
  const names: Record<string, [string, string, object?]> = {
    'a-plain': ['Dubois', 'Anne'],
    'a-name': ['LEFEVRE', 'Odile'],
    'a-famous': ['Célèbre', 'Tom', security('CEL')],
    'a-colleague': ['Collègue', 'Eve', security('EMP')],
    'a-own': ['Moreau', 'Claire'],
    'pat-demo': ['Durand', 'Jeanne'],
  };
  for (const [id, [family, given, more = {}]] of Object.entries(names))
    await fhir.update({
      resourceType: 'Patient',
      id,
      birthDate: id === 'a-own' ? '1975-05-05' : '1960-03-04',
      name: [{ use: 'official', family, given: [given] }],
      ...more,
    });
  await entrustPatients(sandbox, Object.keys(names), ['medecin', 'infirmier']);
  [doctor, nurse, patient, officer] = (await Promise.all(
    ['medecin', 'infirmier', 'patient', 'dpo'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor, Visitor];
  for (const id of Object.keys(names))
    await data(await callQuery(bff, doctor, 'summary.get', { patientId: id }));
  for (const id of ['a-name', 'pat-demo'])
    await data(await callQuery(bff, nurse, 'problems.list', { patientId: id }));
  await data(await callQuery(bff, doctor, 'patients.search', { query: 'dubois' }));
  await data(await callQuery(bff, patient, 'summary.get', { patientId: 'pat-demo' }));
});
afterAll(async () => {
  await server?.close();
  await bff?.stop();
  await sandbox?.stop();
  await rm(folder, { recursive: true, force: true });
});
