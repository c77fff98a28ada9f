// Long because each part of the page is tried with the same few resources, which stand here once.
import { FhirError } from '@keneyapp/fhir-client';
import type { Bundle, Observation, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { nobody } from '@keneyapp/fhir-model/observation/range';
import { readResults } from './observation.ts';
import { readDocumentRow, readImaging } from './read-rows.ts';
import { summarySearches, type SummaryPart } from './searches.ts';
import { summaryView } from './view.ts';
import { vitalTiles } from './vitals.ts';

const now = new Date('2026-11-24T10:00:00Z');
const bundle = (resources: object[], more: Partial<Bundle> = {}): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource: resource as Resource })),
  ...more,
});
const loinc = (code: string) => ({ coding: [{ system: 'http://loinc.org', code }] });
const ucum = (value: number, code: string, unit = code) => ({
  value,
  unit,
  code,
  system: 'http://unitsofmeasure.org',
});
let made = 0;
const observation = (o: Partial<Observation>): Observation =>
  ({
    resourceType: 'Observation',
    id: `o${(made += 1)}`,
    status: 'final',
    code: {},
    effectiveDateTime: '2026-11-20T08:00:00Z',
    ...o,
  }) as Observation;
const vital = (
  code: string,
  value: number,
  unit: string,
  date = '2026-11-20T08:00:00Z',
  more: Partial<Observation> = {},
) => observation({ code: loinc(code), valueQuantity: ucum(value, unit), effectiveDateTime: date, ...more });
const pressure = (systolic: number, diastolic: number, date = '2026-11-20T08:00:00Z', code = '85354-9') =>
  observation({
    code: loinc(code),
    effectiveDateTime: date,
    component: [
      { code: loinc('8480-6'), valueQuantity: ucum(systolic, 'mm[Hg]') },
      { code: loinc('8462-4'), valueQuantity: ucum(diastolic, 'mm[Hg]') },
    ],
  });
const interpretation = (code: string) => [
  { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code }] },
];

