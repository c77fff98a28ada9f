import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ChangedStatement } from '../../statements.ts';
import { doctor, failure, fhir, list, nurse, patient, record, tell } from './testing-allergies.ts';

const change = (
  what: 'refute' | 'markEnteredInError',
  patientId: string,
  id: string,
  { version = '1', reason = 'Test négatif', key = randomUUID() as string, who = doctor } = {},
) => tell<ChangedStatement>(who, `allergies.${what}`, { patientId, key, id, version, reason });

it('refutes: it warns of nothing any more, stays readable, and says why and by whom', async () => {
  const p = await patient();
  const { id } = await record(p, 'Pénicilline', { note: 'Enfance' });
  await change('refute', p, id);
  expect(await list(p)).toMatchObject({
    state: 'not-recorded',
    current: [],
    past: [{ id, version: '2', verification: 'refuted', note: 'Enfance\nTest négatif' }],
  });
  const { note } = await fhir.read('AllergyIntolerance', id);
  expect(note?.at(-1)?.authorReference?.display).toContain('Moreau');
});

it('strikes out what should not have been written, keeps its versions, and leaves it so', async () => {
  const p = await patient();
  const { id } = await record(p, 'Iode');
  const key = randomUUID();
  await change('markEnteredInError', p, id, { key });
  expect(await change('markEnteredInError', p, id, { key })).toEqual({ id, isReplay: true });
  expect(await list(p)).toMatchObject({ state: 'not-recorded', current: [], past: [] });
  const stored = await fhir.read('AllergyIntolerance', id);
  expect(stored.verificationStatus?.coding?.[0]?.code).toBe('entered-in-error');
  expect(stored.clinicalStatus).toBeUndefined();
  expect((await fhir.history('AllergyIntolerance', id)).entry).toHaveLength(2);
  expect(await failure(change('refute', p, id, { version: '2' }))).toEqual([
    'BAD_REQUEST',
    'id entered-in-error',
  ]);
});

it('writes over the version that was read, and no other', async () => {
  const p = await patient();
  const { id } = await record(p, 'Kiwi');
  const both = await Promise.allSettled([
    change('refute', p, id),
    change('markEnteredInError', p, id, { reason: 'autre patient' }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await failure(change('refute', p, id))).toEqual(['PRECONDITION_FAILED']);
});

it('asks for a reason, a doctor, and an allergy of this patient', async () => {
  const [p, other] = [await patient(), await patient()];
  const { id } = await record(p, 'Soja');
  expect((await failure(change('refute', p, id, { reason: ' ' })))[0]).toBe('BAD_REQUEST');
  expect(await failure(change('refute', p, id, { who: nurse }))).toEqual(['FORBIDDEN']);
  expect(await failure(change('markEnteredInError', other, id))).toEqual(['NOT_FOUND']);
  expect((await list(p)).current).toHaveLength(1);
});
