import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import {
  doctor,
  failure,
  fhir,
  list,
  nurse,
  patient,
  pharmacist,
  record,
  recordNoneKnown,
} from './testing-allergies.ts';

it('keeps an allergy as it was said, and guesses no category', async () => {
  const id = await patient();
  const made = await record(
    id,
    'Latex naturel',
    {
      kind: 'allergy',
      criticality: 'high',
      reactions: [{ manifestation: 'Urticaire', severity: 'moderate' }],
      onset: '2019-05',
      note: 'Au bloc',
    },
    nurse,
  );
  const stored = await fhir.read('AllergyIntolerance', made.id);
  expect(stored).toMatchObject({
    type: 'allergy',
    criticality: 'high',
    code: { text: 'Latex naturel' },
    meta: { tag: [{ code: 'uncoded' }] },
    verificationStatus: { coding: [{ code: 'unconfirmed' }] },
    onsetDateTime: '2019-05',
    recorder: { reference: expect.stringContaining('Practitioner/') },
  });
  expect(stored.category).toBeUndefined();
  const { state, current } = await list(id);
  expect(state).toBe('known');
  expect(current).toMatchObject([
    {
      substance: { text: 'Latex naturel' },
      rank: 3,
      reactions: [{ manifestations: [{ text: 'Urticaire' }], severity: 'moderate' }],
    },
  ]);
});

it('says that the same is listed before it is written twice', async () => {
  const id = await patient();
  await record(id, 'Arachide');
  expect(await failure(record(id, 'ARACHIDE'))).toEqual(['BAD_REQUEST', 'coded listed']);
  await record(id, 'Arachide', { isRepeatWanted: true });
  expect((await list(id)).current).toHaveLength(2);
});

it('makes one allergy of one form, however often it is sent', async () => {
  const id = await patient();
  const key = randomUUID();
  const first = await record(id, 'Iode', { key });
  expect(await record(id, 'Iode', { key })).toEqual({ id: first.id, isReplay: true });
  expect((await list(id)).current).toHaveLength(1);
});

it('keeps "none known" apart from "not asked", once, and ends it with the first allergy', async () => {
  const id = await patient();
  expect((await list(id)).state).toBe('not-recorded');
  const said = await recordNoneKnown(id);
  expect(await list(id)).toMatchObject({ state: 'none-known', current: [], statements: [{ id: said.id }] });
  expect(await failure(recordNoneKnown(id))).toEqual(['BAD_REQUEST', 'current said']);
  const key = randomUUID();
  const made = await record(id, 'Kiwi', { key });
  const after = await list(id);
  expect(after).toMatchObject({ state: 'known', current: [{ id: made.id }], statements: [] });
  // also when it is sent once more, the answer names what was made and not what ended with it
  expect(await record(id, 'Kiwi', { key })).toEqual({ id: made.id, isReplay: true });
  expect(await fhir.read('AllergyIntolerance', said.id)).toMatchObject({
    clinicalStatus: { coding: [{ code: 'inactive' }] },
    verificationStatus: { coding: [{ code: 'refuted' }] },
    code: { coding: [{ code: '716186003' }] },
    note: [{ text: 'Une allergie a été notée depuis.' }],
  });
  expect(await failure(recordNoneKnown(id))).toEqual(['BAD_REQUEST', 'current listed']);
});

it('lets no allergy and "none known" stand side by side, when both are said at once', async () => {
  const id = await patient();
  await Promise.allSettled([record(id, 'Noix', {}, nurse), recordNoneKnown(id, randomUUID(), doctor)]);
  const { state, current, statements } = await list(id);
  expect([state, current.length, statements.length]).toEqual(['known', 1, 0]);
});

it('takes no words of absence for a substance, and no day that cannot be', async () => {
  const id = await patient();
  expect(await failure(record(id, 'Aucune allergie connue'))).toEqual(['BAD_REQUEST', 'coded absence']);
  expect(await failure(record(id, 'Soja', { onset: '2019-02-30' }))).toEqual([
    'BAD_REQUEST',
    'onset impossible',
  ]);
  expect(await failure(record(id, 'Soja', { onset: '1950' }))).toEqual(['BAD_REQUEST', 'onset before-birth']);
});

it('is for doctors and nurses', async () => {
  const id = await patient();
  expect(await failure(record(id, 'Soja', {}, pharmacist))).toEqual(['FORBIDDEN']);
  expect(await failure(recordNoneKnown(id, randomUUID(), pharmacist))).toEqual(['FORBIDDEN']);
});
