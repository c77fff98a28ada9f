import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { FlowsheetView, WrittenView } from './view.ts';
import {
  all,
  ask,
  correct,
  doctor,
  failure,
  fhir,
  full,
  nurse,
  one,
  patient,
  pharmacist,
  record,
  retract,
  secretary,
  set,
  stored,
} from './testing-vitals.ts';

const named = (view: Pick<WrittenView, 'sets'>) =>
  all(view).map(({ observationId, version }) => ({ observationId, version }));
const setKeyOf = (view: WrittenView) => all(view)[0]?.setKey ?? '';
const sheetOf = (patientId: string) => ask<FlowsheetView>(nurse, 'vitals.flowsheet', { patientId });
const states = async (patientId: string) => new Set(all(await sheetOf(patientId)).map(({ state }) => state));

describe('taking a whole set back', () => {
  it('marks every value and the score with one reason, in one transaction, and deletes nothing', async () => {
    const id = await patient();
    const other = await record(id, set({ takenAt: '2026-02-01T08:30:00+01:00' }));
    const before = await record(id, set());
    const after = await retract(id, {
      observations: named(before),
      setKey: setKeyOf(before),
      reason: 'mauvais patient',
    });
    expect(all(after).map(({ name }) => name)).toEqual(all(before).map(({ name }) => name));
    expect(all(after).map(({ name }) => name)).toContain('news2');
    for (const measure of all(after))
      expect(measure).toMatchObject({
        state: 'entered-in-error',
        version: '2',
        change: { text: 'mauvais patient' },
      });
    // one write of the server: everything of one transaction has its moment
    const written = await Promise.all(all(after).map(({ observationId }) => stored(observationId)));
    expect(new Set(written.map(({ meta }) => meta?.lastUpdated)).size).toBe(1);
    expect(written.map(({ status }) => status)).toEqual(written.map(() => 'entered-in-error'));
    // the other set stands as it was
    for (const { observationId } of all(other))
      expect((await stored(observationId)).meta?.versionId).toBe('1');
  });

  it('does it once, however often the same key is sent', async () => {
    const id = await patient();
    const before = await record(id, set());
    const input = {
      key: randomUUID(),
      observations: named(before),
      setKey: setKeyOf(before),
      reason: 'mauvais patient',
    };
    expect((await retract(id, input)).isReplay).toBe(false);
    const again = await retract(id, input);
    expect(again.isReplay).toBe(true);
    expect(all(again).map(({ version }) => version)).toEqual(all(before).map(() => '2'));
    expect((await failure(retract(id, { ...input, reason: 'autre motif' }))).code).toBe('CONFLICT');
  });

  it('follows into an index of another set', async () => {
    const id = await patient();
    const first = await record(
      id,
      set({
        takenAt: '2026-01-01T08:00:00Z',
        values: { height: 180 },
        consciousness: undefined,
        oxygen: undefined,
      }),
    );
    const second = await record(
      id,
      set({
        takenAt: '2026-01-02T08:00:00Z',
        values: { weight: 72 },
        consciousness: undefined,
        oxygen: undefined,
      }),
    );
    const after = await retract(id, {
      observations: named(first),
      setKey: setKeyOf(first),
      reason: 'mauvais patient',
    });
    expect(one(after, 'bmi')).toMatchObject({
      observationId: one(second, 'bmi').observationId,
      state: 'entered-in-error',
    });
    expect((await stored(one(second, 'weight').observationId)).status).toBe('final');
  });

  it('is a conflict when one value was corrected meanwhile, and then nothing is taken back', async () => {
    const id = await patient();
    const before = await record(id, set());
    const rate = one(before, 'heartRate');
    await correct(
      id,
      { changes: [{ observationId: rate.observationId, version: rate.version, values: { heartRate: 80 } }] },
      doctor,
    );
    const reason = 'mauvais patient';
    const setKey = setKeyOf(before);
    expect((await failure(retract(id, { observations: named(before), setKey, reason }))).code).toBe(
      'PRECONDITION_FAILED',
    );
    expect(await states(id)).toEqual(new Set(['recorded', 'corrected']));
    // over what is there now, which was seen
    await retract(id, { observations: named(await sheetOf(id)), setKey, reason });
    expect(await states(id)).toEqual(new Set(['entered-in-error']));
  });

  it('is a conflict when a value was added to the set meanwhile', async () => {
    const id = await patient();
    const before = await record(id, set({ values: { ...full, temperature: 37 } }));
    const { id: _id, meta: _meta, ...temperature } = await stored(one(before, 'temperature').observationId);
    await fhir.create({
      ...temperature,
      code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] },
      valueQuantity: { value: 3, code: '{score}', system: 'http://unitsofmeasure.org' },
    });
    const input = { observations: named(before), reason: 'mauvais patient' };
    expect((await failure(retract(id, { ...input, setKey: setKeyOf(before) }))).code).toBe(
      'PRECONDITION_FAILED',
    );
    expect(await states(id)).toEqual(new Set(['recorded']));
    // these values alone are not the set
    await retract(id, input);
    expect(one(await sheetOf(id), 'pain').state).toBe('recorded');
  });

  it('is refused for values of another set than the one that is meant', async () => {
    const id = await patient();
    const before = await record(id, set());
    const other = await record(id, set({ takenAt: '2026-02-01T08:30:00+01:00' }));
    const input = { setKey: setKeyOf(before), reason: 'mauvais patient' };
    for (const observations of [named(other).slice(0, 2), [...named(before), ...named(other).slice(0, 1)]])
      expect((await failure(retract(id, { ...input, observations }))).code).toBe('BAD_REQUEST');
    expect(await states(id)).toEqual(new Set(['recorded']));
  });

  it('is refused to who may not, without a reason, for values of somebody else, and for one named twice', async () => {
    const [id, somebody] = [await patient(), await patient()];
    const [before, foreign] = [await record(id, set()), await record(somebody, set())];
    const input = { observations: named(before), setKey: setKeyOf(before), reason: 'mauvais patient' };
    for (const who of [pharmacist, secretary])
      expect((await failure(retract(id, input, who))).code).toBe('FORBIDDEN');
    expect((await failure(retract(id, { ...input, reason: '  ' }))).code).toBe('BAD_REQUEST');
    const [first, ...rest] = named(before);
    expect(
      (await failure(retract(id, { ...input, observations: [...rest, ...named(foreign).slice(0, 1)] }))).code,
    ).toBe('NOT_FOUND');
    expect((await failure(retract(id, { ...input, observations: [first, first] as never }))).code).toBe(
      'BAD_REQUEST',
    );
    expect(await states(id)).toEqual(new Set(['recorded']));
    expect(await states(somebody)).toEqual(new Set(['recorded']));
  });
});
