import { parseWithDigits } from '@keneyapp/fhir-client/json';
import type { CodeableConcept, Observation } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { readMeasure } from '../vital-sign.ts';
import { valuesOf } from '../vital-values.ts';
import { readInterpretation } from './level.ts';
import { nobody, type Subject } from './range.ts';
import { readObservation } from './read.ts';
import { lostIn } from './testing-kept.ts';
import { observedAt } from './when.ts';

const woman: Subject = { birthDate: '1970-03-04', sex: 'female', spo2Scale: 1 };
const ucum = 'http://unitsofmeasure.org';
const q = (value: number, code: string) => ({ value, unit: code, system: ucum, code });
const observation = (part: Partial<Observation>): Observation =>
  ({
    resourceType: 'Observation',
    id: 'o',
    status: 'final',
    code: { text: 'Analyse' },
    effectiveDateTime: '2026-05-10T08:00:00+02:00',
    ...part,
  }) as Observation;
const read = (part: Partial<Observation>, subject = woman) => readObservation(observation(part), subject)[0];
const hl7 = (...codes: string[]): CodeableConcept[] =>
  codes.map((code) => ({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', code }],
  }));

describe('what the author said', () => {
  it.each<[string, CodeableConcept[], string, string | null, number]>([
    ['the worst of all counts', hl7('H', 'HH'), 'critical', 'high', 0],
    ['in whatever order', hl7('LL', 'N', 'L'), 'critical', 'low', 0],
    ['a side is taken from the others', hl7('AA', 'H'), 'critical', 'high', 0],
    ['but not when they disagree', hl7('H', 'L'), 'abnormal', null, 0],
    [
      'several codes of one',
      [{ coding: [...hl7('N')[0]!.coding!, ...hl7('LL')[0]!.coding!] }],
      'critical',
      'low',
      0,
    ],
    [
      'SNOMED CT',
      [{ coding: [{ system: 'http://snomed.info/sct', code: '281302008' }] }],
      'abnormal',
      'high',
      0,
    ],
    ['plain words', [{ text: 'Critique haut' }], 'critical', 'high', 0],
    ['plain words', [{ text: 'Très élevé' }], 'abnormal', 'high', 0],
    ['plain words', [{ text: 'Bas' }], 'abnormal', 'low', 0],
    ['plain words', [{ text: 'Within normal limits.' }], 'normal', null, 0],
    ['plain words', [{ text: 'below normal range' }], 'abnormal', 'low', 0],
    ['words that are not plain stand as they are', [{ text: 'non critique' }], 'unknown', null, 1],
    ['words that are not plain stand as they are', [{ text: 'Haut risque de biais' }], 'unknown', null, 1],
    [
      'a letter of nobody knows whom says nothing',
      [{ coding: [{ system: 'urn:lab', code: 'H' }] }],
      'unknown',
      null,
      1,
    ],
    ['resistant is said as well', hl7('R'), 'abnormal', null, 1],
    ['intermediate is no level', hl7('I'), 'unknown', null, 1],
  ])('%s', (_name, concepts, level, direction, said) => {
    const found = readInterpretation(concepts);
    expect(found.stated ?? { level: 'unknown', direction: null }).toEqual({ level, direction });
    expect(found.said).toHaveLength(said);
  });
});