describe('vital signs', () => {
  const tiles = (...all: Observation[]) => vitalTiles(all, { ...nobody, birthDate: '1957-03-14' }, now);
  it('shows the last value of each in the order of a chart, with its course, oldest first', () => {
    const [bp, hr] = tiles(
      vital('8867-4', 80, '/min', '2026-11-19'),
      vital('8867-4', 72, '/min'),
      pressure(131.4, 80.2),
      pressure(128, 70, '2020-01-01T00:00:00Z', '55284-4'),
    );
    expect(bp).toMatchObject({
      kind: 'blood-pressure',
      value: 131.4,
      second: 80.2,
      unit: 'mmHg',
      unitCode: 'mm[Hg]',
      points: [
        { value: 128, second: 70 },
        { value: 131.4, second: 80.2 },
      ],
    });
    expect(hr).toMatchObject({
      kind: 'heart-rate',
      value: 72,
      unit: '/min',
      level: 'normal',
      points: [{ value: 80 }, { value: 72 }],
    });
  });
  it('keeps twelve points, drops what was withdrawn, and puts what has no date last', () => {
    const many = Array.from({ length: 30 }, (_, i) =>
      vital('8867-4', 60 + i, '/min', `2026-10-${String(i + 1).padStart(2, '0')}`),
    );
    const { effectiveDateTime: _gone, ...undated } = vital('8867-4', 1, '/min');
    const [hr] = tiles(
      ...many,
      vital('8867-4', 300, '/min', '2026-11-21', { status: 'entered-in-error' }),
      undated,
    );
    expect(hr?.points).toHaveLength(12);
    expect(hr).toMatchObject({ value: 89 });
  });
  it('converts units, and never mixes what cannot be converted', () => {
    const [temperature] = tiles(vital('8310-5', 98.6, '[degF]'), vital('8331-1', 37.5, 'Cel', '2026-11-19'));
    expect(temperature).toMatchObject({
      kind: 'temperature',
      value: 37,
      unit: '°C',
      points: [{ value: 37.5 }, { value: 37 }],
    });
    const [weight] = tiles(
      observation({ code: loinc('29463-7'), valueQuantity: { value: 11, unit: 'stone' } }),
      vital('29463-7', 70, 'kg', '2026-11-01'),
    );
    expect(weight).toMatchObject({
      value: null,
      values: [{ value: { kind: 'quantity', amount: { digits: '11', unit: 'stone' } } }],
      level: 'unknown',
      points: [],
    });
  });
  it('judges by what was said, else by the ranges of the age, else not at all', () => {
    expect(tiles(pressure(205, 80))[0]).toMatchObject({ direction: 'high' });
    expect(tiles(pressure(120, 80))[0]).toMatchObject({ level: 'normal' });
    expect(
      tiles(vital('8867-4', 72, '/min', '2026-11-20', { interpretation: interpretation('HH') }))[0],
    ).toMatchObject({ level: 'critical', direction: 'high' });
    expect(
      vitalTiles([vital('8867-4', 140, '/min')], { ...nobody, birthDate: '2026-11-05' }, now)[0]?.level,
    ).toBe('normal'); // a newborn
    expect(tiles(vital('8867-4', 140, '/min'))[0]).toMatchObject({ direction: 'high' });
    expect(vitalTiles([vital('8867-4', 140, '/min')], nobody, now)[0]).toMatchObject({
      level: 'unknown',
      direction: null,
    });
  });
  it('reads pressures of two observations, and signs that are words', () => {
    const [bp] = tiles(vital('8480-6', 120, 'mm[Hg]'), vital('8462-4', 75, 'mm[Hg]'));
    expect(bp).toMatchObject({ value: 120, second: 75 });
    const [consciousness] = tiles(
      observation({ code: loinc('67775-7'), valueCodeableConcept: { text: 'Confus' } }),
    );
    expect(consciousness).toMatchObject({
      kind: 'consciousness',
      value: null,
      values: [{ value: { kind: 'coded', coded: { text: 'Confus' } } }],
      points: [],
    });
    const [pain] = tiles(observation({ code: loinc('72514-3'), valueInteger: 4 }));
    expect(pain).toMatchObject({
      kind: 'pain',
      value: 4,
      values: [{ value: { kind: 'quantity', amount: { digits: '4' } } }],
    });
  });
});

describe('results', () => {
  const range = (low?: number, high?: number) => [
    {
      type: {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/referencerange-meaning', code: 'critical' },
        ],
      },
      low: { value: 0 },
    },
    {
      ...(low === undefined ? {} : { low: { value: low } }),
      ...(high === undefined ? {} : { high: { value: high } }),
    },
  ];
  const result = (value: number, more: Partial<Observation> = {}) =>
    readResults(
      observation({ valueQuantity: ucum(value, 'mmol/L'), referenceRange: range(3.5, 5), ...more }),
      nobody,
      now,
    )[0];
  const readResult = (o: Observation) => readResults(o, nobody, now)[0];
  it('is judged by its own normal range, and by its author before that', () => {
    expect(result(4.2)).toMatchObject({ level: 'normal', direction: null, range: { low: 3.5, high: 5 } });
    expect(result(5.2)).toMatchObject({ level: 'abnormal', direction: 'high' });
    expect(result(3)).toMatchObject({ level: 'abnormal', direction: 'low' });
    expect(result(6.9, { interpretation: interpretation('HH') })).toMatchObject({
      level: 'critical',
      direction: 'high',
    });
    expect(result(4.2, { interpretation: interpretation('A') })).toMatchObject({
      level: 'abnormal',
      direction: null,
    });
    expect(readResult(observation({ valueQuantity: ucum(4, 'mmol/L') }))).toMatchObject({
      level: 'unknown',
      range: null,
    });
  });
  it('does not judge what a comparator leaves open', () => {
    const below = (value: number) =>
      result(value, { valueQuantity: { ...ucum(value, 'mmol/L'), comparator: '<' } });
    expect(below(5)).toMatchObject({
      level: 'unknown',
      notJudged: 'comparator',
      value: { kind: 'quantity', amount: { comparator: '<', value: 5 } },
    });
    expect(below(3)).toMatchObject({ level: 'abnormal', direction: 'low' });
  });
  it.each<[Partial<Observation>, object]>([
    [{ valueString: ' Négatif ' }, { kind: 'text', text: 'Négatif' }],
    [
      { valueCodeableConcept: { coding: [{ code: 'x', display: 'Présence' }] } },
      { kind: 'coded', coded: { text: 'Présence' } },
    ],
    [{ valueBoolean: false }, { kind: 'boolean', value: false }],
    [{ valueInteger: 0 }, { kind: 'integer', value: 0 }],
    [
      { valueRatio: { numerator: { value: 1 }, denominator: { value: 128 } } },
      { kind: 'ratio', numerator: { digits: '1' }, denominator: { digits: '128' } },
    ],
    [
      { valueRange: { low: { value: 2 }, high: { value: 5 } } },
      { kind: 'range', low: { digits: '2' }, high: { digits: '5' } },
    ],
    [{ dataAbsentReason: { text: 'hémolysé' } }, { kind: 'absent', reason: { text: 'hémolysé' } }],
  ])('reads %j', (value, read) => {
    expect(readResult(observation(value))?.value).toMatchObject(read);
  });
  it('has no row for a panel', () => expect(readResult(observation({}))).toBeUndefined());
});

