import { connectFhir } from '@keneyapp/fhir-client';
import { sharedBff, sharedSandbox } from '@keneyapp/config/shared-servers';
import {
  callQuery,
  entrustPatients,
  sandboxSystemToken,
  signInOverHttp,
  type RunningBff,
  type Visitor,
} from '@keneyapp/config/testing';
import type { Resource } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import type { RenalView, TraceView } from './view.ts';

let bff: RunningBff, doctor: Visitor, nurse: Visitor, secretary: Visitor;

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
const psychiatry = {
  meta: { security: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'PSY' }] },
};
const ofSecret = { encounter: { reference: 'Encounter/shown-secret' } };
const of = (patient: string) => ({ subject: { reference: `Patient/${patient}` } });
const measured = (id: string, loinc: string, days: number, [value, unit]: [number, string], more = {}) => ({
  ...{ resourceType: 'Observation', id, status: 'final', ...of('shown-1') },
  category: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/observation-category', code: 'laboratory' }],
    },
  ],
  code: { coding: [{ system: 'http://loinc.org', code: loinc }] },
  effectiveDateTime: daysAgo(days),
  valueQuantity: { value, unit, system: 'http://unitsofmeasure.org', code: unit },
  ...more,
});
const [creatinine, egfr] = ['14682-9', '62238-1'];

const signal = (data: string | undefined, more: object = {}) => ({
  valueSampledData: {
    origin: { value: 2048, unit: 'uV', system: 'http://unitsofmeasure.org', code: 'uV' },
    ...{ period: 2, factor: 1.5, dimensions: 1, data },
    ...more,
  },
});
const recording = (id: string, more: object) => ({
  ...{ resourceType: 'Observation', id, status: 'final', ...of('shown-1'), code: { text: 'ECG' } },
  effectiveDateTime: '2026-05-03T08:30:00+02:00',
  ...more,
});
const leads = { component: [{ code: { text: 'I' }, ...signal('0 10 E -10') }] };

beforeAll(async () => {
  const sandbox = await sharedSandbox();
  bff = await sharedBff();
  const token = await sandboxSystemToken(sandbox);
  const fhir = connectFhir({ baseUrl: sandbox.fhirUrl }).client({ token: () => Promise.resolve(token) });
  const stay = (id: string, more: object) => ({
    ...{ resourceType: 'Encounter', id, class: { code: 'IMP' }, ...of('shown-1'), ...more },
  });
  for (const resource of [
    ...['shown-1', 'shown-2'].map((id) => ({
      ...{ resourceType: 'Patient', id, birthDate: '1950-01-01', gender: 'female' },
      name: [{ family: 'Montré' }],
    })),
    // the nurse is tied by this stay alone
    stay('shown-stay', {
      status: 'in-progress',
      period: { start: daysAgo(1) },
      participant: [{ individual: { reference: 'Practitioner/pract-infirmier' } }],
    }),
    stay('shown-secret', {
      status: 'finished',
      period: { start: daysAgo(40), end: daysAgo(3) },
      ...psychiatry,
    }),
    measured('shown-old', creatinine, 300, [80, 'umol/L']),
    measured('shown-last', creatinine, 10, [95, 'umol/L']),
    measured('shown-psy', creatinine, 5, [140, 'umol/L'], psychiatry),
    measured('shown-of-psy', creatinine, 4, [150, 'umol/L'], ofSecret),
    measured('shown-in-report', creatinine, 3, [160, 'umol/L']),
    measured('shown-in-panel', creatinine, 2, [170, 'umol/L']),
    recording('shown-panel', { hasMember: [{ reference: 'Observation/shown-in-panel' }], ...ofSecret }),
    recording('shown-ecg-in-report', leads),
    ...['shown-in-report', 'shown-ecg-in-report'].map((id) => ({
      ...{ resourceType: 'DiagnosticReport', id: `${id}-report`, status: 'final', ...of('shown-1') },
      ...{ code: { text: 'Bilan' }, result: [{ reference: `Observation/${id}` }], ...ofSecret },
    })),
    measured('shown-wrong', creatinine, 1, [900, 'umol/L'], { status: 'entered-in-error' }),
    measured('shown-egfr', egfr, 10, [58, 'mL/min/{1.73_m2}']),
    measured('shown-egfr-wrong', egfr, 2, [5, 'mL/min/{1.73_m2}'], { status: 'entered-in-error' }),
    measured('shown-theirs', creatinine, 1, [777, 'umol/L'], of('shown-2')),
    recording('shown-ecg', {
      component: [...leads.component, { code: { text: 'II' }, ...signal('4 L U', { factor: undefined }) }],
    }),
    recording('shown-ecg-psy', { ...leads, ...psychiatry }),
    recording('shown-ecg-of-psy', { ...leads, ...ofSecret }),
    recording('shown-ecg-wrong', { ...leads, status: 'entered-in-error' }),
    recording('shown-ecg-theirs', { ...leads, ...of('shown-2') }),
    recording('shown-words', { valueString: 'rythme sinusal' }),
    recording('shown-uneven', { component: [{ code: { text: 'I' }, ...signal('1 2', { dimensions: 3 }) }] }),
    recording('shown-empty', { component: [{ code: { text: 'I' }, ...signal(undefined) }] }),
    recording('shown-odd', {
      component: [
        { code: { text: 'I' }, ...signal('1 2', { dimensions: 4_000_000 }) },
        { code: { text: 'II' }, ...signal('1 2', { period: 0 }) },
        { code: { text: 'III' }, ...signal('1e400 1') },
      ],
    }),
  ])
    await fhir.update(resource as unknown as Resource & { id: string });
  await entrustPatients(sandbox, ['shown-1', 'shown-2'], ['medecin']);
  [doctor, nurse, secretary] = (await Promise.all(
    ['medecin', 'infirmier', 'secretaire'].map((name) => signInOverHttp(bff, sandbox, name)),
  )) as [Visitor, Visitor, Visitor];
}, 180_000);

