import type { Bundle, DiagnosticReport, Observation, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { buildResults } from './build.ts';

const bundle = (...resources: Resource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource, search: { mode: 'match' } })),
});
const quantity = (value: number, unit: string, comparator?: '<' | '>') => ({
  value,
  unit,
  system: 'http://unitsofmeasure.org',
  code: unit,
  ...(comparator ? { comparator } : {}),
});
const glucose = (
  id: string,
  date: string,
  value: Observation['valueQuantity'],
  more: Partial<Observation> = {},
): Observation => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  category: [{ coding: [{ code: 'laboratory' }] }],
  code: { text: 'Glycémie', coding: [{ system: 'http://loinc.org', code: '2345-7' }] },
  effectiveDateTime: date,
  ...(value ? { valueQuantity: value } : {}),
  ...more,
});
const build = (observations: Observation[], reports: Resource[] = []) =>
  buildResults(bundle(...observations), bundle(...reports), 'http://fhir.test/fhir');

describe('series', () => {
  it('hold one unit: what can be converted is, and remembers how it was reported', async () => {
    const { series } = await build([
      glucose('new', '2026-02-01', quantity(1.1, 'g/L'), {
        referenceRange: [{ low: quantity(0.7, 'g/L'), high: quantity(1, 'g/L') }],
      }),
      glucose('old', '2020-01-01', quantity(95, 'mg/dL'), {
        referenceRange: [{ low: quantity(70, 'mg/dL'), high: quantity(100, 'mg/dL') }],
      }),
    ]);
    expect(series).toHaveLength(1);
    expect(series[0]).toMatchObject({
      key: '2345-7',
      unitCode: 'g/L',
      points: [
        { observationId: 'new', value: 1.1, recorded: null, level: 'abnormal', direction: 'high' },
        {
          observationId: 'old',
          value: 0.95,
          range: { low: 0.7, high: 1 },
          level: 'normal',
          recorded: { value: 95, code: 'mg/dL' },
        },
      ],
    });
  });

  it('stay apart where units cannot be converted', async () => {
    const { series } = await build([
      glucose('mass', '2026-02-01', quantity(1.1, 'g/L')),
      glucose('moles', '2026-01-01', quantity(6.1, 'mmol/L')),
      glucose('words', '2025-01-01', undefined, { valueString: 'hémolysé' }),
    ]);
    expect(
      series.map((s) => [s.key, s.points.map((p) => (p.shown.kind === 'text' ? p.shown.text : p.value))]),
    ).toEqual([
      ['2345-7', [1.1]],
      ['2345-7~mmol/L', [6.1]],
      ['2345-7~text', ['hémolysé']],
    ]);
  });

  it('convert through UCUM what the small table does not know', async () => {
    const { series } = await build([
      glucose('a', '2026-02-01', quantity(2, 'umol/L')),
      glucose('b', '2026-01-01', quantity(0.003, 'mmol/L')),
    ]);
    expect(series.map((s) => s.points.map((p) => p.value))).toEqual([[2, 3]]);
  });

  it('keep < and > and judge them only when every value they may stand for agrees', async () => {
    const range = [{ low: quantity(3, 'mmol/L'), high: quantity(10, 'mmol/L') }];
    const { series } = await build([
      glucose('a', '2026-01-03', quantity(5, 'mmol/L', '<'), { referenceRange: range }),
      glucose('b', '2026-01-02', quantity(3, 'mmol/L', '<'), { referenceRange: range }),
      glucose('c', '2026-01-01', quantity(10, 'mmol/L', '>'), { referenceRange: range }),
    ]);
    expect(series[0]?.points.map((p) => [p.comparator, p.level, p.direction])).toEqual([
      ['<', 'unknown', null],
      ['<', 'abnormal', 'low'],
      ['>', 'abnormal', 'high'],
    ]);
  });

  it('believe the laboratory before the range, and know critical limits', async () => {
    const ranges: Observation['referenceRange'] = [
      { low: quantity(3.5, 'mmol/L'), high: quantity(5, 'mmol/L') },
      { type: { text: 'Limites critiques' }, low: quantity(2.5, 'mmol/L'), high: quantity(6.5, 'mmol/L') },
    ];
    const { series } = await build([
      glucose('said', '2026-01-02', quantity(4, 'mmol/L'), {
        referenceRange: ranges,
        interpretation: [{ coding: [{ code: 'HH' }] }],
      }),
      glucose('judged', '2026-01-01', quantity(7, 'mmol/L'), { referenceRange: ranges }),
    ]);
    expect(series[0]?.points.map((p) => [p.level, p.direction])).toEqual([
      ['critical', 'high'],
      ['critical', 'high'],
    ]);
    expect(series[0]?.points[0]?.range).toMatchObject({
      low: 3.5,
      high: 5,
      criticalLow: 2.5,
      criticalHigh: 6.5,
    });
  });

  it('take components one by one, and leave out what was withdrawn, vital signs and empty panels', async () => {
    const { series } = await build([
      glucose('parts', '2026-01-01', undefined, {
        component: [
          { code: { text: 'Couleur' }, valueCodeableConcept: { text: 'jaune' } },
          { code: { text: 'pH' }, valueQuantity: quantity(6, '[pH]') },
        ],
      }),
      glucose('wrong', '2026-01-01', quantity(1, 'g/L'), { status: 'entered-in-error' }),
      glucose('vital', '2026-01-01', quantity(1, 'g/L'), {
        category: [{ coding: [{ code: 'vital-signs' }] }],
      }),
      glucose('empty', '2026-01-01', undefined),
    ]);
    expect(series.map((s) => s.name.text).sort()).toEqual(['Couleur', 'pH']);
  });
});