it('reads studies and documents, whole or bare', () => {
  expect(
    readImaging({
      resourceType: 'ImagingStudy',
      id: 's',
      status: 'available',
      subject: {},
      identifier: [{ system: 'urn:dicom:uid', value: 'urn:oid:1.2.3' }],
      series: [
        {
          uid: '1',
          modality: { code: 'CT' },
          numberOfInstances: 3,
          bodySite: { code: 'CHEST', display: 'CHEST' },
        },
        { uid: '2', modality: { code: 'CT' }, instance: [{ uid: 'a', sopClass: {} }] },
      ],
    }),
  ).toMatchObject({ studyUid: '1.2.3', modalities: ['CT'], series: 2, instances: 4, bodySites: [] });
  expect(readImaging({ resourceType: 'ImagingStudy', status: 'available', subject: {} })).toMatchObject({
    id: '',
    studyUid: null,
    modalities: [],
    series: null,
    instances: null,
    description: null,
  });
  expect(
    readDocumentRow(
      {
        resourceType: 'DocumentReference',
        id: 'd',
        status: 'current',
        content: [{ attachment: { title: 'CR', creation: '2020' } }],
        author: [{}, { display: 'Dr A' }],
      },
      () => undefined,
    ),
  ).toMatchObject({ title: 'CR', date: '2020', author: 'Dr A', status: 'current' });
});