async function dataOf<T>(response: Response): Promise<T> {
  expect(response.status, await response.clone().text()).toBe(200);
  return ((await response.json()) as { result: { data: T } }).result.data;
}

describe('the function of the kidney', () => {
  const ask = (who: Visitor, patientId = 'shown-1') => callQuery(bff, who, 'results.renal', { patientId });
  const renalOf = async (who: Visitor) => dataOf<RenalView>(await ask(who));

  it('is the last of each that stands, with its unit, its day and how long it is fresh', async () => {
    const view = await renalOf(doctor);
    expect(view.creatinine).toMatchObject({
      point: {
        observationId: 'shown-in-panel',
        value: 170,
        shown: { amount: { value: 170, unit: 'µmol/L' } },
      },
      freshForDays: 90,
    });
    expect(Date.now() - Date.parse(view.creatinine?.point.date ?? '')).toBeGreaterThan(1.9 * 86_400_000);
    expect(view.egfr).toMatchObject({ point: { observationId: 'shown-egfr', value: 58, status: 'final' } });
  });

  it('is told without what is labelled, itself or by the stay, the report or the panel it belongs to, to whom that is hidden from', async () => {
    const response = await ask(nurse);
    expect(await response.clone().text()).not.toMatch(
      /shown-psy|shown-of-psy|shown-in-report|shown-in-panel|shown-wrong|shown-theirs/,
    );
    const { creatinine: last } = await dataOf<RenalView>(response);
    expect(last?.point).toMatchObject({ observationId: 'shown-last', value: 95 });
  });

  it('is not told of a chart that is closed', async () => {
    for (const [who, patientId] of [
      [nurse, 'shown-2'],
      [secretary, 'shown-1'],
    ] as const) {
      const response = await ask(who, patientId);
      expect(response.status).toBe(403);
      expect(await response.text()).not.toMatch(/777|mol/);
    }
  });
});

describe('a recorded signal', () => {
  const ask = (who: Visitor, observationId: string, patientId = 'shown-1') =>
    callQuery(bff, who, 'results.trace', { patientId, observationId });
  const traceOf = async (who: Visitor, id: string) => dataOf<TraceView | null>(await ask(who, id));

  it('names its leads, with their period, and its samples with origin and factor applied', async () => {
    expect(await traceOf(nurse, 'shown-ecg')).toMatchObject({
      date: '2026-05-03T08:30:00+02:00',
      status: 'final',
      leads: [
        { name: { text: 'I' }, dimension: null, unit: 'uV', period: 2, values: [2048, 2063, null, 2033] },
        { name: { text: 'II' }, unit: 'uV', period: 2, values: [2052, null, null] },
      ],
      isCut: false,
      isUnreadable: false,
    });
  });

  it('of another patient, taken back or without samples is not there, and neither is what is hidden', async () => {
    for (const who of [doctor, nurse])
      for (const id of ['shown-ecg-theirs', 'shown-ecg-wrong', 'shown-words', 'never-was'])
        expect(await traceOf(who, id), id).toBeNull();
    for (const id of ['shown-ecg-psy', 'shown-ecg-of-psy', 'shown-ecg-in-report']) {
      expect(await traceOf(nurse, id), id).toBeNull();
      expect((await traceOf(doctor, id))?.leads, id).toHaveLength(1);
    }
    expect((await ask(nurse, 'shown-ecg-theirs', 'shown-2')).status).toBe(403);
    expect((await ask(doctor, '../x')).status).toBe(400);
  });

  it('that cannot be told apart says so, and nothing falls over', async () => {
    for (const id of ['shown-uneven', 'shown-empty'])
      expect(await traceOf(doctor, id), id).toMatchObject({
        leads: [{ name: { text: 'I' }, values: [] }],
        isUnreadable: id === 'shown-uneven',
      });
    expect(await traceOf(doctor, 'shown-odd')).toMatchObject({
      leads: [{ values: [] }, { period: null, values: [2049.5, 2051] }, { values: [null, 2049.5] }],
      isUnreadable: true,
    });
  });
});

it('the record shows a result no more than its page does', async () => {
  const read = (who: Visitor, id: string) =>
    callQuery(bff, who, 'record.read', { patientId: 'shown-1', type: 'Observation', id });
  for (const id of ['shown-psy', 'shown-of-psy', 'shown-in-report'])
    expect([(await read(nurse, id)).status, (await read(doctor, id)).status], id).toEqual([404, 200]);
  const listed = await callQuery(bff, nurse, 'record.list', { patientId: 'shown-1', type: 'Observation' });
  const text = await listed.text();
  expect(text).toContain('shown-last');
  expect(text).not.toMatch(/shown-psy|shown-of-psy|shown-in-report/);
});