it('reports lead to their values, say what is missing, and name the panel of a test', async () => {
  const report: DiagnosticReport = {
    resourceType: 'DiagnosticReport',
    id: 'r',
    status: 'final',
    code: { text: 'Bilan' },
    effectiveDateTime: '2026-01-01',
    conclusion: 'Rien à signaler',
    result: [{ reference: 'Observation/a' }, { reference: 'Observation/gone' }],
  };
  const group = glucose('group', '2026-01-01', undefined, {
    code: { text: 'Groupe' },
    hasMember: [{ reference: 'Observation/b' }],
  });
  const { series, reports } = await build(
    [
      glucose('a', '2026-01-01', quantity(1, 'g/L')),
      glucose('b', '2026-01-02', quantity(2, '%'), { code: { text: 'Autre' } }),
      group,
    ],
    [report, { ...report, id: 'wrong', status: 'entered-in-error' }],
  );
  expect(reports.find((r) => r.id === 'r')).toMatchObject({
    conclusion: 'Rien à signaler',
    missing: 1,
    results: [{ observationId: 'a', seriesKey: '2345-7' }],
  });
  expect(reports.map((r) => r.id).sort()).toEqual(['group', 'r']);
  expect(series.map((s) => [s.name.text, s.panel?.text])).toEqual([
    ['Glycémie', 'Bilan'],
    ['Autre', 'Groupe'],
  ]);
});

