import { randomUUID } from 'node:crypto';
import type { Procedure } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import type { ChangedStatement } from '../../statements.ts';
import { ask, doctor, failure, fhir, nurse, patient, tell } from '../allergies/testing-allergies.ts';
import type { RecordInput } from './schema.ts';
import type { ProceduresView, ProcedureVersions } from './view.ts';

const list = (patientId: string) => ask<ProceduresView>(doctor, 'procedures.list', { patientId });
const record = (patientId: string, part: Partial<RecordInput> = {}, who = doctor) =>
  tell<ChangedStatement>(who, 'procedures.record', {
    patientId,
    key: randomUUID(),
    coded: { text: 'Appendicectomie', code: null },
    status: 'completed',
    reason: '',
    isSurgery: true,
    date: '1975',
    performer: '',
    site: '',
    source: 'told',
    note: '',
    ...part,
  });
const change = (patientId: string, id: string, version: string, changes: object) =>
  tell<ChangedStatement>(doctor, 'procedures.change', { patientId, key: randomUUID(), id, version, changes });

it('keeps what the patient tells as told, and who wrote it', async () => {
  const p = await patient();
  const { id } = await record(p);
  expect((await list(p)).done).toMatchObject([
    {
      id,
      isTold: true,
      isSurgery: true,
      performed: { start: '1975' },
      recorder: expect.stringMatching(/\w/),
    },
  ]);
});

it('keeps what was not done with its reason, and changes it to what was', async () => {
  const p = await patient();
  const { id } = await record(p, { status: 'not-done', reason: 'Refus', source: 'seen', isSurgery: false });
  expect((await list(p)).notDone).toMatchObject([{ id, statusReason: { text: 'Refus' }, isTold: false }]);
  await change(p, id, '1', { status: 'completed', date: '2024-01-02', performer: 'Dr Petit' });
  expect((await list(p)).done).toMatchObject([
    { id, statusReason: null, performed: { start: '2024-01-02' }, performers: [{ name: 'Dr Petit' }] },
  ]);
  const { versions } = await ask<ProcedureVersions>(nurse, 'procedures.versions', { patientId: p, id });
  expect(versions.map(({ row }) => row.status)).toEqual(['completed', 'not-done']);
});

it('leaves what the form cannot hold', async () => {
  const p = await patient();
  const { id = '' } = await fhir.create<Procedure>({
    resourceType: 'Procedure',
    status: 'completed',
    statusReason: { text: 'programmée' },
    subject: { reference: `Patient/${p}` },
    code: { text: 'Coloscopie' },
    category: { text: 'Endoscopie' },
    performedPeriod: { start: '2020-01-02T08:00:00+01:00', end: '2020-01-02T09:00:00+01:00' },
    complication: [{ text: 'Aucune' }],
  });
  const { meta: _m, ...was } = await fhir.read('Procedure', id);
  await change(p, id, '1', { site: 'Côlon droit' });
  const { meta: _, ...now } = await fhir.read('Procedure', id);
  expect(now).toEqual({ ...was, bodySite: [{ text: 'Côlon droit' }] });
});

it('is a doctor’s, takes no impossible day and no absence, and is struck out', async () => {
  const p = await patient();
  expect(await failure(record(p, {}, nurse))).toEqual(['FORBIDDEN']);
  expect(await failure(record(p, { date: '1950' }))).toEqual(['BAD_REQUEST', 'date before-birth']);
  expect(await failure(record(p, { date: '2019-02-30' }))).toEqual(['BAD_REQUEST', 'date impossible']);
  expect(await failure(record(p, { coded: { text: 'Aucune intervention', code: null } }))).toEqual([
    'BAD_REQUEST',
    'coded absence',
  ]);
  const { id } = await record(p);
  await tell(doctor, 'procedures.markEnteredInError', {
    patientId: p,
    key: randomUUID(),
    id,
    version: '1',
    reason: 'autre patient',
  });
  expect(await list(p)).toMatchObject({ done: [], notDone: [], planned: [] });
});
