import { randomUUID } from 'node:crypto';
import type { Consent } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect } from 'vitest';
import type { FhirClient } from '@keneyapp/fhir-client';
import {
  callMutation,
  callQuery,
  entrustPatients,
  signInOverHttp,
  startTestBff,
  startTestSandbox,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { connectAsSystem } from '../../testing-http.ts';
import type { ConsentsView } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

export let sandbox: RunningSandbox;
export let bff: RunningBff;
let server: Awaited<ReturnType<typeof connectAsSystem>>;
export let fhir: FhirClient;
export let doctor: Visitor;
export let nurse: Visitor;
export let secretary: Visitor;
export let patient: Visitor;
export let pharmacist: Visitor;
export const own = 'pat-demo';
const ipp = (value: string) => [{ use: 'usual' as const, system: 'https://keneyapp.example/ipp', value }];
export const today = dayOf(new Date());
beforeAll(async () => {
  sandbox = await startTestSandbox();
  bff = await startTestBff(sandbox);
  server = await connectAsSystem(sandbox);
  fhir = server.fhir;
  for (const id of [own, 'c1', 'c2', 'c3', 'c4', 'c5'])
    await fhir.update({
      resourceType: 'Patient',
      id,
      birthDate: '1960-03-04',
      name: [{ use: 'official', family: `Essai${id}`, given: ['Anne'] }],
      identifier: ipp(`IPP-${id}`),
    });
  await fhir.update({
    resourceType: 'Patient',
    id: 'kin',
    birthDate: '1990-12-24',
    name: [
      { use: 'official', family: 'Le Guen-Évrard', given: ['Luc'] },
      { use: 'usual', family: 'Évrard' },
    ],
    identifier: ipp('IPP-kin'),
  });
  await fhir.update({
    resourceType: 'Patient',
    id: 'gone',
    active: false,
    birthDate: '1990-12-24',
    name: [{ use: 'official', family: 'Parti' }],
    identifier: ipp('IPP-gone'),
  });
  for (const [id, family, given] of [
    ['pract-medecin', 'Moreau', 'Claire'],
    ['pract-infirmier', 'Lefèvre', 'Julien'],
    ['pract-other', 'Moreau-Petit', 'Jean'],
  ] as const)
    await fhir.update({
      resourceType: 'Practitioner',
      id,
      active: true,
      name: [
        { use: 'official', family, given: [given], ...(id === 'pract-infirmier' ? {} : { prefix: ['Dr'] }) },
      ],
    });
  await fhir.update({ resourceType: 'Organization', id: 'cardio', name: 'Cardiologie' });
  await fhir.update({
    resourceType: 'PractitionerRole',
    id: 'role-medecin',
    active: true,
    practitioner: { reference: 'Practitioner/pract-medecin' },
    organization: { reference: 'Organization/cardio' },
    specialty: [{ text: 'Cardiologie et maladies vasculaires' }],
  });
  await entrustPatients(sandbox, ['c1', 'c2', 'c3', 'c4', 'c5'], ['medecin', 'infirmier']);
  [doctor, nurse, secretary, patient, pharmacist] = (await Promise.all(
    ['medecin', 'infirmier', 'secretaire', 'patient', 'pharmacien'].map((name) =>
      signInOverHttp(bff, sandbox, name),
    ),
  )) as [Visitor, Visitor, Visitor, Visitor, Visitor];
});
afterAll(async () => {
  await server?.close();
  await bff?.stop();
  await sandbox?.stop();
});
export const failure = async (response: Response) => {
  const { error } = (await response.json()) as { error: { data: { code: string; reason: string | null } } };
  return error.data;
};
export const data = async <T>(response: Response): Promise<T> => {
  expect(response.status, await response.clone().text()).toBe(200);
  return ((await response.json()) as { result: { data: T } }).result.data;
};
export const list = async (who: Visitor, patientId: string) =>
  data<ConsentsView>(await callQuery(bff, who, 'consents.list', { patientId }));
export const send = (who: Visitor, procedure: string, patientId: string, input: object) =>
  callMutation(bff, who, `consents.${procedure}`, { patientId, key: randomUUID(), ...input });
/** On what there is now. */
export const decide = async (who: Visitor, procedure: string, patientId: string, input: object) =>
  send(who, procedure, patientId, { token: (await list(who, patientId)).token, ...input });
export const stored = async (patientId: string): Promise<Consent[]> =>
  fhir.searchAll('Consent', { patient: patientReference(patientId) }, 100);
export const banner = async (who: Visitor, patientId: string) =>
  (
    await data<{ closed: { reason: string; mayBreakGlass: boolean } | null }>(
      await callQuery(bff, who, 'patients.banner', { patientId }),
    )
  ).closed;

/** A file of that type, long enough to be a page. */
export const pdf = (rest = 'a signed page') => base64('%PDF-1.7\n', rest);
export const base64 = (begin: string | Buffer, rest: string) =>
  Buffer.concat([Buffer.from(begin), Buffer.from(rest.padEnd(100, ' '))]).toString('base64');
/** What opens something: written down by the secretary with the signed form, confirmed by the nurse. */
export const opened = async (patientId: string, procedure: string, input: object) => {
  const asked = await data<ConsentsView>(
    await decide(secretary, procedure, patientId, { ...input, signedOn: today, form: { data: pdf() } }),
  );
  expect(asked.done).toBe('proposed');
  const proposal = asked.proposals.at(-1);
  return data<ConsentsView>(await decide(nurse, 'confirm', patientId, { consentId: proposal?.id }));
};
