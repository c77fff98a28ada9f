import { emptyRegimen, emptyStep } from '@keneyapp/clinical/prescribing';
import {
  callMutation,
  entrustPatients,
  signInOverHttp,
  startTestBff,
  startTestSandbox,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import type { FhirClient, ResourceOf } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { patientReference } from '@keneyapp/fhir-model/references';
import { systems } from '@keneyapp/fhir-model/systems';
import type { CodeSystem, Resource } from '@medplum/fhirtypes';
import { expect, vi } from 'vitest';
import { connectAsSystem, readResult, type ProcedureResult } from '../../testing-http.ts';
import type { SignedView } from './view.ts';

export const today = dayOf(new Date());
export const paracetamol = { system: systems.bdpm, code: '60234100' };
/** Where the doctor and the nurse work. */
export const ownService = 'order-service';
export const words = 'DOLIPRANE 500 mg, comprimé';
export const crp = { system: systems.loinc, code: '1988-5' };
export const crpWords = 'CRP [Masse/Volume] Sérum/Plasma';
export const thorax = { system: systems.ccam, code: 'ZBQK002' };
const thoraxWords = 'Radiographie du thorax';
export const morphine = { system: systems.atc, code: 'N02AA01' };
export const morphineWords = 'morphine';

const released = (id: string, url: string, code: string, display: string): CodeSystem & { id: string } => ({
  resourceType: 'CodeSystem',
  id,
  url,
  version: '2026',
  name: id,
  status: 'active',
  content: 'fragment',
  count: 1,
  concept: [{ code, display }],
});

export interface Orders {
  sandbox: RunningSandbox;
  bff: RunningBff;
  fhir: FhirClient;
  doctor: Visitor;
  sign(
    lines: object[],
    how?: { patientId?: string; key?: string; who?: Visitor },
  ): Promise<ProcedureResult<SignedView>>;
  allOf<T extends Resource['resourceType']>(type: T, patientId: string): Promise<ResourceOf<T>[]>;
  /** The application once more, with these settings; who was signed in is not any more. */
  restart(env: Record<string, string>): Promise<void>;
  stop(): Promise<void>;
}

/** A house where drugs, tests and images have codes, and these patients: in a bed, but for those `…-home`. */
export async function startOrders(...patients: [string, ...string[]]): Promise<Orders> {
  const sandbox = await startTestSandbox();
  const server = await connectAsSystem(sandbox);
  const { fhir } = server;
  await fhir.update(released('cs-bdpm', systems.bdpm, paracetamol.code, words));
  await fhir.update(released('cs-loinc', systems.loinc, crp.code, crpWords));
  await fhir.update(released('cs-atc', systems.atc, morphine.code, morphineWords));
  await fhir.update(released('cs-ccam', systems.ccam, thorax.code, thoraxWords));
  for (const id of patients) {
    await fhir.update({ resourceType: 'Patient', id, birthDate: '1960-01-01', name: [{ family: 'Ordre' }] });
    if (!id.endsWith('-home'))
      await fhir.update({
        resourceType: 'Encounter',
        id: `${id}-stay`,
        status: 'in-progress',
        class: { code: 'IMP' },
        subject: { reference: patientReference(id) },
        period: { start: new Date(Date.now() - 3_600_000).toISOString() },
      });
  }
  await fhir.update({ resourceType: 'Organization', id: ownService, name: 'Médecine' });
  for (const who of ['pract-medecin', 'pract-infirmier'])
    await fhir.update({
      resourceType: 'PractitionerRole',
      id: `role-${who}`,
      active: true,
      practitioner: { reference: `Practitioner/${who}` },
      organization: { reference: `Organization/${ownService}` },
    });
  await entrustPatients(sandbox, patients);
  let bff = await startTestBff(sandbox);
  const doctor = await signInOverHttp(bff, sandbox, 'medecin');
  const sign: Orders['sign'] = async (
    lines,
    { patientId = patients[0], key = crypto.randomUUID(), who = doctor } = {},
  ) =>
    readResult<SignedView>(
      await callMutation(bff, who, 'orders.sign', { patientId, key, lines, answers: [] }),
    );
  // what is loaded is read once the application is up
  await vi.waitFor(
    async () => expect(issuesOf(await sign([drugLine(), serviceLine(), imageLine()]))).toBeUndefined(),
    { timeout: 60_000, interval: 500 },
  );
  return {
    sandbox,
    get bff() {
      return bff;
    },
    fhir,
    doctor,
    sign,
    allOf: async (type, patientId) =>
      matches(await fhir.search(type, { patient: patientReference(patientId), _count: 500 }), type),
    restart: async (env) => {
      await bff.stop();
      bff = await startTestBff(sandbox, { env });
    },
    stop: async () => {
      await bff.stop();
      await server.close();
      await sandbox.stop();
    },
  };
}

const thrice = { times: { count: 3, per: { value: 1, unit: 'd' } } };
export const regimen = {
  ...emptyRegimen,
  route: 'oral',
  steps: [
    {
      ...emptyStep,
      dose: { value: '1.0', unit: '{comprimé}' },
      timing: thrice,
      duration: { value: 7, unit: 'd' },
    },
  ],
};
export const drugLine = (more: object = {}) => ({
  ...{ kind: 'drug', act: 'new', coded: { text: words, code: paracetamol }, regimen, setting: 'inpatient' },
  ...{ start: today, priority: 'urgent', reason: 'douleur', note: '' },
  ...more,
});
export const serviceLine = (more: object = {}) => ({
  ...{ kind: 'service', act: 'new', category: 'laboratory', coded: { text: crpWords, code: crp } },
  ...{ start: today, timing: null, duration: null, priority: 'urgent', reason: '', addressee: '', note: '' },
  ...more,
});
export const imageLine = (more: object = {}) =>
  serviceLine({
    category: 'imaging',
    coded: { text: thoraxWords, code: thorax },
    reason: 'Fièvre et toux',
    ...more,
  });

export const issuesOf = ({ error }: ProcedureResult<SignedView>) =>
  error?.issues?.map(({ path, message }) => `${path.join('.')} ${message}`);
export const formerOf = ({ id, meta }: Resource) => ({ id, version: meta?.versionId });