describe('a range judges only whom and what it is for', () => {
  const gDl = (low: number, high: number) => ({ low: q(low, 'g/dL'), high: q(high, 'g/dL') });
  const of = (sex: string) => ({ appliesTo: [{ coding: [{ code: sex }] }] });
  const years = (low?: number, high?: number) => ({
    age: {
      ...(low === undefined ? {} : { low: q(low, 'a') }),
      ...(high === undefined ? {} : { high: q(high, 'a') }),
    },
  });
  it.each<[string, Partial<Observation>, string, string | null]>([
    [
      'her sex',
      {
        referenceRange: [
          { ...gDl(13, 17), ...of('male') },
          { ...gDl(12, 16), ...of('female') },
        ],
      },
      'normal',
      null,
    ],
    ['the other sex alone', { referenceRange: [{ ...gDl(13, 17), ...of('male') }] }, 'unknown', 'sex'],
    [
      'her age',
      {
        referenceRange: [
          { ...gDl(9, 11), ...years(1, 12) },
          { ...gDl(13, 17), ...years(18) },
        ],
      },
      'abnormal',
      null,
    ],
    ['another age', { referenceRange: [{ ...gDl(9, 11), ...years(1, 12) }] }, 'unknown', 'age'],
    [
      'words for a sex',
      { referenceRange: [{ ...gDl(13, 17), appliesTo: [{ text: 'Femmes' }] }] },
      'abnormal',
      null,
    ],
    [
      'a qualifier nobody knows',
      { referenceRange: [{ ...gDl(13, 17), appliesTo: [{ text: 'enceinte' }] }] },
      'unknown',
      'population',
    ],
    ['several', { referenceRange: [gDl(12, 16), gDl(13, 17)] }, 'unknown', 'several'],
    ['several that say the same', { referenceRange: [gDl(12, 16), gDl(12, 16)] }, 'normal', null],
    [
      'one for all and one for her',
      { referenceRange: [gDl(13, 17), { ...gDl(12, 16), ...of('female') }] },
      'normal',
      null,
    ],
    [
      'a target',
      { referenceRange: [{ ...gDl(13, 17), type: { coding: [{ code: 'treatment' }] } }] },
      'unknown',
      'meaning',
    ],
    [
      'a phase',
      { referenceRange: [{ ...gDl(13, 17), type: { coding: [{ code: 'luteal' }] } }] },
      'unknown',
      'meaning',
    ],
    [
      'another unit that is exact',
      { referenceRange: [{ low: q(130, 'g/L'), high: q(170, 'g/L') }] },
      'abnormal',
      null,
    ],
    ['another unit', { referenceRange: [{ low: q(8, 'mmol/L'), high: q(10, 'mmol/L') }] }, 'unknown', 'unit'],
    ['words', { referenceRange: [{ text: 'selon le cycle' }] }, 'unknown', 'text'],
    [
      'critical limits',
      { referenceRange: [gDl(10, 17), { type: { text: 'Limites critiques' }, low: q(12.6, 'g/dL') }] },
      'critical',
      null,
    ],
  ])('%s', (_name, part, level, notJudged) => {
    expect(read({ valueQuantity: q(12.5, 'g/dL'), ...part })).toMatchObject({ level, notJudged });
  });
  it('never by a range of HbA1c in the other unit', () => {
    expect(read({ valueQuantity: q(75, 'mmol/mol'), referenceRange: [{ high: q(6, '%') }] })).toMatchObject({
      level: 'unknown',
      notJudged: 'unit',
    });
  });
  it('without knowing the person only by what is for everybody', () => {
    const range = [{ ...gDl(13, 17), ...years(18) }];
    expect(read({ valueQuantity: q(12.5, 'g/dL'), referenceRange: range }, nobody)).toMatchObject({
      notJudged: 'age',
    });
    expect(read({ valueQuantity: q(12.5, 'g/dL'), referenceRange: [gDl(13, 17)] }, nobody)?.level).toBe(
      'abnormal',
    );
  });
  it('with a birth year alone, when every day of it fits', () => {
    const adult = [{ ...gDl(13, 17), ...years(18) }];
    const of = (birthDate: string) =>
      read({ valueQuantity: q(12.5, 'g/dL'), referenceRange: adult }, { ...woman, birthDate })?.notJudged;
    expect([of('2007'), of('2008'), of('2008-04')]).toEqual([null, 'age', null]);
  });
});

