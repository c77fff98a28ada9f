import { randomBytes, randomUUID } from 'node:crypto';
import { dicomObject, stowBody } from '../../packages/config/src/testing-dicom.ts';
import { accountOf, everyAccount } from '../accounts.ts';
import { test as base, expect } from '../fixtures.ts';
import { entrust, newPatient, type FhirAsSystem, type TestPatient } from '../fhir.ts';
import type { StackUnderTest } from '../stack.ts';
import { listen, send, Visitor, type Answer } from './visitor.ts';

export { expect, listen, send, Visitor };
export type { Answer };

/** A patient with something of everything, each of it carrying a word that must not be met elsewhere. */
export interface Record_ extends TestPatient {
  word: string;
  condition: string;
  observation: string;
  document: string;
  encounter: string;
  study: string;
}
interface World {
  /** In the care team of medecin, infirmier, pharmacien and radiologue. */
  mine: Record_;
  /** In that of medecin2 alone: a stranger to everybody else. */
  theirs: Record_;
}

interface Fixtures {
  as: (username: string) => Promise<Visitor>;
  world: World;
  fhir: FhirAsSystem;
}

/** Signs in once a worker and account; both charts are made once a worker. */
export const test = base.extend<object, Fixtures>({
  as: [
    async ({ stack }, use) => {
      const known = new Map<string, Promise<Visitor>>();
      await use((username) => {
        const visitor = known.get(username) ?? Visitor.signIn(stack, username);
        known.set(username, visitor);
        return visitor;
      });
    },
    { scope: 'worker' },
  ],
  world: [
    async ({ fhir, stack }, use) =>
      use({
        mine: await makeRecord(stack, fhir, ['medecin', 'infirmier', 'pharmacien', 'radiologue']),
        theirs: await makeRecord(stack, fhir, ['medecin2']),
      }),
    { scope: 'worker' },
  ],
});

const letters = () => [...randomBytes(10)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
const coding = (system: string, code: string) => ({ coding: [{ system, code }] });
export const uid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
export const practitioner = (username: string): string =>
  everyAccount.find((a) => a.username === username)?.fhirUser ?? '';
export const ownPatient = (): string => (accountOf('patient').fhirUser ?? '').replace('Patient/', '');

export async function makeRecord(
  stack: StackUnderTest,
  fhir: FhirAsSystem,
  team: readonly string[],
): Promise<Record_> {
  const patient = await newPatient(fhir, {}, { isEntrusted: false });
  if (team.length > 0) await entrust(fhir, patient.id, team);
  const word = `Secretum${letters()}`,
    subject = { reference: patient.reference };
  const condition = await fhir.create({
    resourceType: 'Condition',
    subject,
    clinicalStatus: coding('http://terminology.hl7.org/CodeSystem/condition-clinical', 'active'),
    code: { text: `${word} morbus` },
  });
  const observation = await fhir.create({
    resourceType: 'Observation',
    status: 'final',
    subject,
    category: [coding('http://terminology.hl7.org/CodeSystem/observation-category', 'laboratory')],
    code: { text: `${word} analysis` },
    effectiveDateTime: '2026-05-01T08:00:00Z',
    valueQuantity: { value: 7, unit: 'mmol/L', system: 'http://unitsofmeasure.org', code: 'mmol/L' },
  });
  const document = await fhir.create({
    resourceType: 'DocumentReference',
    status: 'current',
    subject,
    type: { text: 'Lettre' },
    description: `${word} littera`,
    date: '2026-05-01T08:00:00Z',
    content: [
      { attachment: { contentType: 'text/plain', data: Buffer.from(`${word} textus`).toString('base64') } },
    ],
  });
  const encounter = await fhir.create({
    resourceType: 'Encounter',
    status: 'finished',
    class: { code: 'AMB' },
    subject,
    period: { start: '2020-01-01T08:00:00Z', end: '2020-01-01T09:00:00Z' },
    reasonCode: [{ text: `${word} causa` }],
  });
  const study = uid();
  await fhir.create({
    resourceType: 'ImagingStudy',
    status: 'available',
    subject,
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
    started: '2026-05-02',
    description: `${word} imago`,
  });
  const { contentType, body } = stowBody([
    dicomObject({
      study,
      series: `${study}.1`,
      instance: `${study}.1.1`,
      patientId: patient.ipp,
      patientName: `${word}^Imago`,
    }),
  ]);
  const stored = await fetch(`${stack.settings['DICOMWEB_URL']}/studies`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await fhir.token()}`, 'content-type': contentType },
    body,
  });
  if (stored.status !== 200) throw new Error(`STOW: ${stored.status}`);
  return {
    ...patient,
    word,
    condition: condition.id,
    observation: observation.id,
    document: document.id,
    encounter: encounter.id,
    study,
  };
}

/** Refused, and not a word of what is refused. */
export function expectClosed(
  answer: Answer,
  of: Pick<Record_, 'word' | 'family'>,
  statuses: readonly number[] = [403, 404],
): void {
  expect(statuses, answer.text.slice(0, 200)).toContain(answer.status);
  expectSilent(answer, of);
}
export function expectSilent(answer: Answer, { word, family }: Pick<Record_, 'word' | 'family'>): void {
  expect(answer.text).not.toContain(word);
  expect(answer.text.toLowerCase()).not.toContain(family.toLowerCase());
}

export const instancePath = (study: string) =>
  `/dicom-web/studies/${study}/series/${study}.1/instances/${study}.1.1`;
/** One complete set of vital signs, as the form sends it. */
export const vitalSet = (patientId: string, key: string = randomUUID()) => ({
  patientId,
  key,
  takenAt: '2026-05-03T08:30:00+02:00',
  values: { heartRate: 71 },
});
