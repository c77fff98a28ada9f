import { randomUUID } from 'node:crypto';
import { addDays, dayOf } from '@keneyapp/fhir-model/hospital-days';
import type { Observation } from '@medplum/fhirtypes';
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
import type { VitalsFormView } from '../vitals/view.ts';
import type { RecordInput } from './schema.ts';
import type { HabitsView, HabitVersions } from './view.ts';

const today = dayOf(new Date());
const list = (patientId: string) => ask<HabitsView>(pharmacist, 'habits.list', { patientId });
const record = (patientId: string, part: Partial<RecordInput> = {}, who = doctor) =>
  tell<ChangedStatement>(who, 'habits.record', {
    patientId,
    key: randomUUID(),
    kind: 'tobacco',
    answer: 'daily',
    asked: today,
    perDay: 10,
    packYears: 12.5,
    perWeek: null,
    which: '',
    stopped: null,
    due: null,
    note: '',
    ...part,
  });
const change = (patientId: string, id: string, version: string, changes: object, who = doctor) =>
  tell<ChangedStatement>(who, 'habits.change', { patientId, key: randomUUID(), id, version, changes });
const strikeOut = (patientId: string, id: string, version = '1', who = doctor) =>
  tell<ChangedStatement>(who, 'habits.markEnteredInError', {
    ...{ patientId, key: randomUUID(), id, version, reason: 'autre patient' },
  });
/** A woman of thirty, whatever the year. */
async function woman(gender: 'female' | 'male' = 'female'): Promise<string> {
  const id = await patient();
  const { meta: _, ...was } = await fhir.read('Patient', id);
  await fhir.update({ ...was, id, gender, birthDate: addDays(today, -30 * 365) });
  return id;
}

it('keeps what is answered once, tells it from what nobody asked, and from what was asked in vain', async () => {
  const p = await patient();
  expect((await list(p)).notAsked).toEqual(['tobacco', 'alcohol', 'substances']);
  const key = randomUUID();
  const { id } = await record(p, { key });
  expect(await record(p, { key })).toEqual({ id, isReplay: true });
  await record(p, { kind: 'alcohol', answer: 'unknown', perDay: null, packYears: null }, nurse);
  const { current, notAsked } = await list(p);
  expect(current).toMatchObject([
    {
      id,
      kind: 'tobacco',
      answer: 'daily',
      perDay: 10,
      packYears: 12.5,
      author: expect.stringMatching(/\w/),
    },
    { kind: 'alcohol', answer: 'unknown' },
  ]);
  expect(notAsked).toEqual(['substances']);
  expect(await fhir.read('Observation', id)).toMatchObject({
    status: 'final',
    category: [{ coding: [{ code: 'social-history' }] }],
    code: { coding: [{ system: 'http://loinc.org', code: '72166-2' }] },
    valueCodeableConcept: { coding: [{ code: 'LA18976-3' }, { code: '449868002' }] },
  });
});

it('is asked again later: the new answer stands, the old one is earlier; and is changed in place with its history', async () => {
  const p = await patient();
  const { id: old } = await record(p, { asked: '2020-01-02' });
  const { id } = await record(p, { answer: 'former', perDay: null, stopped: '2024-03' });
  expect(await list(p)).toMatchObject({
    current: [{ id, answer: 'former', stopped: '2024-03', packYears: 12.5 }],
    earlier: [{ id: old, answer: 'daily' }],
  });
  await change(p, id, '1', { stopped: '2023', note: 'avec patchs' }, nurse);
  await change(p, id, '2', { answer: 'never' });
  const { versions } = await ask<HabitVersions>(nurse, 'habits.versions', { patientId: p, id });
  expect(versions.map(({ row, note }) => [row.answer, row.stopped, row.packYears, note])).toEqual([
    ['never', null, null, 'avec patchs'],
    ['former', '2023', 12.5, 'avec patchs'],
    ['former', '2024-03', 12.5, ''],
  ]);
  expect(versions.every(({ changedBy }) => changedBy !== null)).toBe(true);
  await strikeOut(p, id, '3');
  expect(await list(p)).toMatchObject({ current: [{ id: old }], earlier: [], struckOut: [] });
  await strikeOut(p, old);
  const none = await list(p);
  expect(none).toMatchObject({ current: [], struckOut: ['tobacco'] });
  expect(none.notAsked).toContain('tobacco');
});

