import { randomUUID } from 'node:crypto';
import type { Immunization } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import type { ChangedStatement } from '../../statements.ts';
import {
  ask,
  doctor,
  failure,
  fhir,
  nurse,
  patient,
  pharmacist,
  tell,
} from '../allergies/testing-allergies.ts';
import type { RecordInput } from './schema.ts';
import type { ImmunizationVersions, ImmunizationsView } from './view.ts';

const list = (patientId: string) => ask<ImmunizationsView>(doctor, 'immunizations.list', { patientId });
const record = (patientId: string, part: Partial<RecordInput> = {}, who = nurse) =>
  tell<ChangedStatement>(who, 'immunizations.record', {
    patientId,
    key: randomUUID(),
    coded: { text: 'Vaccin du tétanos', code: null },
    notDone: null,
    source: 'here',
    date: '2024-10-05',
    lot: '',
    expiry: null,
    dose: '',
    site: null,
    note: '',
    ...part,
  });
const change = (patientId: string, id: string, version: string, changes: object, who = nurse) =>
  tell<ChangedStatement>(who, 'immunizations.change', { patientId, key: randomUUID(), id, version, changes });

it('keeps what was given here with lot, dose and site, once, and who gave it', async () => {
  const p = await patient();
  const key = randomUUID();
  const all = { key, lot: 'A12', expiry: '2027-03', dose: '2', site: 'LA' } as const;
  const { id } = await record(p, all);
  expect(await record(p, all)).toEqual({ id, isReplay: true });
  expect(await fhir.read('Immunization', id)).toMatchObject({
    status: 'completed',
    primarySource: true,
    lotNumber: 'A12',
    expirationDate: '2027-03',
    occurrenceDateTime: '2024-10-05',
    site: { coding: [{ code: 'LA' }], text: 'Bras gauche' },
    protocolApplied: [{ doseNumberPositiveInt: 2 }],
    performer: [{ actor: { reference: expect.stringContaining('Practitioner/') } }],
    meta: { tag: [{ code: 'uncoded' }] },
  });
  expect((await list(p)).items).toHaveLength(1);
});

it('keeps what is told without a date, and what was not done with its reason', async () => {
  const p = await patient();
  const told = await record(p, { source: 'recall', date: null, dose: 'rappel' });
  const not = await record(p, { notDone: 'PATOBJ', coded: { text: 'Grippe', code: null } }, doctor);
  const { items } = await list(p);
  expect(items.find(({ id }) => id === told.id)).toMatchObject({
    dateText: 'Date inconnue',
    isPrimarySource: false,
    performer: null,
    protocols: [{ doseNumber: 'rappel' }],
  });
  expect(items.find(({ id }) => id === not.id)).toMatchObject({
    status: 'not-done',
    statusReason: { text: 'Refus du patient', codes: [{ code: 'PATOBJ' }] },
  });
});

it('changes what was changed, over the version that was read, and keeps the rest', async () => {
  const p = await patient();
  const { id = '' } = await fhir.create<Immunization>({
    resourceType: 'Immunization',
    status: 'completed',
    patient: { reference: `Patient/${p}` },
    vaccineCode: { coding: [{ system: 'urn:elsewhere', code: 'V1', display: 'Vaccin' }] },
    occurrenceString: 'enfance',
    isSubpotent: true,
    doseQuantity: { value: 0.5, unit: 'mL' },
    protocolApplied: [
      { doseNumberPositiveInt: 1, series: 'Primo', targetDisease: [{ text: 'Tétanos' }] },
      { doseNumberPositiveInt: 3 },
    ],
  });
  await change(p, id, '1', { lot: 'B7', dose: '' });
  expect(await fhir.read('Immunization', id)).toMatchObject({
    lotNumber: 'B7',
    occurrenceString: 'enfance',
    isSubpotent: true,
    doseQuantity: { value: 0.5 },
    protocolApplied: [
      { doseNumberString: 'Non précisé', series: 'Primo', targetDisease: [{ text: 'Tétanos' }] },
      { doseNumberPositiveInt: 3 },
    ],
  });
  expect(await failure(change(p, id, '1', { lot: '' }))).toEqual(['PRECONDITION_FAILED']);
  await change(p, id, '2', { coded: { text: 'DTP', code: null }, date: '2001', notDone: 'MEDPREC' });
  const { versions } = await ask<ImmunizationVersions>(doctor, 'immunizations.versions', {
    patientId: p,
    id,
  });
  expect(versions.map(({ row }) => [row.vaccine.text, row.status, row.date ?? row.dateText])).toEqual([
    ['DTP', 'not-done', '2001'],
    ['Vaccin', 'completed', 'enfance'],
    ['Vaccin', 'completed', 'enfance'],
  ]);
});

it('is struck out by a nurse too, and shown no more', async () => {
  const p = await patient();
  const { id } = await record(p);
  const strike = { patientId: p, key: randomUUID(), id, version: '1', reason: 'autre patient' };
  await tell(nurse, 'immunizations.markEnteredInError', strike);
  expect((await list(p)).items).toEqual([]);
  expect(await failure(change(p, id, '2', { lot: 'x' }))).toEqual(['BAD_REQUEST', 'id entered-in-error']);
});

it('takes no impossible day, none to come or before birth, and a whole day of what was given here', async () => {
  const [p, other] = [await patient(), await patient()];
  const refused = (part: Partial<RecordInput>) => failure(record(p, part));
  expect(await refused({ date: '2024-02-30' })).toEqual(['BAD_REQUEST', 'date impossible']);
  expect(await refused({ date: '9999-01-01' })).toEqual(['BAD_REQUEST', 'date future']);
  expect(await refused({ date: '1950', source: 'recall' })).toEqual(['BAD_REQUEST', 'date before-birth']);
  expect(await refused({ date: '2024' })).toEqual(['BAD_REQUEST', 'date needed']);
  expect(await refused({ date: null })).toEqual(['BAD_REQUEST', 'date needed']);
  expect(await failure(record(p, {}, pharmacist))).toEqual(['FORBIDDEN']);
  const { id } = await record(p);
  expect(await failure(change(other, id, '1', { lot: 'x' }))).toEqual(['NOT_FOUND']);
  expect(await failure(change(p, id, '1', { date: null }))).toEqual(['BAD_REQUEST', 'date needed']);
});
