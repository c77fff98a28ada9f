import type { Condition } from '@medplum/fhirtypes';
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ChangedStatement } from '../../statements.ts';
import { ask, doctor, failure, fhir, nurse, patient, tell } from '../allergies/testing-allergies.ts';
import type { ProblemsView, ProblemVersions } from './view.ts';

const list = (patientId: string) => ask<ProblemsView>(doctor, 'problems.list', { patientId });
const record = async (patientId: string, onset: string | null = null) =>
  (
    await tell<{ id: string }>(doctor, 'problems.record', {
      patientId,
      key: randomUUID(),
      coded: { text: 'Angine', code: null },
      verification: 'confirmed',
      onset,
      note: '',
    })
  ).id;
const change = (
  what: 'resolve' | 'reopen' | 'markEnteredInError',
  patientId: string,
  id: string,
  version: string,
  more: object = {},
  who = doctor,
) =>
  tell<ChangedStatement>(who, `problems.${what}`, {
    patientId,
    key: randomUUID(),
    id,
    version,
    reason: 'guérison constatée',
    ...(what === 'resolve' ? { abatement: null } : {}),
    ...more,
  });

it('resolves with the day as it is known, and reopens', async () => {
  const p = await patient();
  const id = await record(p, '2020-03');
  await change('resolve', p, id, '1', { abatement: '2021', reason: '' });
  expect(await list(p)).toMatchObject({
    current: [],
    past: [{ id, version: '2', clinicalStatus: 'resolved', abatement: { start: '2021' } }],
  });
  await change('reopen', p, id, '2', { reason: 'Récidive' });
  const { current, past } = await list(p);
  expect([current.length, past.length]).toEqual([1, 0]);
  expect(current[0]).toMatchObject({ clinicalStatus: 'active', abatement: null, note: 'Récidive' });
});

it('takes no end before the beginning, and none to come', async () => {
  const p = await patient();
  const id = await record(p, '2020-03');
  const refused = (abatement: string) => failure(change('resolve', p, id, '1', { abatement }));
  expect(await refused('2020-02-28')).toEqual(['BAD_REQUEST', 'abatement before-onset']);
  expect(await refused('2019')).toEqual(['BAD_REQUEST', 'abatement before-onset']);
  expect(await refused('9999')).toEqual(['BAD_REQUEST', 'abatement future']);
  await change('resolve', p, id, '1', { abatement: '2020' });
});

it('strikes out what should not have been written, deletes nothing, and leaves it so', async () => {
  const p = await patient();
  const id = await record(p);
  await change('resolve', p, id, '1', { abatement: '2020' });
  await change('markEnteredInError', p, id, '2', { reason: 'autre patient' });
  expect(await list(p)).toMatchObject({ current: [], past: [], refuted: [] });
  const stored = await fhir.read('Condition', id);
  expect(stored.verificationStatus?.coding?.[0]?.code).toBe('entered-in-error');
  expect(stored.note?.at(-1)?.text).toBe('autre patient');
  // an end goes with the status alone (con-4, con-5); both stay in the version before
  expect([stored.clinicalStatus, stored.abatementDateTime]).toEqual([undefined, undefined]);
  expect((await fhir.history('Condition', id)).entry).toHaveLength(3);
  expect(await failure(change('reopen', p, id, '3'))).toEqual(['BAD_REQUEST', 'id entered-in-error']);
});

it('asks for the version that was read, a doctor, and a problem of this patient', async () => {
  const [p, other] = [await patient(), await patient()];
  const id = await record(p);
  expect(await failure(change('resolve', p, id, '7'))).toEqual(['PRECONDITION_FAILED']);
  expect(await failure(change('resolve', p, id, '1', {}, nurse))).toEqual(['FORBIDDEN']);
  expect(await failure(change('markEnteredInError', other, id, '1'))).toEqual(['NOT_FOUND']);
  expect((await failure(change('reopen', p, id, '1', { reason: '' })))[0]).toBe('BAD_REQUEST');
});

const put = (
  patientId: string,
  id: string,
  version: string,
  changes: object,
  { key = randomUUID(), who = doctor }: { key?: string; who?: typeof doctor } = {},
) => tell<ChangedStatement>(who, 'problems.change', { patientId, key, id, version, changes });

