// One long file: the people of the tests of patients, one after the other, and the servers that they share.
import { createServer, request as ask, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Patient, Resource } from '@medplum/fhirtypes';
import { insKey } from '@keneyapp/clinical';
import {
  callQuery,
  entrustPatients,
  signInOverHttp,
  startTestBff,
  startTestSandbox,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import { afterAll, beforeAll } from 'vitest';
import type { AppRouter } from '../../app-router.ts';
import type { inferRouterOutputs } from '@trpc/server';
import { connectAsSystem } from '../../testing-http.ts';
import type { PatientSearchResult } from './view.ts';

export type SummaryView = inferRouterOutputs<AppRouter>['summary']['get'];
let sandbox: RunningSandbox;
export let bff: RunningBff;
export let counter: Server;
export let doctor: Visitor;
export let secretary: Visitor;
export let patient: Visitor;
export let admin: Visitor;
const fhirRequests: string[] = [];
/** What the FHIR server is asked while something is done: the fewest of some tries, for rounds of the application's own fall in between. */
export async function requestsOf(ask: () => Promise<unknown>): Promise<readonly string[]> {
  const tries: string[][] = [];
  for (let n = 0; n < 3; n += 1) {
    fhirRequests.length = 0;
    await ask();
    tries.push([...fhirRequests]);
  }
  return tries.toSorted((a, b) => a.length - b.length)[0] ?? [];
}
export const matricule = `257033726100${1}`.padEnd(13, '0');
export const ins = matricule + insKey(matricule);
const person = (
  id: string,
  family: string,
  given: string[],
  birthDate: string,
  more: Partial<Patient> = {},
): Patient & { id: string } => ({
  resourceType: 'Patient',
  id,
  gender: 'female',
  birthDate,
  name: [{ use: 'official', family, ...(given.length > 0 ? { given } : {}) }],
  identifier: [{ use: 'usual', system: 'https://keneyapp.example/ipp', value: `IPP-${id}` }],
  ...more,
});
const qualified = {
  extension: [
    {
      url: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability',
      extension: [
        {
          url: 'identityStatus',
          valueCoding: {
            system: 'https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-identity-status',
            code: 'QUAL',
          },
        },
      ],
    },
  ],
};
const subject = { reference: 'Patient/pat-demo' };
const active = {
  clinicalStatus: {
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' }],
  },
};
export const people: (Patient & { id: string })[] = [
  person('pat-demo', 'Durand', ['Jeanne', 'Marie'], '1957-03-14', {
    ...qualified,
    name: [
      { use: 'official', family: 'Durand', given: ['Jeanne', 'Marie'] },
      { use: 'usual', family: 'Lemoine', given: ['Jeanne'] },
    ],
    address: [{ use: 'home', line: ['3 rue du Port'], postalCode: '37000', city: 'Tours' }],
    generalPractitioner: [{ reference: 'Practitioner/dr' }],
    // added to what `qualified` says of the identity, not instead of it
    extension: [
      ...(qualified.extension ?? []),
      {
        url: 'http://hl7.org/fhir/StructureDefinition/patient-religion',
        valueCodeableConcept: { text: 'Culte' },
      },
    ],
    identifier: [
      { system: 'urn:oid:1.2.250.1.213.1.4.10', value: ins },
      { use: 'usual', system: 'https://keneyapp.example/ipp', value: '800100001' },
    ],
  }),
  person('m1', 'Martin', ['Claire'], '1985-05-12'),
  person('m2', 'Saint-Martin', ['Luc'], '1985-05-21'),
  person('m3', 'Martinez', ['Élise'], '1990-01-01'),
  person('m4', 'Roux', ['Martin'], '1991-02-02'),
  person('g1', 'Le Gall', ['Yannick'], '1944-11-02'),
  person('p1', 'Małkowska', ['Wisława'], '1946-12-05'),
  person('o1', 'd’Ornano-Berthelot', ['Éléonore'], '2025-10-30'),
  person('x1', 'Sansdate', [], '1984'),
];
const clinical: (Resource & { id: string })[] = [
  {
    resourceType: 'AllergyIntolerance',
    id: 'al1',
    patient: subject,
    ...active,
    code: { text: 'Pollen' },
    criticality: 'low',
  },
  {
    resourceType: 'AllergyIntolerance',
    id: 'al2',
    patient: subject,
    ...active,
    code: { text: 'Amoxicilline' },
    criticality: 'high',
    reaction: [{ manifestation: [{ text: 'Urticaire' }] }],
  },
  {
    resourceType: 'Observation',
    id: 'w1',
    status: 'final',
    subject,
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
    effectiveDateTime: '2026-10-01T08:00:00Z',
    valueQuantity: { value: 67.74, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  },
  {
    resourceType: 'Observation',
    id: 'w0',
    status: 'entered-in-error',
    subject,
    code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
    effectiveDateTime: '2026-11-01T08:00:00Z',
    valueQuantity: { value: 677, unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
  },
  { resourceType: 'Flag', id: 'f1', status: 'active', subject, code: { text: 'Isolement contact' } },
  { resourceType: 'Flag', id: 'f0', status: 'inactive', subject, code: { text: 'Isolement gouttelettes' } },
  { resourceType: 'Location', id: 'ward', name: 'Cardiologie', physicalType: { coding: [{ code: 'wa' }] } },
  {
    resourceType: 'Location',
    id: 'bed',
    name: 'Lit 12',
    physicalType: { coding: [{ code: 'bd' }] },
    partOf: { reference: 'Location/ward' },
  },
  { resourceType: 'Practitioner', id: 'dr', name: [{ family: 'Moreau', given: ['Claire'], prefix: ['Dr'] }] },
  {
    resourceType: 'Condition',
    id: 'co1',
    subject,
    code: { text: 'Asthme' },
    clinicalStatus: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/condition-clinical', code: 'active' }],
    },
    asserter: { reference: 'Practitioner/dr' },
  },
  {
    resourceType: 'Medication',
    id: 'med',
    code: {
      text: 'Cardensiel 2,5 mg, comprimé pelliculé',
      coding: [{ system: 'http://www.whocc.no/atc', code: 'C07AB07', display: 'bisoprolol' }],
    },
  },
  {
    resourceType: 'MedicationRequest',
    id: 'mr1',
    status: 'active',
    intent: 'order',
    subject,
    medicationReference: { reference: 'Medication/med' },
    requester: { reference: 'Practitioner/dr' },
    authoredOn: '2026-10-01',
  },
  {
    resourceType: 'MedicationStatement',
    id: 'ms1',
    status: 'completed',
    subject,
    medicationCodeableConcept: { text: 'Doliprane' },
    effectivePeriod: { start: '2020-01-01', end: '2020-02-01' },
  },
  {
    resourceType: 'Immunization',
    id: 'im1',
    status: 'completed',
    patient: subject,
    vaccineCode: { text: 'Vaccin grippal' },
    occurrenceDateTime: '2026-10-15',
  },
  {
    resourceType: 'Procedure',
    id: 'pr1',
    status: 'completed',
    subject,
    code: { text: 'Appendicectomie' },
    performedDateTime: '2019-03-04',
  },
  // nobody's of those who sign in here
  { resourceType: 'Patient', id: 'stranger', name: [{ family: 'Quidam' }], telecom: [{ value: '01' }] },
  {
    resourceType: 'RelatedPerson',
    id: 'rp1',
    patient: subject,
    name: [{ family: 'Lemoine', given: ['Bastien'] }],
    relationship: [{ text: 'Personne de confiance' }],
    telecom: [{ system: 'phone', value: '0600000001' }],
    extension: [{ url: 'http://example.org/orientation', valueString: 'Intime' }],
  },
  {
    resourceType: 'RelatedPerson',
    id: 'rp2',
    patient: subject,
    name: [{ family: 'Discret' }],
    meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code: 'R' }] },
  },
  {
    resourceType: 'Coverage',
    id: 'cov1',
    status: 'active',
    beneficiary: subject,
    payor: [{ display: 'CPAM' }],
    subscriberId: '257',
    extension: [{ url: 'http://example.org/disability', valueString: 'Handicap' }],
  },
  {
    resourceType: 'Encounter',
    id: 'e1',
    status: 'in-progress',
    class: { code: 'IMP' },
    subject,
    period: { start: '2026-11-20T08:00:00Z' },
    location: [{ location: { reference: 'Location/bed' } }],
  },
];
beforeAll(async () => {
  sandbox = await startTestSandbox();
  const server = await connectAsSystem(sandbox);
  await server.fhir.transaction({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [...people, ...clinical].map((resource) => ({
      resource,
      request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` },
    })),
  });
  await server.close();
  await entrustPatients(
    sandbox,
    people.map(({ id }) => id),
  );
  counter = createServer((req, res) => {
    const asked = `${req.method} ${req.url}`;
    // what the application follows by itself every few seconds, whatever anybody asks
    if (!/^GET \/fhir\/(\w+\?.*_lastUpdated=|Subscription\?)/.test(asked)) fhirRequests.push(asked);
    req.pipe(
      ask(new URL(req.url ?? '', sandbox.baseUrl), { method: req.method, headers: req.headers }, (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      }),
    );
  });
  await new Promise<void>((resolve) => void counter.listen(0, '127.0.0.1', resolve));
  bff = await startTestBff(sandbox, {
    env: { FHIR_URL: `http://127.0.0.1:${(counter.address() as AddressInfo).port}/fhir` },
  });
  [doctor, secretary, patient, admin] = (await Promise.all(
    ['medecin', 'secretaire', 'patient', 'admin'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor, Visitor];
}, 180_000);
afterAll(async () => {
  await bff?.stop();
  counter?.close();
  counter?.closeAllConnections();
  await sandbox?.stop();
});
interface Failure {
  code: string;
  httpStatus: number;
  reason: string | null;
  requestId: string;
}
export async function call<T>(who: Visitor | null, path: string, input?: unknown): Promise<T> {
  const body = (await (await callQuery(bff, who, path, input)).json()) as {
    result?: { data: T };
    error?: { data: Failure };
  };
  if (!body.result) throw Object.assign(new Error(body.error?.data.code), body.error?.data);
  return body.result.data;
}
export const search = (query: string, who = doctor) =>
  call<PatientSearchResult>(who, 'patients.search', { query });
export const found = async (query: string) => (await search(query)).hits.map((h) => h.id);