describe('vital signs', () => {
  const loinc = (code: string): CodeableConcept => ({ coding: [{ system: 'http://loinc.org', code }] });
  const category = [{ coding: [{ code: 'vital-signs' }] }];
  const measure = (part: Partial<Observation>, subject = woman) =>
    readMeasure(observation({ category, ...part }), subject);
  it('on scale 2 are judged by the target of this person', () => {
    const low = { code: loinc('59408-5'), valueQuantity: q(90, '%'), referenceRange: [{ low: q(95, '%') }] };
    expect(measure(low)?.worst).toEqual({ level: 'abnormal', direction: 'low' });
    expect(measure(low, { ...woman, spo2Scale: 2 })?.worst.level).toBe('normal');
    expect(readObservation(observation({ category, ...low }), { ...woman, spo2Scale: 2 })[0]?.level).toBe(
      'normal',
    );
  });
  it('keep a sign before the number, and are judged by it', () => {
    const below = (value: number) =>
      measure({ code: loinc('59408-5'), valueQuantity: { ...q(value, '%'), comparator: '<' } });
    expect(below(70)).toMatchObject({ comparator: '<', worst: { level: 'critical', direction: 'low' } });
    expect(below(98)).toMatchObject({ worst: { level: 'unknown' } });
  });
  it('are a row of their own when nobody listed them', () => {
    expect(
      measure({ code: { ...loinc('9269-2'), text: 'Score de Glasgow' }, valueQuantity: q(7, '{score}') }),
    ).toMatchObject({
      name: 'other',
      row: 'other http://loinc.org|9269-2',
      label: { text: 'Score de Glasgow' },
      parts: [{ value: { kind: 'quantity', amount: { digits: '7' } } }],
      isCorrectable: false,
    });
    expect(measure({ code: { text: 'Fréquence cardiaque' }, valueQuantity: q(148, '/min') })?.row).toBe(
      'other fréquence cardiaque',
    );
  });
  it('have one half of a pressure, or one in other codes', () => {
    expect(measure({ code: loinc('8480-6'), valueQuantity: q(82, 'mm[Hg]') })).toMatchObject({
      name: 'bloodPressure',
      value: 82,
      second: null,
      worst: { level: 'critical', direction: 'low' },
      isCorrectable: false,
    });
    const missing = measure({
      code: loinc('85354-9'),
      component: [
        { code: loinc('8480-6'), valueQuantity: q(70, 'mm[Hg]') },
        { code: loinc('8462-4'), dataAbsentReason: { text: 'non audible' } },
      ],
    });
    expect(missing && valuesOf(missing)).toMatchObject([
      { value: { kind: 'pressure', systolic: { digits: '70' }, diastolic: null } },
      { value: { kind: 'absent', reason: { text: 'non audible' } } },
    ]);
  });
  it('say why there is no value', () => {
    expect(measure({ code: loinc('8867-4'), dataAbsentReason: { text: 'Agitation' } })).toMatchObject({
      name: 'heartRate',
      value: null,
      parts: [{ name: null, value: { kind: 'absent', reason: { text: 'Agitation' } } }],
    });
  });
  it('convert at once and remember what was measured', () => {
    expect(measure({ code: loinc('8310-5'), valueQuantity: q(104, '[degF]') })).toMatchObject({
      value: 40,
      digits: '40',
      recorded: { digits: '104', code: '[degF]' },
      worst: { level: 'abnormal', direction: 'high' },
    });
  });
});

it('numbers keep their digits', () => {
  const [one] = readObservation(
    parseWithDigits(
      '{"resourceType":"Observation","status":"final","code":{"text":"x"},"valueQuantity":{"value":1.00,"unit":"mg/dL"}}',
    ) as Observation,
    nobody,
  );
  expect(one?.value).toMatchObject({ kind: 'quantity', amount: { value: 1, digits: '1.00' } });
});

it('a moment has one rule, and says when it is only that of the answer', () => {
  expect(observedAt({ effectivePeriod: { start: '2026-05-09', end: '2026-05-10' } })).toEqual({
    at: '2026-05-09',
    end: '2026-05-10',
    isIssued: false,
  });
  expect(observedAt({ effectiveTiming: { event: ['2026-01-01', '2026-01-03'] } }).at).toBe('2026-01-03');
  expect(observedAt({ effectiveInstant: '2026-01-01T10:00:00Z' }).at).toBe('2026-01-01T10:00:00Z');
  expect(observedAt({ issued: '2026-01-01T10:00:00Z' })).toEqual({
    at: '2026-01-01T10:00:00Z',
    end: null,
    isIssued: true,
  });
  expect(observedAt({})).toEqual({ at: null, end: null, isIssued: false });
});

it.each<[string, Partial<Observation>]>([
  ['a value of another release', { valueReference: { display: 'Dispositif' } } as Partial<Observation>],
  ['a date that is none', { valueDateTime: 'hier' }],
  [
    'a reason on the value itself',
    {
      _valueString: {
        extension: [
          { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' },
        ],
      },
    } as Partial<Observation>,
  ],
  [
    'a pressure in words',
    { code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] }, valueString: '120/80' },
  ],
  [
    'a weight in stone',
    {
      code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
      valueQuantity: { value: 11, unit: 'stone' },
    },
  ],
  [
    'a panel with a part nobody knows',
    {
      code: { coding: [{ system: 'http://loinc.org', code: '85354-9' }] },
      component: [{ code: { text: 'PAM' }, valueQuantity: q(93, 'mm[Hg]') }],
    },
  ],
])('%s is read as it stands', (_name, part) => {
  const o = observation(part);
  expect(readObservation(o, nobody).length).toBeGreaterThan(0);
  expect(lostIn(o)).toEqual([]);
});