it('leaves what another system says beside it', async () => {
  const p = await patient();
  const pipe = { code: { text: 'Pipe' }, valueString: 'parfois' };
  const { id = '' } = await fhir.create<Observation>({
    resourceType: 'Observation',
    status: 'final',
    subject: { reference: `Patient/${p}` },
    code: { coding: [{ system: 'http://loinc.org', code: '72166-2' }], text: 'Smoking' },
    valueCodeableConcept: { coding: [{ system: 'http://snomed.info/sct', code: '8517006' }] },
    effectiveDateTime: '2020-05-06',
    component: [pipe],
    method: { text: 'entretien' },
  });
  await change(p, id, '1', { packYears: 30 });
  expect(await fhir.read('Observation', id)).toMatchObject({
    status: 'amended',
    code: { text: 'Smoking' },
    valueCodeableConcept: { coding: [{ code: '8517006' }] },
    method: { text: 'entretien' },
    component: [{ valueQuantity: { value: 30 } }, pipe],
  });
});

it('a pregnancy counts its weeks, is known to the vital signs, and an old answer is said to be old', async () => {
  const p = await woman();
  expect((await list(p)).notAsked).toEqual([
    'tobacco',
    'alcohol',
    'substances',
    'pregnancy',
    'breastfeeding',
  ]);
  const none = { perDay: null, packYears: null };
  const { id } = await record(p, { ...none, kind: 'pregnancy', answer: 'no', asked: addDays(today, -31) });
  expect((await list(p)).current).toMatchObject([{ id, answer: 'no', isOld: true }]);
  const isPregnant = async () =>
    (await ask<VitalsFormView>(nurse, 'vitals.form', { patientId: p })).subject.isPregnant;
  expect(await isPregnant()).toBe(false);
  await record(p, { ...none, kind: 'pregnancy', answer: 'yes', due: addDays(today, 7 * 11) });
  expect(await list(p)).toMatchObject({
    current: [{ answer: 'yes', isOld: false }],
    earlier: [{ id }],
    term: { weeks: 30, days: 0 },
    notOffered: null,
  });
  expect(await isPregnant()).toBe(true);
});

it('is not asked of a man unprompted, which is said; recorded, it counts', async () => {
  const p = await woman('male');
  expect(await list(p)).toMatchObject({
    notAsked: ['tobacco', 'alcohol', 'substances'],
    notOffered: { sex: 'male', ageYears: 29 },
  });
  await record(p, { kind: 'pregnancy', answer: 'yes', perDay: null, packYears: null });
  expect(await list(p)).toMatchObject({ current: [{ kind: 'pregnancy' }], notOffered: null });
});

it('takes no impossible day, no answer of another question, and no term that cannot be', async () => {
  const p = await woman();
  const refused = (part: Partial<RecordInput>) => failure(record(p, part));
  expect(await refused({ asked: '2999-01-01' })).toEqual(['BAD_REQUEST', 'asked future']);
  expect(await refused({ stopped: '2019-02-30' })).toEqual(['BAD_REQUEST', 'stopped impossible']);
  expect(await refused({ answer: 'yes' })).toEqual(['BAD_REQUEST', 'answer needed']);
  expect(await refused({ kind: 'substances', answer: 'current' })).toEqual(['BAD_REQUEST', 'which needed']);
  const pregnant = { kind: 'pregnancy', answer: 'yes' } as const;
  expect(await refused({ ...pregnant, due: addDays(today, 300) })).toEqual(['BAD_REQUEST', 'due too-far']);
  expect(await refused({ ...pregnant, due: addDays(today, -60) })).toEqual(['BAD_REQUEST', 'due over']);
  expect((await refused({ perDay: 5000 }))[0]).toBe('BAD_REQUEST');
  expect(await failure(record(p, {}, pharmacist))).toEqual(['FORBIDDEN']);
});

it('is of this patient; a measure or a result is neither changed, struck out nor told here', async () => {
  const [p, other] = [await patient(), await patient()];
  const { id } = await record(p);
  expect(await failure(change(other, id, '1', { note: 'x' }))).toEqual(['NOT_FOUND']);
  expect(await failure(change(p, id, '4', { note: 'x' }))).toEqual(['PRECONDITION_FAILED']);
  const { id: lab = '' } = await fhir.create<Observation>({
    resourceType: 'Observation',
    status: 'final',
    subject: { reference: `Patient/${p}` },
    code: { coding: [{ system: 'http://loinc.org', code: '718-7' }] },
    valueQuantity: { value: 9 },
  });
  expect(await failure(change(p, lab, '1', { note: 'x' }))).toEqual(['NOT_FOUND']);
  expect(await failure(strikeOut(p, lab))).toEqual(['NOT_FOUND']);
  expect(await failure(ask(doctor, 'habits.versions', { patientId: p, id: lab }))).toEqual(['NOT_FOUND']);
  expect((await list(p)).current.map((row) => row.id)).toEqual([id]);
});
