// Long because its cases share one application and one record, which take seconds to start.
import { describe, expect, it } from 'vitest';
import type { Observation } from '@medplum/fhirtypes';
import type { FlowsheetView, MeasureName, SeriesView, VersionsView, VitalsFormView } from './view.ts';
import {
  fhir,
  doctor,
  nurse,
  pharmacist,
  ask,
  failure,
  patient,
  full,
  set,
  record,
  correct,
  retract,
  all,
  one,
  stored,
} from './testing-vitals.ts';

describe('vitals.correct', () => {
  it('changes the value, keeps history with author and reason, and recomputes the score in the same transaction', async () => {
    const id = await patient();
    const before = await record(id, set({ values: { ...full, respiratoryRate: 24 } }));
    expect(one(before, 'news2').value).toBe(2);
    const rate = one(before, 'respiratoryRate');
    const after = await correct(
      id,
      {
        changes: [
          { observationId: rate.observationId, version: rate.version, values: { respiratoryRate: 14 } },
        ],
        reason: 'erreur de saisie',
      },
      doctor,
    );
    expect(one(after, 'respiratoryRate')).toMatchObject({
      value: 14,
      state: 'corrected',
      level: 'normal',
      version: '2',
      change: { by: expect.stringContaining('Moreau'), text: '24 /min → 14 /min. erreur de saisie' },
    });
    expect(one(after, 'news2')).toMatchObject({ value: 0, state: 'corrected', version: '2' });
    const { versions } = await ask<VersionsView>(nurse, 'vitals.versions', {
      patientId: id,
      observationId: rate.observationId,
    });
    expect(versions.map((v) => [v.version, v.value, v.changedBy?.includes('Moreau') ?? false])).toEqual([
      ['2', 14, true],
      ['1', 24, false],
    ]);
    expect((await stored(rate.observationId)).status).toBe('corrected');
  });

  it("refuses a version that is no longer the last: both people see each other's", async () => {
    const id = await patient();
    const rate = one(await record(id, set()), 'heartRate');
    const change = (value: number) => ({
      changes: [{ observationId: rate.observationId, version: rate.version, values: { heartRate: value } }],
    });
    const results = await Promise.allSettled([
      correct(id, change(80), nurse),
      correct(id, change(60), doctor),
    ]);
    const [won, lost] = [
      results.filter((r) => r.status === 'fulfilled'),
      results.filter((r) => r.status === 'rejected'),
    ];
    expect([won.length, lost.length]).toEqual([1, 1]);
    expect(lost[0]?.reason).toMatchObject({ code: 'PRECONDITION_FAILED' });
    const { versions } = await ask<VersionsView>(doctor, 'vitals.versions', {
      patientId: id,
      observationId: rate.observationId,
    });
    expect(versions).toHaveLength(2);
    const newest = versions[0];
    const retry = await correct(
      id,
      {
        changes: [
          { observationId: rate.observationId, version: newest?.version ?? '', values: { heartRate: 61 } },
        ],
      },
      doctor,
    );
    expect(one(retry, 'heartRate')).toMatchObject({ value: 61, version: '3' });
  });

  it('brings a score that was missing, and follows a height into the BMI of a later set', async () => {
    const id = await patient();
    const first = await record(
      id,
      set({
        takenAt: '2026-01-01T08:00:00Z',
        values: { height: 150 },
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
    expect(one(second, 'bmi').value).toBe(32);
    const height = one(first, 'height');
    const after = await correct(id, {
      changes: [{ observationId: height.observationId, version: height.version, values: { height: 180 } }],
    });
    expect(one(after, 'bmi')).toMatchObject({
      value: 22.2,
      observationId: one(second, 'bmi').observationId,
      state: 'corrected',
    });
  });

  it('changes one number of a pressure, the oxygen and the consciousness', async () => {
    const id = await patient();
    const before = await record(id, set());
    const ref = (name: MeasureName) => {
      const m = one(before, name);
      return { observationId: m.observationId, version: m.version };
    };
    const after = await correct(id, {
      changes: [
        { ...ref('bloodPressure'), values: { systolic: 108 } },
        { ...ref('oxygen'), oxygen: { source: 'oxygen', flow: 2 } },
        { ...ref('consciousness'), consciousness: 'voice' },
      ],
      confirmed: ['consciousness'],
    });
    expect(one(after, 'bloodPressure')).toMatchObject({ value: 108, second: 76 });
    expect(one(after, 'oxygen').value).toBe(2);
    expect(one(after, 'news2')).toMatchObject({ value: 1 + 2 + 3, news2: { risk: 'medium' } });
  });

  it('refuses the impossible, the unconfirmed, the derived, the foreign', async () => {
    const [id, other] = [await patient(), await patient()];
    const before = await record(id, set());
    const rate = one(before, 'heartRate');
    const score = one(before, 'news2');
    const change = (values: Record<string, number>, of = rate) => ({
      changes: [{ observationId: of.observationId, version: of.version, values }],
    });
    expect((await failure(correct(id, change({ heartRate: 900 })))).issues?.[0]?.message).toBe('impossible');
    expect((await failure(correct(id, change({ heartRate: 180 })))).issues?.[0]?.message).toBe(
      'needs-confirmation',
    );
    expect((await failure(correct(id, change({ temperature: 37 })))).issues?.[0]?.message).toBe(
      'other-measure',
    );
    expect((await failure(correct(id, change({})))).issues?.[0]?.message).toBe('empty');
    expect((await failure(correct(id, change({}, score)))).issues?.[0]?.message).toBe('derived');
    expect((await failure(correct(other, change({ heartRate: 70 })))).code).toBe('NOT_FOUND');
    expect((await failure(correct(id, change({ heartRate: 70 }), pharmacist))).code).toBe('FORBIDDEN');
    expect((await stored(rate.observationId)).meta?.versionId).toBe('1');
  });
});

describe('vitals.markEnteredInError', () => {
  it('takes a value back with a reason; the score falls with it', async () => {
    const id = await patient();
    const before = await record(id, set());
    const rate = one(before, 'heartRate');
    const after = await retract(id, {
      observations: [{ observationId: rate.observationId, version: rate.version }],
      reason: 'mauvais patient',
    });
    expect(one(after, 'heartRate')).toMatchObject({
      state: 'entered-in-error',
      change: { text: 'mauvais patient' },
    });
    expect(one(after, 'news2').state).toBe('entered-in-error');
    expect((await stored(rate.observationId)).status).toBe('entered-in-error');
    const form = await ask<VitalsFormView>(nurse, 'vitals.form', { patientId: id });
    expect(form.latest.heartRate).toBeUndefined();
    expect(form.latest.news2).toBeUndefined();
    expect(form.latest.temperature?.value).toBe(36.8);
    expect(
      one(await ask<FlowsheetView>(nurse, 'vitals.flowsheet', { patientId: id }), 'heartRate').state,
    ).toBe('entered-in-error');
    expect(
      all(await ask<FlowsheetView>(nurse, 'vitals.flowsheet', { patientId: id, withErrors: false })).map(
        (m) => m.name,
      ),
    ).not.toContain('heartRate');
    expect(
      (
        await failure(
          correct(id, {
            changes: [{ observationId: rate.observationId, version: '2', values: { heartRate: 70 } }],
          }),
        )
      ).issues?.[0]?.message,
    ).toBe('entered-in-error');
    expect(
      (
        await failure(
          retract(id, {
            observations: [{ observationId: rate.observationId, version: '1' }],
            reason: 'encore',
          }),
        )
      ).code,
    ).toBe('PRECONDITION_FAILED');
  });
  it('needs a reason', async () => {
    const id = await patient();
    const rate = one(await record(id, set()), 'heartRate');
    expect(
      (
        await failure(
          retract(id, { observations: [{ observationId: rate.observationId, version: '1' }], reason: ' ' }),
        )
      ).code,
    ).toBe('BAD_REQUEST');
  });
});

describe('reading what others wrote', () => {
  it('understands other codes, units and shapes, and keeps apart what it cannot convert', async () => {
    const id = await patient();
    const base = (loinc: string, extra: Partial<Observation>): Observation => ({
      resourceType: 'Observation',
      status: 'final',
      subject: { reference: `Patient/${id}` },
      effectiveDateTime: '2024-05-01T10:00:00Z',
      code: { coding: [{ system: 'http://loinc.org', code: loinc }] },
      ...extra,
    });
    for (const o of [
      base('55284-4', {
        component: [
          {
            code: { coding: [{ system: 'http://loinc.org', code: '8480-6' }] },
            valueQuantity: { value: 150, code: 'mm[Hg]' },
          },
          {
            code: { coding: [{ system: 'http://loinc.org', code: '8462-4' }] },
            valueQuantity: { value: 95, unit: 'mmHg' },
          },
        ],
      }),
      base('8331-1', { valueQuantity: { value: 102.2, code: '[degF]' } }),
      base('29463-7', { valueQuantity: { value: 150, code: '[lb_av]' } }),
      base('8302-2', { valueQuantity: { value: 70, unit: 'quatsch' } }),
      base('72514-3', { valueInteger: 3 }),
      base('8867-4', {
        valueQuantity: { value: 100, code: '{beats}/min' },
        referenceRange: [{ low: { value: 60 }, high: { value: 110 } }],
      }),
      base('9843-4', {
        effectiveDateTime: undefined,
        valueQuantity: { value: 55, code: 'cm' },
      } as Partial<Observation>),
      base('4548-4', { valueQuantity: { value: 6, code: '%' } }),
    ])
      await fhir.create(o);
    const view = await ask<FlowsheetView>(doctor, 'vitals.flowsheet', { patientId: id });
    // what has no time stands last, in a column of its own
    expect(view.sets.map((s) => s.takenAt.slice(0, 10))).toEqual(['2024-05-01', '']);
    expect(view.sets[1]?.measures).toMatchObject([{ name: 'headCircumference', value: 55 }]);
    expect(one(view, 'bloodPressure')).toMatchObject({
      value: 150,
      second: 95,
      level: 'high',
      secondLevel: 'high',
    });
    expect(one(view, 'temperature')).toMatchObject({ value: 39, unit: 'Cel', level: 'high' });
    expect(one(view, 'weight').value).toBeCloseTo(68.04, 2);
    expect(one(view, 'heartRate').level).toBe('normal');
    // neither a number of the house nor left out
    expect(one(view, 'height')).toMatchObject({
      value: null,
      unit: null,
      parts: [{ name: null, value: { kind: 'quantity', amount: { digits: '70', unit: 'quatsch' } } }],
    });
  });

  it('gives curves oldest first within a period', async () => {
    const id = await patient();
    for (const day of ['03', '01', '02'])
      await record(
        id,
        set({ takenAt: `2026-02-${day}T08:00:00+01:00`, values: { ...full, heartRate: 60 + Number(day) } }),
      );
    const view = await ask<SeriesView>(doctor, 'vitals.series', {
      patientId: id,
      from: '2026-02-02T00:00:00+01:00',
    });
    expect(view.series.find((s) => s.sign === 'heartRate')?.points.map((p) => p.value)).toEqual([62, 63]);
    expect(view.series.map((s) => s.sign)).toEqual(
      expect.arrayContaining(['systolic', 'diastolic', 'news2', 'oxygenFlow']),
    );
    const sheet = await ask<FlowsheetView>(doctor, 'vitals.flowsheet', { patientId: id, limit: 8 });
    expect(sheet.sets[0]?.takenAt).toContain('2026-02-03');
    expect(sheet.older).toBe(true);
  });
});
