import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ChangedStatement } from '../../statements.ts';
import { ask, doctor, failure, fhir, nurse, patient, tell } from '../allergies/testing-allergies.ts';
import type { ProblemsView } from './view.ts';

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
