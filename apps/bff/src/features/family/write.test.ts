import { randomUUID } from 'node:crypto';
import type { FamilyMemberHistory } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import type { ChangedStatement } from '../../statements.ts';
import { ask, doctor, failure, fhir, nurse, patient, tell } from '../allergies/testing-allergies.ts';
import type { RecordInput } from './schema.ts';
import type { FamilyVersions, FamilyView } from './view.ts';

const list = (patientId: string, who = nurse) => ask<FamilyView>(who, 'family.list', { patientId });
const disease = (text: string, age: number | null = null) => ({ coded: { text, code: null }, age });
const record = (patientId: string, part: Partial<RecordInput> = {}, who = doctor) =>
  tell<ChangedStatement>(who, 'family.record', {
    patientId,
    key: randomUUID(),
    relation: 'MTH',
    conditions: [disease('Cancer du sein', 48)],
    isDeceased: null,
    ageAtDeath: null,
    note: '',
    ...part,
  });
const none = (patientId: string, key: string = randomUUID()) =>
  tell<ChangedStatement>(doctor, 'family.recordNoneKnown', { patientId, key });
const change = (patientId: string, id: string, version: string, changes: object) =>
  tell<ChangedStatement>(doctor, 'family.change', { patientId, key: randomUUID(), id, version, changes });

it('keeps who had what at which age, and whether they live', async () => {
  const p = await patient();
  const key = randomUUID();
  const conditions = [disease('Cancer du sein', 48), disease('Diabète')];
  const part = { key, conditions, isDeceased: true, ageAtDeath: 61 };
  const { id } = await record(p, part);
  expect(await record(p, part)).toEqual({ id, isReplay: true });
  expect(await list(p)).toMatchObject({
    items: [
      {
        id,
        relation: { text: 'Mère', codes: [{ code: 'MTH' }] },
        deceased: { is: true, when: { age: { low: 61 } } },
        conditions: [{ name: { text: 'Cancer du sein' }, onset: { age: { low: 48 } } }, { onset: null }],
      },
    ],
    statements: [],
  });
});

it('keeps "none" apart from "not asked", refuses it beside a disease, and takes it back', async () => {
  const p = await patient();
  expect(await list(p)).toMatchObject({ items: [], statements: [] });
  const key = randomUUID();
  const { id } = await none(p, key);
  expect(await none(p, key)).toEqual({ id, isReplay: true });
  expect(await list(p)).toMatchObject({
    items: [],
    statements: [{ id, version: '1', isContradicted: false }],
  });
  expect(await failure(none(p))).toEqual(['BAD_REQUEST', 'current said']);
  expect(await failure(change(p, id, '1', { note: 'x' }))).toEqual(['BAD_REQUEST', 'id absence']);
  await record(p);
  expect((await list(p)).statements).toMatchObject([{ isContradicted: true }]);
  const strike = { patientId: p, key: randomUUID(), id, version: '1', reason: 'non demandé' };
  await tell(doctor, 'family.markEnteredInError', strike);
  expect((await list(p)).statements).toEqual([]);
  expect(await failure(none(p))).toEqual(['BAD_REQUEST', 'current listed']);
});

it('changes what was changed, and keeps of each disease what the form does not know', async () => {
  const p = await patient();
  const { id = '' } = await fhir.create<FamilyMemberHistory>({
    resourceType: 'FamilyMemberHistory',
    status: 'partial',
    patient: { reference: `Patient/${p}` },
    relationship: { text: 'Père' },
    sex: { text: 'M' },
    deceasedString: 'jeune',
    condition: [
      { code: { coding: [{ system: 'urn:x', code: 'I', display: 'Infarctus' }] }, contributedToDeath: true },
      { code: { text: 'Goutte' }, onsetString: 'tard' },
    ],
  });
  await change(p, id, '1', {
    conditions: [
      { ...disease('Infarctus', 50), was: 'Infarctus' },
      { ...disease('Goutte sévère'), was: 'Goutte' },
      { ...disease('HTA'), was: null },
    ],
  });
  expect(await fhir.read('FamilyMemberHistory', id)).toMatchObject({
    status: 'partial',
    sex: { text: 'M' },
    deceasedString: 'jeune',
    condition: [
      { code: { coding: [{ code: 'I' }] }, contributedToDeath: true, onsetAge: { value: 50 } },
      { code: { text: 'Goutte sévère' }, onsetString: 'tard' },
      { code: { text: 'HTA' } },
    ],
  });
  await change(p, id, '2', { isDeceased: false, relation: 'UNCLE' });
  const { versions } = await ask<FamilyVersions>(nurse, 'family.versions', { patientId: p, id });
  expect(versions.map(({ row }) => [row.relation.text, row.deceased?.is, row.conditions.length])).toEqual([
    ['Oncle', false, 3],
    ['Père', true, 3],
    ['Père', true, 2],
  ]);
});

it('is a doctor’s, of this patient, and takes no absence for a disease and no age of the living', async () => {
  const [p, other] = [await patient(), await patient()];
  expect(await failure(record(p, {}, nurse))).toEqual(['FORBIDDEN']);
  expect(await failure(record(p, { conditions: [disease('Aucun antécédent familial')] }))).toEqual([
    'BAD_REQUEST',
    'conditions.coded absence',
  ]);
  expect(await failure(record(p, { isDeceased: false, ageAtDeath: 50 }))).toEqual([
    'BAD_REQUEST',
    'ageAtDeath notDeceased',
  ]);
  expect((await failure(record(p, { conditions: [disease('Goutte', 400)] })))[0]).toBe('BAD_REQUEST');
  const { id } = await record(p);
  expect(await failure(change(other, id, '1', { note: 'x' }))).toEqual(['NOT_FOUND']);
  expect(await failure(change(p, id, '4', { note: 'x' }))).toEqual(['PRECONDITION_FAILED']);
});