describe('a recorded signal', () => {
  const lead = (text: string, data: string) => ({
    code: { text },
    valueSampledData: { origin: { ...quantity(0, 'mV') }, period: 4, factor: 0.01, dimensions: 1, data },
  });
  it('is one result with all leads of its recording, beside what was concluded of it', async () => {
    const { series } = await build([
      glucose('ecg', '2026-02-01', undefined, {
        code: { text: 'ECG 12 dérivations', coding: [{ system: 'http://loinc.org', code: '11524-6' }] },
        component: [
          lead('I', '0 10'),
          lead('II', '-20 E'),
          { code: { text: 'Conclusion' }, valueString: 'Rythme sinusal' },
        ],
      }),
    ]);
    expect(series.map(({ name }) => name.text)).toEqual(['Conclusion', 'ECG 12 dérivations']);
    expect(series[1]?.points).toMatchObject([
      {
        observationId: 'ecg',
        shown: {
          kind: 'sampled',
          sampled: { count: 4, errors: 1, dimensions: 2, period: '4', least: -0.2, most: 0.1, code: 'mV' },
        },
      },
    ]);
  });

  const critical: Partial<Observation> = { interpretation: [{ coding: [{ code: 'AA' }] }] };
  const ecg = (...component: object[]): Observation =>
    glucose('ecg', '2026-02-01', undefined, {
      code: { text: 'ECG' },
      component: component as NonNullable<Observation['component']>,
    });
  const pressure = {
    ...lead('PA invasive', '9000 12000'),
    valueSampledData: { ...lead('', '9000 12000').valueSampledData, origin: quantity(0, 'mm[Hg]') },
    ...critical,
  };
  const rowsOf = async (o: Observation) =>
    (await build([o])).series
      .map(({ key, name, points }) => [key, name.text, ...points.map((p) => p.level)])
      .sort();

  it('has the worst that is said of any lead, with all words and ranges', async () => {
    const high = [{ coding: [{ code: 'H' }], text: 'sus-décalage' }];
    const { series } = await build([
      ecg(
        { ...lead('I', '0 1'), referenceRange: [{ text: 'I : isoélectrique' }] },
        { ...lead('V1', '0 1'), interpretation: high, referenceRange: [{ text: 'V1 : moins de 0,2 mV' }] },
        { ...lead('V2', '5 9'), interpretation: [...high, { coding: [{ code: 'HH' }] }, { text: 'onde Q' }] },
      ),
    ]);
    expect(series).toHaveLength(1);
    expect(series[0]?.points).toMatchObject([{ level: 'critical', direction: 'high' }]);
    expect(series[0]?.points[0]?.ranges.map((r) => r.text)).toEqual([
      'I : isoélectrique',
      'V1 : moins de 0,2 mV',
    ]);
    expect(series[0]?.points[0]?.said.map((s) => s.text)).toContain('onde Q');
  });

  it('is normal only where each of its leads is, or the whole was called so', async () => {
    const normal = { interpretation: [{ coding: [{ code: 'N' }] }] };
    const [first, second] = [lead('I', '0 1'), lead('II', '0 1')];
    expect(await rowsOf(ecg({ ...first, ...normal }, second))).toEqual([['ECG', 'ECG', 'unknown']]);
    expect(await rowsOf({ ...ecg(first, second), ...normal })).toEqual([['ECG', 'ECG', 'normal']]);
    expect(await rowsOf({ ...ecg(first, second), ...critical })).toEqual([['ECG', 'ECG', 'critical']]);
  });

  it('holds no signal of another kind, and is named by its leads beside one', async () => {
    const saturation = {
      ...lead('SpO2', '9000 7000'),
      valueSampledData: { ...pressure.valueSampledData, origin: quantity(0, '%') },
    };
    expect(await rowsOf(ecg(lead('ECG II', '0 1'), pressure, saturation))).toEqual([
      ['ECG II', 'ECG II', 'unknown'],
      ['PA invasive', 'PA invasive', 'critical'],
      ['SpO2', 'SpO2', 'unknown'],
    ]);
    expect(await rowsOf(ecg(lead('II', '0 1'), lead('V5', '0 1'), pressure))).toEqual([
      ['II, V5', 'II, V5', 'unknown'],
      ['PA invasive', 'PA invasive', 'critical'],
    ]);
    expect(await rowsOf(ecg(pressure, { ...pressure, code: { text: 'PVC' } }))).toHaveLength(2);
  });

  it('without a name has that of its leads', async () => {
    const nameless = { ...ecg(lead('I', '0 1'), lead('II', '0 1')), code: {} };
    expect(await rowsOf(nameless)).toEqual([['I, II', 'I, II', 'unknown']]);
  });
});