it('puts a problem otherwise over the version that was read, once, and tells who changed what', async () => {
  const p = await patient();
  const id = await record(p, '2020-03');
  const key = randomUUID();
  const changes = { onset: '2019', verification: 'provisional', note: 'Vu en ville' };
  expect(await put(p, id, '1', changes, { key })).toEqual({ id, isReplay: false });
  expect(await put(p, id, '1', changes, { key })).toEqual({ id, isReplay: true });
  expect(await failure(put(p, id, '1', { note: '' }))).toEqual(['PRECONDITION_FAILED']);
  await put(p, id, '2', { coded: { text: 'Angine à streptocoque', code: null }, onset: null });
  const { versions } = await ask<ProblemVersions>(nurse, 'problems.versions', { patientId: p, id });
  expect(
    versions.map(({ version, row, note, changedBy }) => [
      version,
      row.name.text,
      row.onset?.start,
      note,
      changedBy,
    ]),
  ).toEqual([
    ['3', 'Angine à streptocoque', undefined, 'Vu en ville', versions[2]?.changedBy],
    ['2', 'Angine', '2019', 'Vu en ville', expect.stringMatching(/\w+ \w+/)],
    ['1', 'Angine', '2020-03', '', expect.stringMatching(/\w+ \w+/)],
  ]);
});

it('leaves what the form cannot hold as another system wrote it', async () => {
  const p = await patient();
  const { id = '' } = await fhir.create<Condition>({
    resourceType: 'Condition',
    subject: { reference: `Patient/${p}` },
    code: { coding: [{ system: 'urn:elsewhere', code: 'X1', display: 'Goutte' }] },
    onsetAge: { value: 40, unit: 'ans', code: 'a', system: 'http://unitsofmeasure.org' },
    severity: { text: 'Modérée' },
    stage: [{ summary: { text: 'II' } }],
    note: [{ text: 'première' }, { text: 'seconde', authorString: 'Dr Ailleurs' }],
    verificationStatus: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status', code: 'differential' },
      ],
    },
  });
  const before = await fhir.read('Condition', id);
  await put(p, id, '1', { note: 'corrigée' });
  const { meta: _, note, ...after } = await fhir.read('Condition', id);
  const { meta: _m, note: _n, ...was } = before;
  expect(after).toEqual(was);
  expect(note?.map(({ text }) => text)).toEqual(['corrigée', 'seconde']);
  await put(p, id, '2', { note: '' });
  expect((await fhir.read('Condition', id)).note?.map(({ text }) => text)).toEqual(['seconde']);
  const { versions } = await ask<ProblemVersions>(doctor, 'problems.versions', { patientId: p, id });
  expect(versions.map(({ changedBy }) => changedBy === null)).toEqual([false, false, true]);
});

it('takes no change to nothing, to no day there is, by a nurse, of another patient or of what is struck out', async () => {
  const [p, other] = [await patient(), await patient()];
  const id = await record(p, '2020-03');
  expect((await failure(put(p, id, '1', {})))[0]).toBe('BAD_REQUEST');
  expect(await failure(put(p, id, '1', { onset: '2019-02-30' }))).toEqual([
    'BAD_REQUEST',
    'onset impossible',
  ]);
  expect(await failure(put(p, id, '1', { onset: '9999' }))).toEqual(['BAD_REQUEST', 'onset future']);
  expect(await failure(put(p, id, '1', { onset: '1950' }))).toEqual(['BAD_REQUEST', 'onset before-birth']);
  expect(await failure(put(p, id, '1', { note: 'x' }, { who: nurse }))).toEqual(['FORBIDDEN']);
  expect(await failure(put(other, id, '1', { note: 'x' }))).toEqual(['NOT_FOUND']);
  expect(await failure(ask(doctor, 'problems.versions', { patientId: other, id }))).toEqual(['NOT_FOUND']);
  await change('resolve', p, id, '1', { abatement: '2021-05' });
  expect(await failure(put(p, id, '2', { onset: '2021-06' }))).toEqual(['BAD_REQUEST', 'onset after-end']);
  await change('markEnteredInError', p, id, '2');
  expect(await failure(put(p, id, '3', { note: 'x' }))).toEqual(['BAD_REQUEST', 'id entered-in-error']);
});
