import { expect, test } from 'vitest';
import type { FhirClient } from '@keneyapp/fhir-client';
import type { ImagingStudy } from '@medplum/fhirtypes';
import type { AuditEntry } from '../audit/audit.ts';
import type { Session } from '../session/session.ts';
import type { EmergencySource } from '../access/access.ts';
import { accessServices, careTeamOf, factsFhir, noEmergency, testPolicy } from '../testing-access.ts';
import { StudyGate, type StudyRequest } from './gate.ts';
import type { StudyPath } from './paths.ts';
import { studyOwners } from './studies.ts';

const study = '1.2.3',
  object = `/studies/${study}/series/1.2/instances/1.3`;
const session = (over: Partial<Session> = {}): Session => ({
  id: 's1',
  userId: 'u1',
  username: 'medecin',
  displayName: 'Dr M',
  role: 'doctor',
  fhirUser: 'Practitioner/p',
  idleExpiresAt: '',
  absoluteExpiresAt: '',
  authenticatedAt: null,
  accessToken: async () => 't',
  ...over,
});
const asking = (over: Partial<Session> = {}): StudyRequest => ({
  session: session(over),
  token: async () => 't',
  requestId: 'r',
  remoteAddress: '192.0.2.1',
  isFresh: true,
});
const path = (kind: StudyPath['kind'], upstream = `/studies/${study}/metadata`): StudyPath => ({
  kind,
  study,
  instance: /\/instances\/([0-9.]+)/.exec(upstream)?.[1] ?? null,
  upstream,
});

const policy = await testPolicy();