describe('the summary', () => {
  const parts = Object.keys(summarySearches('p', now)) as SummaryPart[];
  const answers = (given: Partial<Record<SummaryPart, Bundle | FhirError>>) =>
    Object.fromEntries(parts.map((p) => [p, given[p] ?? bundle([])])) as Record<
      SummaryPart,
      Bundle | FhirError
    >;
  it('is empty for an empty record', () => {
    const view = summaryView(answers({}), now);
    expect(Object.values(view).every((s) => s.items.length === 0 && s.total === 0 && !s.failed)).toBe(true);
    expect(view.allergies.state).toBe('not-recorded');
  });
  it('bounds every search by patient and number', () => {
    for (const [part, { type, params }] of Object.entries(summarySearches('p1', now))) {
      expect(params['patient'] ?? params['_id'], part).toBe('p1');
      if (type !== 'Patient') expect(Number(params['_count']), part).toBeLessThanOrEqual(120);
    }
  });
  it('lists the last of each test: of the last week the worst first, then the latest, a day in the order it is read in; panels left out', () => {
    const lab = (code: string, date: string, more: Partial<Observation> = {}) =>
      observation({
        id: `${code}-${date}`,
        code: loinc(code),
        effectiveDateTime: date,
        valueQuantity: ucum(1, 'g/L'),
        ...more,
      });
    const view = summaryView(
      answers({
        laboratory: bundle([
          lab('a', '2026-11-20T08:00:00Z'),
          lab('a', '2026-11-10T08:00:00Z'),
          lab('b', '2026-11-20T07:00:00Z', { interpretation: interpretation('HH') }),
          lab('c', '2026-11-21T07:00:00Z'),
          // eosinophils and haemoglobin of one moment
          lab('711-2', '2026-11-21T07:00:00Z'),
          lab('718-7', '2026-11-21T07:00:00Z'),
          lab('old', '2026-10-01T07:00:00Z', { interpretation: interpretation('HH') }),
          lab('older', '2026-09-01T07:00:00Z', { interpretation: interpretation('HH') }),
          observation({ code: loinc('panel') }),
          lab('d', '2026-11-22', { status: 'cancelled' }),
        ]),
      }),
      now,
    );
    expect(view.results.items.map((r) => r.id)).toEqual([
      'b-2026-11-20T07:00:00Z',
      '718-7-2026-11-21T07:00:00Z',
      '711-2-2026-11-21T07:00:00Z',
      'c-2026-11-21T07:00:00Z',
      'a-2026-11-20T08:00:00Z',
      'old-2026-10-01T07:00:00Z',
      'older-2026-09-01T07:00:00Z',
    ]);
  });

  it('are of any category and of inside a report; what was told comes last', () => {
    const category = (code: string) => [{ coding: [{ code }] }];
    const view = summaryView(
      answers({
        laboratory: bundle([
          observation({ id: 'old', code: loinc('a'), effectiveDateTime: '2020-01-01', valueInteger: 1 }),
        ]),
        otherResults: bundle([
          observation({
            id: 'smoking',
            code: loinc('b'),
            category: category('social-history'),
            valueString: 'x',
          }),
          observation({ id: 'plain', code: { text: 'Bandelette' }, valueString: 'négatif' }),
          vital('8867-4', 72, '/min'),
        ]),
        reports: bundle([
          {
            resourceType: 'DiagnosticReport',
            id: 'r',
            status: 'final',
            effectiveDateTime: '2026-11-21',
            result: [{ reference: '#crp' }],
            contained: [
              { resourceType: 'Observation', id: 'crp', status: 'final', code: loinc('c'), valueInteger: 2 },
            ],
          },
          { resourceType: 'DiagnosticReport', id: 'taken-back', status: 'entered-in-error' },
        ]),
      }),
      now,
    );
    expect(view.results.items.map((r) => r.id)).toEqual(['r#crp', 'plain', 'old', 'smoking']);
    expect(view.results.hasReports).toBe(true);
  });
  it('takes a problem without a status for current, says how many there are, and fails in parts', () => {
    const next = { link: [{ relation: 'next' as const, url: 'x' }] };
    const view = summaryView(
      answers({
        problems: bundle([{ resourceType: 'Condition', id: 'c1', code: { text: 'A' } }]),
        problemsWithoutStatus: bundle([
          { resourceType: 'Condition', id: 'c2', code: { text: 'B' } },
          { resourceType: 'Condition', id: 'c3', code: { text: 'C' }, abatementDateTime: '2020' },
        ]),
        encounters: bundle([], { total: 90, ...next }),
        requests: new FhirError(500, null),
        immunizations: bundle([{ resourceType: 'Immunization', id: 'i', status: 'not-done' }], { total: 4 }),
      }),
      now,
    );
    expect(view.problems).toMatchObject({ total: 2, failed: false });
    expect(view.problems.items.map((p) => p.id).sort()).toEqual(['c1', 'c2']);
    expect(view.encounters.total).toBe(90);
    expect(view.medications).toEqual({
      items: [],
      prohibited: [],
      statements: [],
      total: null,
      failed: true,
    });
    expect(view.immunizations).toMatchObject({ items: [], total: 4 });
  });
  it('is an error only when nothing could be had', () => {
    expect(() =>
      summaryView(answers(Object.fromEntries(parts.map((p) => [p, new FhirError(403, null)]))), now),
    ).toThrow(FhirError);
  });
});
