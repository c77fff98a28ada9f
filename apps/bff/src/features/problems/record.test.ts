import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { ask, doctor, failure, fhir, patient, tell } from '../allergies/testing-allergies.ts';
import type { ProblemsView } from './view.ts';

const record = (patientId: string, part: object = {}) =>
  tell<{ id: string }>(doctor, 'problems.record', {
    patientId,
    key: randomUUID(),
    coded: { text: 'Ulcère gastrique', code: null },
    verification: 'confirmed',
    onset: null,
    note: '',
    ...part,
  });
const list = (patientId: string) => ask<ProblemsView>(doctor, 'problems.list', { patientId });

it('what a person once had is recorded as over, with its dates as far as they are known, apart from what stands', async () => {
  const p = await patient();
  const { id } = await record(p, { course: 'past', onset: '1998', abatement: '1998-06' });
  const { id: undated } = await record(p, { course: 'past' });
  const { id: current } = await record(p, { onset: '2020-03' });
  const { current: stands, past } = await list(p);
  expect(stands.map((one) => one.id)).toEqual([current]);
  expect(past.map((one) => one.id).toSorted()).toEqual([id, undated].toSorted());
  expect(past.find((one) => one.id === id)).toMatchObject({
    clinicalStatus: 'resolved',
    onset: { start: '1998' },
    abatement: { start: '1998-06' },
  });
  expect(await fhir.read('Condition', current)).not.toHaveProperty('abatementDateTime');
});

it('takes no end before the beginning, before birth or ahead, and no end of what stands', async () => {
  const p = await patient();
  const refused = (part: object) => failure(record(p, { course: 'past', ...part }));
  expect(await refused({ onset: '1998-07', abatement: '1998-06' })).toEqual([
    'BAD_REQUEST',
    'abatement before-onset',
  ]);
  expect(await refused({ abatement: '1950' })).toEqual(['BAD_REQUEST', 'abatement before-birth']);
  expect(await refused({ abatement: '2999' })).toEqual(['BAD_REQUEST', 'abatement future']);
  expect(await refused({ abatement: '2019-02-30' })).toEqual(['BAD_REQUEST', 'abatement impossible']);
  const { id } = await record(p, { abatement: '2001' });
  expect(await fhir.read('Condition', id)).not.toHaveProperty('abatementDateTime');
});
