import type { AllergyIntolerance } from '@medplum/fhirtypes';
import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { ChangedStatement } from '../../statements.ts';
import {
  ask,
  doctor,
  failure,
  fhir,
  list,
  nurse,
  patient,
  pharmacist,
  record,
  recordNoneKnown,
  tell,
} from './testing-allergies.ts';
import type { AllergyVersions } from './view.ts';

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

const put = (
  patientId: string,
  id: string,
  version: string,
  changes: object,
  more: object = {},
  who = doctor,
) =>
  tell<ChangedStatement>(who, 'allergies.change', {
    patientId,
    key: randomUUID(),
    id,
    version,
    changes,
    isRepeatWanted: false,
    ...more,
  });

it('holds several reactions, and keeps of each what the form does not know', async () => {
  const p = await patient();
  const { id = '' } = await fhir.create<AllergyIntolerance>({
    resourceType: 'AllergyIntolerance',
    patient: { reference: `Patient/${p}` },
    code: { text: 'Noix' },
    clinicalStatus: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical', code: 'active' },
      ],
    },
    category: ['food'],
    type: 'allergy',
    criticality: 'low',
    reaction: [
      { manifestation: [{ text: 'Urticaire' }, { text: 'Prurit' }], severity: 'mild', onset: '2018-01-02' },
      { manifestation: [{ text: 'Toux' }], exposureRoute: { text: 'orale' } },
    ],
  });
  await put(
    p,
    id,
    '1',
    {
      criticality: 'high',
      kind: null,
      reactions: [
        { manifestation: 'Choc', severity: 'severe', was: null },
        { manifestation: 'Urticaire, Prurit', severity: 'moderate', was: 'Urticaire, Prurit' },
        { manifestation: 'Toux sèche', severity: null, was: 'Toux' },
      ],
    },
    {},
    nurse,
  );
  const stored = await fhir.read('AllergyIntolerance', id);
  expect(stored.type).toBeUndefined();
  expect(stored).toMatchObject({ category: ['food'], criticality: 'high' });
  expect(stored.reaction).toEqual([
    { manifestation: [{ text: 'Choc' }], severity: 'severe' },
    { manifestation: [{ text: 'Urticaire' }, { text: 'Prurit' }], severity: 'moderate', onset: '2018-01-02' },
    { manifestation: [{ text: 'Toux sèche' }], exposureRoute: { text: 'orale' } },
  ]);
  await put(p, id, '2', { reactions: [] });
  expect((await fhir.read('AllergyIntolerance', id)).reaction).toBeUndefined();
  const { versions } = await ask<AllergyVersions>(doctor, 'allergies.versions', { patientId: p, id });
  expect(versions.map(({ row }) => row.reactions.map(({ words }) => words))).toEqual([
    [],
    ['Choc', 'Urticaire, Prurit', 'Toux sèche'],
    ['Urticaire, Prurit', 'Toux'],
  ]);
});

it('says that another one of the list has that name already, and makes no absence of an allergy', async () => {
  const p = await patient();
  await record(p, 'Soja');
  const { id } = await record(p, 'Sojat');
  const coded = { text: 'soja', code: null };
  expect(await failure(put(p, id, '1', { coded }))).toEqual(['BAD_REQUEST', 'coded listed']);
  expect(await failure(put(p, id, '1', { coded: { text: 'Aucune allergie', code: null } }))).toEqual([
    'BAD_REQUEST',
    'coded absence',
  ]);
  await put(p, id, '1', { coded }, { isRepeatWanted: true });
  expect(await failure(put(p, id, '2', { note: 'x' }, {}, pharmacist))).toEqual(['FORBIDDEN']);
});

it('takes back that none is known: then nobody has said anything', async () => {
  const p = await patient();
  const { id } = await recordNoneKnown(p);
  expect(await failure(put(p, id, '1', { note: 'x' }))).toEqual(['BAD_REQUEST', 'id absence']);
  const [said] = (await list(p)).statements;
  expect(said).toMatchObject({ id, version: '1' });
  await change('markEnteredInError', p, id, { reason: 'non demandé' });
  expect(await list(p)).toMatchObject({ state: 'not-recorded', statements: [], past: [] });
});