/** An image server's owner book in memory: what is counted here is how often it and the trail are asked. */
function made(subjects: string[] = ['Patient/a'], emergency: EmergencySource = noEmergency) {
  let lookups = 0;
  const entries: AuditEntry[] = [],
    forget: ((patientId: string) => void)[] = [];
  let isFull = false;
  const resources = subjects.map((reference, i): ImagingStudy => ({
    resourceType: 'ImagingStudy',
    id: String(i),
    status: 'available',
    subject: { reference },
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${study}` }],
  }));
  const fhir = {
    searchAll: async () => {
      lookups += 1;
      return [...resources];
    },
  } as unknown as FhirClient;
  const audit = {
    record: async (entry: AuditEntry) => {
      if (isFull) throw new Error('disk full');
      entries.push({ ...entry });
    },
  };
  const facts = factsFhir(['a', 'b'].map((id) => careTeamOf(id, 'Practitioner/p')));
  return {
    gate: new StudyGate({
      ...accessServices(policy, facts, emergency),
      policy,
      accessChanges: {
        publish: () => Promise.resolve(),
        subscribe: (hear) => (forget.push(hear), () => undefined),
      },
      audit,
      systemFhir: fhir,
    }),
    entries,
    fhir,
    lookups: () => lookups,
    /** As somebody would past the application. */
    correct: (part: Partial<ImagingStudy>) => {
      for (const [i, resource] of resources.entries()) resources[i] = { ...resource, ...part };
    },
    /** As after a grant was given or taken: what is remembered of this patient is forgotten. */
    changed: (patientId: string) => {
      for (const hear of forget) hear(patientId);
    },
    fill: (full: boolean) => {
      isFull = full;
    },
  };
}

test('a hundred frames at once are one look-up and one entry; another session is another opening', async () => {
  const { gate, entries, lookups } = made();
  const verdicts = await Promise.all(Array.from({ length: 100 }, () => gate.pass(asking(), path('pixels'))));
  expect(verdicts.every((v) => v.allow)).toBe(true);
  expect([lookups(), entries.length]).toEqual([1, 1]);
  expect(entries[0]).toMatchObject({
    operation: 'dicom-web.open',
    action: 'R',
    patientId: 'a',
    resources: [`study/${study}`],
    outcome: 'success',
    user: { id: 'u1', role: 'doctor' },
  });
  await gate.pass(asking({ id: 's2' }), path('metadata'));
  expect(entries).toHaveLength(2);
});

test('a preview is not an opening; exporting a study or an object is recorded each time', async () => {
  const { gate, entries } = made();
  await gate.pass(asking(), path('preview'));
  await gate.pass(asking(), path('pixels'));
  for (let i = 0; i < 2; i += 1) await gate.pass(asking(), path('export', `/studies/${study}`));
  for (let i = 0; i < 2; i += 1) await gate.pass(asking(), path('export', object));
  expect(entries.map((e) => e.operation)).toEqual([
    'dicom-web.preview',
    'dicom-web.open',
    'dicom-web.export',
    'dicom-web.export',
    'dicom-web.export',
    'dicom-web.export',
  ]);
  expect(entries.slice(2).every((e) => e.kind === 'export')).toBe(true);
});

test('neither study nor object is taken out on a sign-in of long ago; one image is still shown', async () => {
  const { gate, entries } = made();
  const late = { ...asking(), isFresh: false };
  for (const whole of [`/studies/${study}`, `/studies/${study}/series/1.2`, object])
    expect(await gate.pass(late, path('export', whole))).toMatchObject({
      allow: false,
      status: 403,
      reason: 'sign-in-again',
    });
  expect(await gate.pass(late, path('pixels'))).toMatchObject({ allow: true });
  expect(entries.map((e) => [e.operation, e.outcome, e.reason])).toEqual([
    ...Array.from({ length: 3 }, () => ['dicom-web.export', 'denied', 'sign-in-again']),
    ['dicom-web.open', 'success', undefined],
  ]);
});

test('an object that is drawn from the whole of it is opened, as an image is', async () => {
  const { gate, entries } = made();
  const late = { ...asking(), isFresh: false };
  for (let i = 0; i < 2; i += 1)
    expect(await gate.pass(late, path('export', object), { isDrawnWhole: async () => true })).toMatchObject({
      allow: true,
    });
  expect(entries.map((e) => [e.operation, e.kind])).toEqual([['dicom-web.open', undefined]]);
});

test('without a record nothing is passed, and the next try is recorded anew', async () => {
  const { gate, entries, fill } = made();
  fill(true);
  await expect(gate.pass(asking(), path('pixels'))).rejects.toThrow('disk full');
  fill(false);
  expect(await gate.pass(asking(), path('pixels'))).toMatchObject({ allow: true });
  expect(entries).toHaveLength(1);
});

test('an opening under another emergency access is filed under that one', async () => {
  let grant = { id: 'first', patientId: 'a', expiresAt: new Date(Date.now() + 60_000) };
  const { changed, entries, gate } = made(['Patient/a'], {
    activeGrant: async () => grant,
    isSuspended: async () => false,
  });
  const stranger = () => asking({ userId: 'u9', fhirUser: 'Practitioner/stranger' });
  await gate.pass(stranger(), path('pixels'));
  await gate.pass(stranger(), path('pixels'));
  grant = { ...grant, id: 'second' };
  changed('a');
  await gate.pass(stranger(), path('pixels'));
  await gate.pass(stranger(), path('preview'));
  expect(entries.map((e) => [e.operation, e.emergency])).toEqual([
    ['dicom-web.open', 'first'],
    ['dicom-web.open', 'second'],
    ['dicom-web.preview', 'second'],
  ]);
});

test('a role taken away works on the next request, though the owner is remembered', async () => {
  const { gate, entries } = made();
  expect(await gate.pass(asking(), path('pixels'))).toMatchObject({ allow: true });
  expect(await gate.pass(asking({ role: 'secretary' }), path('pixels'))).toEqual({
    allow: false,
    status: 403,
    reason: 'role',
  });
  expect(await gate.pass(asking({ role: 'patient', fhirUser: 'Patient/b' }), path('pixels'))).toMatchObject({
    allow: false,
    status: 404,
  });
  expect(entries.map((e) => e.outcome)).toEqual(['success', 'denied', 'denied']);
});

test('a study two patients claim belongs to nobody', async () => {
  const { gate } = made(['Patient/a', 'Patient/b']);
  expect(await gate.pass(asking(), path('pixels'))).toMatchObject({ allow: false, status: 404 });
});

test('an owner, or that there is none, is known for two seconds; who scrolls does not wait for the next question', async () => {
  let now = 0;
  const known = made(),
    missing = made([]);
  const [a, b] = [studyOwners(known.fhir, () => now), studyOwners(missing.fhir, () => now)];
  const looked = [];
  for (const at of [0, 900, 1_100, 1_200, 1_999, 3_050, 9_000]) {
    now = at;
    expect((await a.ownerOf(study))?.patientId).toBe('a');
    await new Promise(setImmediate);
    looked.push(known.lookups());
  }
  expect(looked).toEqual([1, 1, 2, 2, 2, 3, 4]);
  now = 0;
  await b.ownerOf(study);
  now = 2_001;
  expect(await b.ownerOf(study)).toBeNull();
  expect(missing.lookups()).toBe(2);
});

test('a study that was given to another patient, or got a label, is so two seconds later', async () => {
  let now = 0;
  const book = made();
  const owners = studyOwners(book.fhir, () => now);
  expect(await owners.ownerOf(study)).toMatchObject({ patientId: 'a' });
  book.correct({ subject: { reference: 'Patient/b' }, meta: { security: [{ code: 'PSY' }] } });
  now = 1_500; // still known, and asked about beside it
  await owners.ownerOf(study);
  await new Promise(setImmediate);
  now = 2_000;
  expect(await owners.ownerOf(study)).toMatchObject({
    patientId: 'b',
    study: { meta: { security: [{ code: 'PSY' }] } },
  });
});
