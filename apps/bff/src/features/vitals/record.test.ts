import { describe, expect, it } from 'vitest';
import type { Observation } from '@medplum/fhirtypes';
import type { FlowsheetView, VitalsFormView } from './view.ts';
import {
  fhir,
  doctor,
  nurse,
  secretary,
  pharmacist,
  ask,
  failure,
  patient,
  full,
  set,
  record,
  correct,
  all,
  one,
  stored,
  count,
} from './testing-vitals.ts';

describe('vitals.record', () => {
  it('writes one set as FHIR vital signs, with score, interpretation, range and author', async () => {
    const id = await patient();
    const view = await record(
      id,
      set({ values: { ...full, heartRate: 95, weight: 70, height: 175 }, note: 'au repos' }),
    );
    expect(view.isReplay).toBe(false);
    expect(
      all(view)
        .map((m) => m.name)
        .sort(),
    ).toEqual([
      'bloodPressure',
      'bmi',
      'consciousness',
      'heartRate',
      'height',
      'news2',
      'oxygen',
      'oxygenSaturation',
      'respiratoryRate',
      'temperature',
      'weight',
    ]);
    expect(one(view, 'news2')).toMatchObject({
      value: 1,
      level: 'normal',
      isDerived: true,
      news2: { risk: 'low', spo2Scale: 1, redParameters: [] },
    });
    expect(one(view, 'bmi')).toMatchObject({ value: 22.9, unit: 'kg/m2', level: 'normal' });
    expect(one(view, 'heartRate')).toMatchObject({
      value: 95,
      level: 'high',
      state: 'recorded',
      recordedBy: expect.stringContaining('Lefèvre'),
    });
    const rate = await stored(one(view, 'heartRate').observationId);
    expect(rate).toMatchObject({
      status: 'final',
      subject: { reference: `Patient/${id}` },
      effectiveDateTime: '2026-03-01T08:30:00+01:00',
      performer: [{ reference: 'Practitioner/pract-infirmier' }],
      valueQuantity: { value: 95, unit: '/min', system: 'http://unitsofmeasure.org', code: '/min' },
      referenceRange: [{ low: { value: 51 }, high: { value: 90 } }],
    });
    expect(rate.interpretation?.[0]?.coding?.[0]?.code).toBe('H');
    expect(rate.meta?.profile).toContain(
      'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-observation-heartrate',
    );
    const pressure = await stored(one(view, 'bloodPressure').observationId);
    expect(pressure.component?.map((c) => [c.code.coding?.[0]?.code, c.valueQuantity?.value])).toEqual([
      ['8480-6', 128],
      ['8462-4', 76],
    ]);
    const score = await stored(one(view, 'news2').observationId);
    expect(score.derivedFrom).toHaveLength(7);
    expect(score.component?.map((c) => c.valueQuantity?.value)).toEqual([0, 0, 0, 0, 1, 0, 0]);
    expect(view.sets[0]?.note).toBe('au repos');
  });

  it('a save that is sent again, twice at once as well, makes no second set', async () => {
    const id = await patient();
    const input = set();
    const [a, b] = await Promise.all([record(id, input), record(id, input)]);
    const c = await record(id, input);
    expect([a.isReplay, b.isReplay, c.isReplay].filter(Boolean)).toHaveLength(2);
    expect(all(c).map((m) => m.version)).toEqual(all(c).map(() => '1'));
    expect(await count(id)).toBe(8);
  });

  it('a form that was changed after it was saved is refused, in words of its own, and what was saved stands', async () => {
    const id = await patient();
    const input = set();
    const first = await record(id, input);
    const changed = { ...input, values: { ...full, heartRate: 73 } };
    await expect(record(id, changed)).rejects.toMatchObject({ code: 'CONFLICT', reason: 'other-content' });
    // somebody else with the key of this set adds nothing to it either
    await expect(record(id, changed, doctor)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await count(id)).toBe(8);
    expect((await stored(one(first, 'heartRate').observationId)).valueQuantity?.value).toBe(72);
  });

  it('a replay after a correction gives back the corrected set and does not undo it', async () => {
    const id = await patient();
    const input = set();
    const temperature = one(await record(id, input), 'temperature');
    await correct(id, {
      changes: [
        {
          observationId: temperature.observationId,
          version: temperature.version,
          values: { temperature: 37.4 },
        },
      ],
    });
    expect(one(await record(id, input), 'temperature')).toMatchObject({ value: 37.4, state: 'corrected' });
  });

  it("the key of another patient's set reaches nothing of theirs", async () => {
    const [mine, theirs] = [await patient(), await patient()];
    const input = set();
    const first = await record(theirs, input);
    const second = await record(mine, { ...input, values: { heartRate: 60 } });
    expect(second.isReplay).toBe(false);
    expect(one(second, 'heartRate').observationId).not.toBe(one(first, 'heartRate').observationId);
    expect((await stored(one(first, 'heartRate').observationId)).valueQuantity?.value).toBe(72);
  });

  it('takes the height of before for the BMI of an adult, not of a child after a month', async () => {
    const adult = await patient();
    await record(adult, set({ takenAt: '2020-01-01T08:00:00Z', values: { height: 160 } }));
    expect(one(await record(adult, set({ values: { weight: 64 } })), 'bmi').value).toBe(25);
    const child = await patient('2018-01-01');
    await record(
      child,
      set({
        takenAt: '2025-01-01T08:00:00Z',
        values: { height: 120 },
        consciousness: undefined,
        oxygen: undefined,
      }),
    );
    expect(
      all(
        await record(child, set({ values: { weight: 24 }, consciousness: undefined, oxygen: undefined })),
      ).map((m) => m.name),
    ).toEqual(['weight']);
  });

  it('gives no NEWS2 when something is missing, below 16, or in pregnancy', async () => {
    const id = await patient();
    expect(all(await record(id, set({ oxygen: undefined }))).map((m) => m.name)).not.toContain('news2');
    const teen = await patient('2012-06-01');
    expect(all(await record(teen, set())).map((m) => m.name)).not.toContain('news2');
    const mother = await patient('1995-06-01');
    await fhir.create<Observation>({
      resourceType: 'Observation',
      status: 'final',
      subject: { reference: `Patient/${mother}` },
      effectiveDateTime: new Date().toISOString(),
      code: { coding: [{ system: 'http://loinc.org', code: '82810-3' }] },
      valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: 'LA15173-0' }] },
    });
    expect(all(await record(mother, set())).map((m) => m.name)).not.toContain('news2');
  });

  it.each([
    ['impossible', { values: { ...full, temperature: 375 } }, ['values', 'temperature'], 'impossible'],
    ['impossible for the age', { values: { weight: 3 } }, ['values', 'weight'], 'impossible'],
    [
      'critical and not confirmed',
      { values: { ...full, heartRate: 150 } },
      ['values', 'heartRate'],
      'needs-confirmation',
    ],
    [
      'confused and not confirmed',
      { consciousness: 'confusion' as const },
      ['consciousness'],
      'needs-confirmation',
    ],
    ['half a pressure', { values: { systolic: 120 } }, ['values', 'diastolic'], 'incomplete-pressure'],
    ['the other half', { values: { diastolic: 70 } }, ['values', 'systolic'], 'incomplete-pressure'],
    [
      'diastolic above systolic',
      { values: { systolic: 110, diastolic: 120 }, confirmed: ['diastolic' as const] },
      ['values', 'diastolic'],
      'diastolic-not-below-systolic',
    ],
    ['in the future', { takenAt: new Date(Date.now() + 3_600_000).toISOString() }, ['takenAt'], 'future'],
    ['before birth', { takenAt: '1959-01-01T00:00:00Z' }, ['takenAt'], 'before-birth'],
    ['empty', { values: {}, consciousness: undefined, oxygen: undefined }, ['values'], 'empty'],
    ['scale 2 by a nurse', { spo2Scale: 2 as const }, ['spo2Scale'], 'medical-decision'],
  ])('refuses what is %s, and writes nothing', async (_name, change, path, message) => {
    const id = await patient();
    const answer = await failure(record(id, set(change)));
    expect(answer.code).toBe('BAD_REQUEST');
    expect(answer.issues).toContainEqual({ path, message });
    expect(await count(id)).toBe(0);
  });

  it('accepts critical values once confirmed, and scale 2 from a doctor, kept for the next nurse', async () => {
    const id = await patient();
    const high = await record(id, set({ values: { ...full, heartRate: 150 }, confirmed: ['heartRate'] }));
    expect(one(high, 'heartRate').level).toBe('critical-high');
    expect(one(high, 'news2')).toMatchObject({
      value: 3,
      news2: { risk: 'low-medium', redParameters: ['heartRate'] },
    });
    const onScale2 = await record(
      id,
      set({ takenAt: '2026-03-02T08:00:00Z', values: { ...full, oxygenSaturation: 90 }, spo2Scale: 2 }),
      doctor,
    );
    expect(one(onScale2, 'news2')).toMatchObject({ value: 0, news2: { spo2Scale: 2 } });
    expect((await ask<VitalsFormView>(nurse, 'vitals.form', { patientId: id })).subject).toMatchObject({
      spo2Scale: 2,
      canChooseScale: false,
      canCorrect: true,
    });
    expect(
      one(
        await record(
          id,
          set({ takenAt: '2026-03-03T08:00:00Z', values: { ...full, oxygenSaturation: 90 }, spo2Scale: 2 }),
        ),
        'oxygenSaturation',
      ).level,
    ).toBe('normal');
  });

  it('is for doctors and nurses', async () => {
    const id = await patient();
    for (const who of [secretary, pharmacist])
      expect((await failure(record(id, set(), who))).code).toBe('FORBIDDEN');
    expect((await failure(ask(secretary, 'vitals.flowsheet', { patientId: id }))).code).toBe('FORBIDDEN');
    expect(
      (await ask<FlowsheetView>(pharmacist, 'vitals.flowsheet', { patientId: id })).subject.canCorrect,
    ).toBe(false);
    expect(await count(id)).toBe(0);
  });

  it('does not know a patient that is not there', async () => {
    // a chart that is not there and one of a stranger look the same
    expect((await failure(record('nobody', set()))).code).toBe('FORBIDDEN');
  });
});
