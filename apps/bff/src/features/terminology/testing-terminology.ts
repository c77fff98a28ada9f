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
import { systems } from '@keneyapp/fhir-model/systems';
import type { CodeSystem, CodeSystemConcept } from '@medplum/fhirtypes';
import { afterAll, beforeAll, vi } from 'vitest';
import { readResult, connectAsSystem } from '../../testing-http.ts';
import type { ReleasesView } from './view.ts';

export let sandbox: RunningSandbox, bff: RunningBff, fhir: FhirClient, doctor: Visitor;
let keeper: Visitor;
let server: Awaited<ReturnType<typeof connectAsSystem>>;

/** A laboratory's own system, of which nothing is loaded but its map. */
export const localCodes = 'https://labo.example/codes';

/** CIM-10 as it is published, in so far as the cases need it: whole, with a hierarchy, and under its international address too. */
const cim10: CodeSystemConcept[] = [
  {
    code: 'IX',
    display: 'Maladies de l’appareil circulatoire',
    concept: [
      {
        code: 'I10',
        display: 'Hypertension essentielle (primitive)',
        designation: [{ language: 'en', value: 'Essential (primary) hypertension' }],
      },
      { code: 'I21.9', display: 'Infarctus aigu du myocarde, sans précision' },
    ],
  },
  { code: 'E11.9', display: 'Diabète sucré de type 2, sans complication' },
];

const codeSystem = (
  id: string,
  url: string,
  title: string,
  concept: CodeSystemConcept[],
  content: CodeSystem['content'],
): CodeSystem => ({
  resourceType: 'CodeSystem',
  id,
  url,
  version: '2026',
  name: id,
  title,
  status: 'active',
  content,
  hierarchyMeaning: 'is-a',
  copyright: 'Essai',
  count: concept.length,
  concept,
});

beforeAll(async () => {
  sandbox = await startTestSandbox();
  server = await connectAsSystem(sandbox);
  fhir = server.fhir;
  await fhir.update(codeSystem('cs-cim', systems.cim10, 'CIM-10 entière', cim10, 'complete'));
  await fhir.update(
    codeSystem(
      'cs-atc',
      systems.atc,
      'ATC, extrait',
      [{ code: 'C07AB07', display: 'bisoprolol' }],
      'fragment',
    ),
  );
  await fhir.update({
    resourceType: 'ConceptMap',
    id: 'cm-cim',
    url: 'https://keneyapp.example/fhir/ConceptMap/essai',
    name: 'Essai',
    status: 'active',
    group: [
      {
        source: systems.cim10,
        target: systems.snomed,
        element: [
          { code: 'I10', target: [{ code: '38341003', display: 'Hypertension', equivalence: 'equivalent' }] },
        ],
      },
    ],
  });
  await fhir.update(
    codeSystem(
      'cs-loinc',
      systems.loinc,
      'LOINC, extrait',
      [{ code: '2345-7', display: 'Glucose' }],
      'fragment',
    ),
  );
  await fhir.update({
    resourceType: 'ConceptMap',
    id: 'cm-labo',
    url: 'https://keneyapp.example/fhir/ConceptMap/labo',
    name: 'Labo',
    status: 'active',
    group: [
      {
        source: localCodes,
        target: systems.loinc,
        element: [
          {
            code: 'GLU',
            display: 'Glycémie du laboratoire',
            target: [{ code: '2345-7', display: 'Glucose', equivalence: 'wider' }],
          },
        ],
      },
    ],
  });
  for (const [id, name] of [
    ['cardio', 'Cardiologie'],
    ['urgences', 'Urgences'],
  ] as const)
    await fhir.update({ resourceType: 'Organization', id, active: true, name });
  await fhir.update({ resourceType: 'Practitioner', id: 'pract-medecin', name: [{ family: 'Moreau' }] });
  await fhir.update({
    resourceType: 'PractitionerRole',
    id: 'role-1',
    active: true,
    practitioner: { reference: 'Practitioner/pract-medecin' },
    organization: { reference: 'Organization/cardio' },
  });
  await fhir.update({
    resourceType: 'Patient',
    id: 'p1',
    birthDate: '1960-01-01',
    name: [{ family: 'Nomsecret', given: ['Zoé'] }],
  });
  await entrustPatients(sandbox, ['p1']);
  bff = await startTestBff(sandbox);
  [keeper, doctor] = [
    await signInOverHttp(bff, sandbox, 'terminologue'),
    await signInOverHttp(bff, sandbox, 'medecin'),
  ];
  // what is loaded is read once the application is up
  await vi.waitFor(
    async () => {
      const { data, error } = await read<ReleasesView>('releases');
      const cim = data?.releases.find(({ system }) => system === systems.cim10);
      if (cim?.search !== 'ready') throw new Error(`CIM-10 is not read: ${JSON.stringify([cim, error])}`);
    },
    { timeout: 60_000, interval: 250 },
  );
}, 120_000);
afterAll(async () => {
  await bff?.stop();
  await server?.close();
  await sandbox?.stop();
});

export const read = async <T>(name: string, input?: unknown, who = keeper) =>
  readResult<T>(await callQuery(bff, who, `terminology.${name}`, input));
export const write = async <T>(name: string, input: unknown, who = keeper) =>
  readResult<T>(await callMutation(bff, who, `terminology.${name}`, input));
export const record = async (text: string, code: { system: string; code: string } | null) =>
  readResult<{ id: string }>(
    await callMutation(bff, doctor, 'problems.record', {
      patientId: 'p1',
      key: crypto.randomUUID(),
      coded: { text, code },
      verification: 'confirmed',
      onset: null,
      note: '',
    }),
  );
