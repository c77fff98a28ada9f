import { readFileSync } from 'node:fs';
import path from 'node:path';
import { emptyRegimen, emptyStep, type Regimen } from '@keneyapp/clinical/prescribing';
import { readLine } from '@keneyapp/clinical/typed-line';
import { describe, expect, it } from 'vitest';
import { noRegimenText, readRegimen, textOfRegimen } from './regimen-text.ts';
import { clockOf, countOf, decimalOf } from './typed-values.ts';

const lines = readFileSync(
  path.resolve(import.meta.dirname, '../../../../../packages/clinical/src/typed-line/testing-lines.tsv'),
  'utf8',
)
  .split('\n')
  .flatMap((row) => /^([^#\t]+)\tD /.exec(row)?.[1] ?? []);
/** Any word that is in no rule of the grammar is a drug here: what is looked at is what is said of it. */
const anyDrug = {
  drugs: (words: string) => (words.includes(' ') ? [] : [{ system: 's', code: words, display: words }]),
  tests: () => [],
};
const today = { year: 2026, month: 11, day: 30 };

describe('the fields of a regimen', () => {
  it('hold whatever a typed line can say, and give it back as it was', () => {
    const read = lines.flatMap((line) => {
      const { reading } = readLine(line, anyDrug, { today });
      return reading?.kind === 'drug' ? [{ line, regimen: reading.regimen }] : [];
    });
    expect(read.length).toBeGreaterThan(60);
    for (const { line, regimen } of read)
      expect({ line, regimen: readRegimen(textOfRegimen(regimen)).regimen }).toEqual({ line, regimen });
  });

  it('keep the digits of a dose, and every part of an infusion', () => {
    const regimen: Regimen = {
      ...emptyRegimen,
      route: 'intravenous',
      steps: [
        {
          ...emptyStep,
          dose: { value: '0.50', unit: 'mg' },
          doseMax: { value: '1.25', unit: 'mg' },
          isPerKilogram: true,
          rate: { amount: { value: '62.5', unit: 'mL' }, per: { value: 1, unit: 'h' } },
          over: { value: 30, unit: 'min' },
        },
      ],
      additives: [{ text: 'KCl', dose: { value: '2', unit: 'g' } }],
      instruction: 'seringue électrique',
    };
    const text = textOfRegimen(regimen);
    expect(text.steps[0]?.dose.value).toBe('0,50');
    expect(readRegimen(text)).toEqual({ regimen, issues: [] });
  });

  it('say what is missing, each at its field', () => {
    expect(readRegimen(noRegimenText).issues).toEqual([
      { path: ['steps', 0, 'dose'], reason: 'missing' },
      { path: ['steps', 0, 'timing'], reason: 'missing' },
      { path: ['route'], reason: 'missing' },
    ]);
    expect(
      readRegimen({ ...noRegimenText, isAsNeeded: true })
        .issues.map((one) => one.path.join('.'))
        .filter((one) => !one.startsWith('steps')),
    ).toEqual(['route', 'condition', 'interval', 'maxPerDay']);
  });

  it('say of what cannot be read that it cannot, once', () => {
    const [step] = noRegimenText.steps;
    if (!step) throw new Error('no step');
    const { issues } = readRegimen({
      ...noRegimenText,
      route: 'oral',
      isAsNeeded: true,
      condition: 'douleur',
      interval: { value: 'six', unit: 'h' },
      maxPerDay: { value: '4', unit: '' },
      steps: [
        {
          ...step,
          dose: { value: '1.500', unit: 'mg' },
          duration: { value: '2,5', unit: 'd' },
          timing: { ...step.timing, clock: '8h 25h' },
        },
      ],
    });
    expect(issues.map((one) => `${one.path.join('.')} ${one.reason}`)).toEqual([
      'steps.0.dose number',
      'steps.0.timing clock',
      'steps.0.duration count',
      'interval count',
      'maxPerDay unit',
    ]);
  });

  it('need a duration of every step but the last', () => {
    const [step] = noRegimenText.steps;
    if (!step) throw new Error('no step');
    const paths = readRegimen({ ...noRegimenText, steps: [step, step] }).issues.map((one) =>
      one.path.join('.'),
    );
    expect(paths).toContain('steps.0.duration');
    expect(paths).not.toContain('steps.1.duration');
  });
});

it.each([
  ['0,5', '0.5'],
  [',5', '0.5'],
  ['½', '0.5'],
  ['1/2', '0.5'],
  ['2 000 000', '2000000'],
  ['1 500', null],
  ['1.250', null],
  ['05', null],
  ['-1', null],
  ['1e3', null],
  ['mg', null],
])('reads %s as %s', (typed, read) => expect(decimalOf(typed)).toBe(read));

it('counts in whole numbers from 1 on', () => {
  expect(['1', ' 12 ', '1000'].map(countOf)).toEqual([1, 12, 1000]);
  expect(['0', '1001', '1,5', '-2', 'x', ''].map(countOf)).toEqual([null, null, null, null, null, null]);
});

it('puts times of the day in order', () => {
  expect(clockOf('20h, 8h et 8:00')).toEqual(['08:00', '20:00']);
  expect(clockOf('8h 26h')).toBeNull();
  expect(clockOf('')).toEqual([]);
});
