import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectFhir, type FhirClient, type FhirServer } from '@keneyapp/fhir-client';
import {
  callMutation,
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  startTestBff,
  startTestSandbox,
  type RunningBff,
  type RunningSandbox,
  type Visitor,
} from '@keneyapp/config/testing';
import type { Observation } from '@medplum/fhirtypes';
import type { CorrectInput, EnteredInErrorInput, RecordInput } from './schema.ts';
import type {
  FlowsheetView,
  Measure,
  MeasureName,
  SeriesView,
  VersionsView,
  VitalsFormView,
  WrittenView,
} from './view.ts';

let sandbox: RunningSandbox;
let bff: RunningBff;
let server: FhirServer;
let fhir: FhirClient;
let doctor: Visitor;
let nurse: Visitor;
let secretary: Visitor;
let pharmacist: Visitor;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  bff = await startTestBff(sandbox);
  server = connectFhir({ baseUrl: sandbox.fhirUrl });
  const token = await sandboxSystemToken(sandbox);
  fhir = server.client({ token: async () => token });
  [doctor, nurse, secretary, pharmacist] = (await Promise.all(
    ['medecin', 'infirmier', 'secretaire', 'pharmacien'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor, Visitor];
});
afterAll(async () => {
  await server?.close();
  await bff?.stop();
  await sandbox?.stop();
});

interface Failure {
  code: string;
  issues: { path: (string | number)[]; message: string }[] | null;
}
async function data<T>(response: Response): Promise<T> {
  const body = (await response.json()) as { result?: { data: T }; error?: { data: Failure } };
  if (!body.result) throw Object.assign(new Error(`failed: ${body.error?.data.code}`), body.error?.data);
  return body.result.data;
}
const ask = async <T>(who: Visitor, path: string, input: unknown) =>
  data<T>(await callQuery(bff, who, path, input));
const tell = async <T>(who: Visitor, path: string, input: unknown) =>
  data<T>(await callMutation(bff, who, path, input));
const failure = async (call: Promise<unknown>): Promise<Failure> =>
  call.then(
    () => {
      throw new Error('was accepted');
    },
    (e: Failure) => ({
      code: e.code,
      issues: e.issues?.map(({ path, message }) => ({ path, message })) ?? null,
    }),
  );

let patients = 0;
async function patient(birthDate = '1960-03-04'): Promise<string> {
  const id = `vitals-${++patients}`;
  await fhir.update({
    resourceType: 'Patient',
    id,
    birthDate,
    gender: 'female',
    name: [{ use: 'official', family: 'Essai', given: ['Anne'] }],
  });
  await entrustPatients(sandbox, [id]);
  return id;
}
const full = {
  systolic: 128,
  diastolic: 76,
  heartRate: 72,
  respiratoryRate: 16,
  oxygenSaturation: 98,
  temperature: 36.8,
} as const;
const set = (change: Partial<RecordInput> = {}): RecordInput => ({
  key: randomUUID(),
  takenAt: '2026-03-01T08:30:00+01:00',
  values: full,
  consciousness: 'alert',
  oxygen: { source: 'air' },
  ...change,
});
const record = (patientId: string, input: RecordInput, who = nurse) =>
  tell<WrittenView>(who, 'vitals.record', { patientId, ...input });
const correct = (patientId: string, input: CorrectInput, who = nurse) =>
  tell<WrittenView>(who, 'vitals.correct', { patientId, ...input });
const retract = (patientId: string, input: EnteredInErrorInput, who = nurse) =>
  tell<WrittenView>(who, 'vitals.markEnteredInError', { patientId, ...input });
const all = (view: { sets: { measures: Measure[] }[] }) => view.sets.flatMap((s) => s.measures);
const one = (view: { sets: { measures: Measure[] }[] }, name: MeasureName) => {
  const m = all(view).find((x) => x.name === name);
  if (!m) throw new Error(`no ${name}`);
  return m;
};
const stored = (id: string) => fhir.read('Observation', id);
const count = async (patientId: string) =>
  (await fhir.search('Observation', { patient: `Patient/${patientId}`, _count: 100 })).entry?.length ?? 0;

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
      canWrite: true,
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
      (await ask<FlowsheetView>(pharmacist, 'vitals.flowsheet', { patientId: id })).subject.canWrite,
    ).toBe(false);
    expect(await count(id)).toBe(0);
  });

  it('does not know a patient that is not there', async () => {
    // a chart that is not there and one of a stranger look the same
    expect((await failure(record('nobody', set()))).code).toBe('FORBIDDEN');
  });
});

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
    expect(view.sets).toHaveLength(1);
    expect(one(view, 'bloodPressure')).toMatchObject({
      value: 150,
      second: 95,
      level: 'high',
      secondLevel: 'high',
    });
    expect(one(view, 'temperature')).toMatchObject({ value: 39, unit: 'Cel', level: 'high' });
    expect(one(view, 'weight').value).toBeCloseTo(68.04, 2);
    expect(one(view, 'heartRate').level).toBe('normal');
    expect(all(view).map((m) => m.name)).not.toContain('height');
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
