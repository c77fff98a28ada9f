import { emptyRegimen, emptyStep } from '@keneyapp/clinical/prescribing';
import { startTestSandbox, type RunningSandbox } from '@keneyapp/config/testing';
import type { FhirClient } from '@keneyapp/fhir-client';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { systems } from '@keneyapp/fhir-model/systems';
import type { MedicationRequest } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase, type Database } from '../database/client.ts';
import { TerminologyCache } from '../terminology/cache.ts';
import { TerminologyServer } from '../terminology/terminology-server.ts';
import { Terminology } from '../terminology/terminology.ts';
import { connectAsSystem } from '../testing-http.ts';
import { draftsOf } from './drafts.ts';
import type { ReadContext } from './order-context.ts';
import { orderLines } from './order-lines.ts';

let sandbox: RunningSandbox, database: Database, terminology: Terminology, fhir: FhirClient;
let server: Awaited<ReturnType<typeof connectAsSystem>>;
const today = dayOf(new Date());
const code = { system: systems.bdpm, code: '60234100' };
const words = 'DOLIPRANE 500 mg, comprimé';

beforeAll(async () => {
  sandbox = await startTestSandbox();
  server = await connectAsSystem(sandbox);
  fhir = server.fhir;
  await fhir.update({
    resourceType: 'CodeSystem',
    id: 'cs-bdpm',
    url: systems.bdpm,
    version: '1',
    status: 'active',
    content: 'complete',
    concept: [{ code: code.code, display: words }],
  });
  await fhir.update({ resourceType: 'Patient', id: 'p', birthDate: '1960-01-01' });
  database = await openDatabase('pglite:memory');
  terminology = await new Terminology({
    server: new TerminologyServer(fhir),
    cache: new TerminologyCache(null),
    db: database.db,
    onError: (error) => {
      throw error;
    },
  }).start();
  await terminology.refresh();
}, 60_000);
afterAll(async () => {
  await terminology.stop();
  await database.close();
  await server.close();
  await sandbox.stop();
});

/** Everything of the chart is open: what is decided is the matter of other tests. */
const context = () =>
  ({
    session: { fhirUser: 'Practitioner/me', displayName: 'Dr Moi' },
    access: {
      decideEach: (all: string[]) => Promise.resolve(new Map(all.map((one) => [one, { allow: true }]))),
    },
    patientId: 'p',
    fhir,
    chartFhir: () => fhir,
    auditResources: () => undefined,
    services: { terminology, merges: { leadsTo: () => Promise.resolve(null) } },
  }) as unknown as ReadContext;

const regimen = {
  ...emptyRegimen,
  route: 'oral',
  steps: [
    {
      ...emptyStep,
      dose: { value: '1', unit: 'g' },
      timing: { times: { count: 3, per: { value: 1, unit: 'd' } } },
    },
  ],
};
const drug = (more: object = {}) => ({
  ...{ kind: 'drug', act: 'new', coded: { text: words, code }, regimen, setting: 'community', start: today },
  ...{ priority: 'routine', reason: '', note: '' },
  ...more,
});

it('are what would be written, without ids; a line that is not whole has none', async () => {
  const { id = '', meta } = await fhir.create<MedicationRequest>({
    resourceType: 'MedicationRequest',
    status: 'active',
    intent: 'order',
    subject: { reference: 'Patient/p' },
    medicationCodeableConcept: { text: 'Aspirine' },
  });
  const former = { id, version: meta?.versionId ?? '' };
  const lines = orderLines.parse([
    drug(),
    drug({ coded: { text: 'Autre chose', code } }),
    { kind: 'drug', act: 'stop', former, why: 'saignement' },
    drug({ act: 'revise', former, why: 'saignement' }),
    { kind: 'drug', act: 'stop', former: { id: 'nowhere', version: '1' }, why: 'x' },
    {
      ...{ kind: 'service', act: 'new', category: 'nursing', coded: { text: 'Pansement', code: null } },
      ...{
        start: today,
        timing: null,
        duration: null,
        priority: 'routine',
        reason: '',
        addressee: '',
        note: '',
      },
    },
  ]);
  const drafts = await draftsOf(context(), lines);
  expect(drafts.map(({ line }) => line)).toEqual([0, 2, 3, 5]);
  const [first, stopped, revised, nursing] = drafts.map(({ resource }) => resource);
  expect(first).toMatchObject({
    resourceType: 'MedicationRequest',
    medicationCodeableConcept: { coding: [{ ...code, display: words }] },
    requester: { reference: 'Practitioner/me' },
  });
  expect([first?.id, nursing?.id]).toEqual([undefined, undefined]);
  expect(stopped).toMatchObject({ id, status: 'stopped' });
  expect(revised).toMatchObject({ priorPrescription: { reference: `MedicationRequest/${id}` } });
  // nothing of it is in the record
  expect((await fhir.read('MedicationRequest', id)).status).toBe('active');
});
