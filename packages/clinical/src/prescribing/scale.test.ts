import { describe, expect, it } from 'vitest';
import type { DoseScale, ScaleBand } from './regimen.ts';
import { highestDose, judgeScale } from './scale.ts';

const units = (value: string) => ({ value, unit: '[iU]' });
const band = (from: string | null, below: string | null, dose: ScaleBand['dose']): ScaleBand => ({
  from,
  below,
  dose,
  instruction: '',
});
const scale = (bands: ScaleBand[], unit: DoseScale['unit'] = 'g/L'): DoseScale => ({
  measure: 'capillary-glucose',
  unit,
  bands,
});
const whole = [
  band(null, '0.7', 'none'),
  band('0.7', '1.5', units('4')),
  band('1.5', '2.5', units('6')),
  band('2.5', null, units('8')),
];
const replaced = (at: number, more: Partial<ScaleBand>) =>
  whole.map((one, i) => (i === at ? { ...one, ...more } : one));
const faults = (one: DoseScale) => judgeScale(one).map(({ path, reason }) => `${path.join('.')} ${reason}`);

describe('a scale of doses', () => {
  it('has one dose for each value that can be measured', () => {
    expect(faults(scale(whole))).toEqual([]);
    expect(faults(scale([band(null, '2', 'none'), band('2', null, units('4'))]))).toEqual([]);
  });

  it.each([
    ['a gap', replaced(2, { from: '1.6' }), ['bands.2.from gap']],
    ['an overlap', replaced(2, { from: '1.4' }), ['bands.2.from overlap']],
    [
      'thresholds that do not ascend',
      replaced(1, { below: '0.7' }).map((one, i) => (i === 2 ? { ...one, from: '0.7' } : one)),
      ['bands.1.below not-ascending'],
    ],
    ['no open lower end', replaced(0, { from: '0.4' }), ['bands.0.from open-end']],
    ['no open upper end', replaced(3, { below: '4' }), ['bands.3.below open-end']],
    ['a missing threshold', replaced(1, { below: null }), ['bands.1.below missing']],
    ['a missing lower end', replaced(2, { from: null }), ['bands.2.from missing']],
    ['a missing dose', replaced(2, { dose: null }), ['bands.2.dose missing']],
    ['a dose of zero, which is none', replaced(2, { dose: units('0') }), ['bands.2.dose impossible']],
    ['doses of two units', replaced(2, { dose: { value: '6', unit: 'mL' } }), ['bands.2.dose units']],
    ['one band alone', [band(null, null, units('4'))], ['bands too-few']],
    ['no band', [], ['bands too-few']],
    ['no dose at all', whole.map((one) => ({ ...one, dose: 'none' as const })), ['bands.0.dose no-dose']],
  ])('is refused with %s, at its place', (_, bands, expected) => {
    expect(faults(scale(bands))).toEqual(expected);
  });

  it('says in what its thresholds are measured', () => {
    expect(faults(scale(whole, null))).toEqual(['unit missing']);
  });

  it('is of the unit that it says: the thresholds of one are none of the other', () => {
    const inMillimoles = [
      band(null, '3.9', 'none'),
      band('3.9', '8.3', units('4')),
      band('8.3', null, units('6')),
    ];
    expect(faults(scale(inMillimoles, 'mmol/L'))).toEqual([]);
    expect(faults(scale(inMillimoles, 'g/L'))).toEqual([
      'bands.0.below unlikely-unit',
      'bands.1.below unlikely-unit',
    ]);
    expect(faults(scale(whole, 'mmol/L'))).toEqual(['bands.0.below unlikely-unit']);
    // from 0.3 to 18 whatever the first threshold is, one unit alone takes it
    for (let tenths = 3; tenths <= 180; tenths += 1) {
      const first = String(tenths / 10);
      const bands = [band(null, first, 'none'), band(first, null, units('4'))];
      const taken = (['g/L', 'mmol/L'] as const).filter((unit) => faults(scale(bands, unit)).length === 0);
      expect(taken.length, first).toBeLessThanOrEqual(1);
    }
  });

  it('gives at most its highest dose; nobody knows what that is where a dose is missing or of another unit', () => {
    expect(highestDose(scale(replaced(1, { dose: units('10') })))).toEqual(units('10'));
    expect(highestDose(scale(replaced(1, { dose: null })))).toBeNull();
    expect(highestDose(scale(replaced(1, { dose: { value: '6', unit: 'mL' } })))).toBeNull();
    expect(highestDose(scale(whole.map((one) => ({ ...one, dose: 'none' as const }))))).toBeNull();
  });
});
