import { randomBytes, randomUUID } from 'node:crypto';
import { dicomObject, stowBody, type DicomObject } from '../../packages/config/src/testing-dicom.ts';
import { accountOf, everyAccount } from '../accounts.ts';
import { test as base, expect } from '../fixtures.ts';
import { newAccount, newOutsider } from '../directory.ts';
import { entrust, newPatient, type FhirAsSystem, type TestPatient } from '../fhir.ts';
import type { StackUnderTest } from '../stack.ts';
import { withStack, type Proving } from './proving.ts';
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

/** Somebody with an account of their own: nothing ties them to anybody but what a case says. */
export interface Employee {
  visitor: Visitor;
  practitioner: string;
}
/** Somebody of no house of ours. @public */
export interface Outsider {
  visitor: Visitor;
  patient: TestPatient;
}

interface Fixtures {
  as: (username: string) => Promise<Visitor>;
  /** One of this role, of cardiology. */
  staff: (role: string, who?: string) => Promise<Employee>;
  /** A patient who looks at their own record. */
  self: Outsider;
  world: World;
  fhir: FhirAsSystem;
}

/** Signs in once a worker and account; both charts are made once a worker. */
export const test = base.extend<{ expectation: void }, Fixtures & Proving>({
  bench: ['', { option: true, scope: 'worker' }],
  isWeakened: [false, { option: true, scope: 'worker' }],
  stack: [async ({ bench }, use) => withStack(bench, use), { scope: 'worker', timeout: 300_000 }],
  expectation: [
    async ({ isWeakened }, use, info) => {
      if (isWeakened) info.fail();
      await use();
    },
    { auto: true },
  ],
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
  staff: [
    async ({ fhir, stack }, use) => {
      const known = new Map<string, Promise<Employee & { remove: () => Promise<void> }>>();
      // one for all cases of a worker, but where a case leaves somebody otherwise than it found them (`who`)
      await use((role, who = role) => {
        const employee =
          known.get(who) ??
          newAccount(stack, fhir, role).then(async (account) => ({
            ...account,
            visitor: await Visitor.signIn(stack, account.username),
          }));
        known.set(who, employee);
        return employee;
      });
      for (const employee of known.values()) await (await employee).remove();
    },
    { scope: 'worker' },
  ],
  self: [
    async ({ fhir, stack }, use) => {
      const patient = await newPatient(fhir, {}, { isEntrusted: false });
      const account = await newOutsider(stack, fhir, patient.reference);
      await use({ patient, visitor: await Visitor.signIn(stack, account.username) });
      await account.remove();
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

export const letters = () =>
  [...randomBytes(10)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
export const coding = (system: string, code: string) => ({ coding: [{ system, code }] });
export const uid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;
export const practitioner = (username: string): string =>
  everyAccount.find((a) => a.username === username)?.fhirUser ?? '';
export const ownPatient = (): string => (accountOf('patient').fhirUser ?? '').replace('Patient/', '');

export async function makeRecord(
  stack: StackUnderTest,
  fhir: FhirAsSystem,
  team: readonly string[],
  known?: TestPatient,
): Promise<Record_> {
  const patient = known ?? (await newPatient(fhir, {}, { isEntrusted: false }));
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
  await storeImage(stack, fhir, { study, patientId: patient.ipp, patientName: `${word}^Imago` });
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

/** One image of this study on the image server, past the application. */
export async function storeImage(
  stack: StackUnderTest,
  fhir: FhirAsSystem,
  image: Pick<DicomObject, 'study' | 'patientId' | 'patientName'>,
): Promise<void> {
  const { study } = image;
  const { contentType, body } = stowBody([
    dicomObject({ series: `${study}.1`, instance: `${study}.1.1`, ...image }),
  ]);
  const stored = await fetch(`${stack.settings['DICOMWEB_URL']}/studies`, {
    method: 'POST',
    headers: { authorization: `Bearer ${await fhir.token()}`, 'content-type': contentType },
    body,
  });
  if (stored.status !== 200) throw new Error(`STOW: ${stored.status}`);
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
export function expectSilent(
  answer: Pick<Answer, 'text'>,
  { word, family }: Pick<Record_, 'word' | 'family'>,
): void {
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

/** What a test says of a decision of a patient: a Consent as the application writes them. */
export const consentOf = (
  patient: string,
  kind: string,
  type: 'permit' | 'deny',
  {
    actors = [],
    ...provision
  }: { actors?: readonly string[]; period?: { start?: string; end?: string } } = {},
) => ({
  resourceType: 'Consent',
  status: 'active',
  dateTime: new Date().toISOString(),
  patient: { reference: patient },
  scope: coding('http://terminology.hl7.org/CodeSystem/consentscope', 'patient-privacy'),
  category: [coding('https://keneyapp.example/consent-kind', kind)],
  policyRule: coding(
    'http://terminology.hl7.org/CodeSystem/v3-ActCode',
    type === 'permit' ? 'OPTIN' : 'OPTOUT',
  ),
  provision: {
    type,
    ...provision,
    ...(actors.length > 0
      ? {
          actor: actors.map((reference) => ({
            role: coding('http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'IRCP'),
            reference: { reference },
          })),
        }
      : {}),
  },
});
export const withheldTag = { tag: [{ system: 'https://keneyapp.example/release', code: 'withheld' }] };
export const labelled = (code: string) => ({
  security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', code }],
});
export const daysFromNow = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
