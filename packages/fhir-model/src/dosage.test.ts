import type { Dosage } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { parseWithDigits } from '@keneyapp/fhir-client/json';
import { readDosages } from './dosage.ts';
import { lost } from './testing-leaves.ts';

const ucum = (value: number, code: string, unit = code) => ({
  value,
  unit,
  code,
  system: 'http://unitsofmeasure.org',
});
const named = (text: string, code: string) => ({
  text,
  coding: [{ system: 'http://example.org', code, display: text }],
});

/** Every element of a Dosage, with values that stand nowhere else. */
const whole: Dosage = {
  sequence: 11,
  text: 'première ligne\ndeuxième ligne',
  additionalInstruction: [named('à jeun', 'i1'), named('avec de l’eau', 'i2')],
  patientInstruction: 'avaler entier',
  timing: {
    event: ['2026-07-10T08:00:00+02:00', '2026-08'],
    repeat: {
      boundsPeriod: { start: '2026-01-02', end: '2026-03-04' },
      count: 21,
      countMax: 22,
      duration: 31,
      durationMax: 32,
      durationUnit: 'min',
      frequency: 41,
      frequencyMax: 42,
      period: 51,
      periodMax: 52,
      periodUnit: 'wk',
      dayOfWeek: ['mon', 'fri'],
      timeOfDay: ['08:15:00', '20:45:30'],
      when: ['MORN.early', 'PHS'],
      offset: 61,
    },
    code: named('selon le protocole', 'P1'),
  },
  asNeededCodeableConcept: named('douleur', 'n1'),
  site: named('bras gauche', 's1'),
  route: named('intraveineuse', 'r1'),
  method: named('lente', 'm1'),
  doseAndRate: [
    {
      type: named('calculée', 'calculated'),
      doseRange: { low: ucum(0.0625, 'mg'), high: ucum(71.5, 'g') },
      rateRatio: { numerator: ucum(81, 'mL'), denominator: ucum(82, 'h') },
    },
    { type: named('autre', 'o'), doseQuantity: ucum(91, 'ug', 'µg'), rateQuantity: ucum(92, 'mL/min') },
    { rateRange: { low: ucum(93, 'mL/d'), high: ucum(94, 'L/d') } },
  ],
  maxDosePerPeriod: { numerator: ucum(101, 'mg'), denominator: ucum(102, 'h') },
  maxDosePerAdministration: ucum(103, 'mg'),
  maxDosePerLifetime: ucum(104, 'mg'),
};

it('reads every element of a dosage', () => {
  expect(lost([whole], readDosages([whole]))).toEqual([]);
  const durations = { timing: { repeat: { boundsRange: { low: ucum(5, 'd'), high: ucum(7, 'd') } } } };
  expect(readDosages([durations])[0]?.duration).toMatchObject({ low: { value: 5 }, high: { value: 7 } });
});

it('leaves no digit of a dose out, and says which end of a range is open', () => {
  const dose = (json: string) =>
    readDosages([{ doseAndRate: [parseWithDigits(json) as NonNullable<Dosage['doseAndRate']>[number]] }])[0]
      ?.dose;
  expect(dose('{"doseQuantity":{"value":0.00390625,"unit":"mg"}}')?.low.value).toBe(0.003_906_25);
  expect(dose('{"doseQuantity":{"value":1234.5678,"unit":"mg"}}')?.low.value).toBe(1234.5678);
  expect(dose('{"doseRange":{"low":{"value":5,"unit":"mg"}}}')).toMatchObject({
    low: { value: 5, comparator: '>=' },
    high: null,
  });
  expect(dose('{"doseRange":{"high":{"value":10,"unit":"mg"}}}')).toMatchObject({
    low: { value: 10, comparator: '<=' },
    high: null,
  });
});

it('keeps the dosages apart and in the order of their steps, each with its start', () => {
  const step = (sequence: number, start: string): Dosage => ({
    sequence,
    timing: { repeat: { boundsPeriod: { start } } },
  });
  expect(
    readDosages([step(2, '2026-06-06'), step(1, '2026-06-01'), {}]).map((d) => [d.sequence, d.start]),
  ).toEqual([
    [1, '2026-06-01'],
    [2, '2026-06-06'],
  ]);
});
