import { randomUUID } from 'node:crypto';
import type { Flag } from '@medplum/fhirtypes';
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
import type { PatientBanner } from '../patients/view.ts';
import type { RecordInput } from './schema.ts';
import type { FlagsView, FlagVersions } from './view.ts';

const list = (patientId: string) => ask<FlagsView>(pharmacist, 'flags.list', { patientId });
const banner = async (patientId: string) =>
  (await ask<PatientBanner>(nurse, 'patients.banner', { patientId })).clinical?.flags;
const record = (patientId: string, part: Partial<RecordInput> = {}, who = doctor) =>
  tell<ChangedStatement>(who, 'flags.record', {
    patientId,
    key: randomUUID(),
    kind: 'contact',
    detail: 'BMR',
    start: '2026-01-02',
    end: null,
    note: 'Prélèvement positif',
    ...part,
  });
const change = (patientId: string, id: string, version: string, changes: object, who = doctor) =>
  tell<ChangedStatement>(who, 'flags.change', { patientId, key: randomUUID(), id, version, changes });
const become = (path: 'end' | 'markEnteredInError', patientId: string, id: string, who = doctor) =>
  tell<ChangedStatement>(who, `flags.${path}`, {
    ...{ patientId, key: randomUUID(), id, version: '1', reason: 'Trois prélèvements négatifs' },
  });

it('keeps what stands, since when, why and by whom; the banner shows it once', async () => {
  const p = await patient();
  const key = randomUUID();
  const { id } = await record(p, { key });
  expect(await record(p, { key })).toEqual({ id, isReplay: true });
  const { current, past } = await list(p);
  expect(past).toEqual([]);
  expect(current).toMatchObject([
    { id, kind: 'contact', detail: 'BMR', start: '2026-01-02', end: null, note: 'Prélèvement positif' },
  ]);
  expect(current[0]?.author).toBeTruthy();
  expect(await banner(p)).toMatchObject([{ id, kind: 'isolation', text: 'Isolement contact : BMR' }]);
});

it('shows a limitation of treatment in the banner beside directives', async () => {
  const p = await patient();
  await record(p, { kind: 'directives', detail: '' });
  await record(p, { kind: 'limitation', detail: 'pas de réanimation' });
  expect((await banner(p))?.map(({ text }) => text).toSorted()).toEqual([
    'Directives anticipées',
    'Limitation ou arrêt des traitements (LATA) : pas de réanimation',
  ]);
});

it('ends for a reason, stays readable, and leaves the banner; ended once', async () => {
  const p = await patient();
  const { id } = await record(p);
  await become('end', p, id);
  const { current, past } = await list(p);
  expect(current).toEqual([]);
  expect(past).toMatchObject([{ id, status: 'inactive' }]);
  expect(past[0]?.note).toBe('Prélèvement positif\nTrois prélèvements négatifs');
  expect(past[0]?.end).toMatch(/^\d{4}-\d\d-\d\d$/);
  expect(await banner(p)).toEqual([]);
  const again = { patientId: p, key: randomUUID(), id, version: '2', reason: 'encore' };
  expect(await failure(tell(doctor, 'flags.end', again))).toEqual(['BAD_REQUEST', 'id ended']);
});

it('is changed where it was changed, and keeps what another system wrote; each version is readable', async () => {
  const p = await patient();
  const { id = '' } = await fhir.create<Flag>({
    resourceType: 'Flag',
    status: 'active',
    category: [{ text: 'Clinique' }],
    code: { coding: [{ system: 'urn:x', code: 'V' }], text: 'Capital veineux' },
    subject: { reference: `Patient/${p}` },
    extension: [{ url: 'urn:x', valueString: 'x' }],
  });
  await change(p, id, '1', { detail: 'Capital veineux gauche', note: 'Fistule prévue' });
  expect(await fhir.read('Flag', id)).toMatchObject({
    category: [{ text: 'Clinique' }],
    code: { coding: [{ code: 'V' }], text: 'Capital veineux gauche' },
    extension: [{ url: 'urn:x' }, { valueAnnotation: { text: 'Fistule prévue' } }],
  });
  await change(p, id, '2', { kind: 'fall', detail: '', start: '2026-02' });
  const { versions } = await ask<FlagVersions>(nurse, 'flags.versions', { patientId: p, id });
  expect(versions.map(({ row, note }) => [row.kind, row.name.text, row.start, note])).toEqual([
    ['fall', 'Risque de chute', '2026-02', 'Fistule prévue'],
    [null, 'Capital veineux gauche', null, 'Fistule prévue'],
    [null, 'Capital veineux', null, ''],
  ]);
});

it('is a nurse’s as far as isolation and falls go, and no limitation of treatment', async () => {
  const p = await patient();
  for (const kind of ['contact', 'droplet', 'airborne', 'protective', 'fall'] as const)
    await record(p, { kind }, nurse);
  for (const kind of ['limitation', 'directives', 'other'] as const)
    expect(await failure(record(p, { kind }, nurse))).toEqual(['FORBIDDEN']);
  const { id } = await record(p, { kind: 'limitation', detail: '' });
  expect(await failure(change(p, id, '1', { note: 'x' }, nurse))).toEqual(['FORBIDDEN']);
  expect(await failure(become('end', p, id, nurse))).toEqual(['FORBIDDEN']);
  expect(await failure(become('markEnteredInError', p, id, nurse))).toEqual(['FORBIDDEN']);
  const { id: fall } = await record(p, { kind: 'fall', detail: '' }, nurse);
  expect(await failure(change(p, fall, '1', { kind: 'limitation' }, nurse))).toEqual(['FORBIDDEN']);
  await become('end', p, fall, nurse);
  expect(await failure(record(p, {}, pharmacist))).toEqual(['FORBIDDEN']);
});

it('is of this patient, is struck out, and takes no end before its start and no words of nothing', async () => {
  const [p, other] = [await patient(), await patient()];
  expect(await failure(record(p, { end: '2025-12-31' }))).toEqual(['BAD_REQUEST', 'end before-onset']);
  expect(await failure(record(p, { start: '2999-01-01' }))).toEqual(['BAD_REQUEST', 'start future']);
  expect(await failure(record(p, { kind: 'other', detail: '' }))).toEqual(['BAD_REQUEST', 'detail needed']);
  const { id } = await record(p);
  expect(await failure(change(other, id, '1', { note: 'x' }))).toEqual(['NOT_FOUND']);
  expect(await failure(change(p, id, '4', { note: 'x' }))).toEqual(['PRECONDITION_FAILED']);
  await become('markEnteredInError', p, id);
  expect(await list(p)).toMatchObject({ current: [], past: [] });
  expect(await fhir.read('Flag', id)).toMatchObject({
    status: 'entered-in-error',
    extension: [{}, { valueAnnotation: { text: 'Trois prélèvements négatifs' } }],
  });
});
