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

  it('takes one threshold however it is written, and no number that is none', () => {
    expect(faults(scale([band(null, '2.0', 'none'), band('2', null, units('4'))]))).toEqual([]);
    for (const wrong of ['NaN', '1e9', '-1', 'Infinity', '', '0']) {
      expect(faults(scale([band(null, wrong, 'none'), band(wrong, null, units('4'))])), wrong).toContain(
        'bands.0.below impossible',
      );
      expect(faults(scale([band(null, '1', 'none'), band('1', null, units(wrong))])), wrong).toEqual([
        'bands.1.dose impossible',
      ]);
    }
  });

  /** Nothing below the first threshold, then 2 units more each. */
  const rising = (ends: readonly string[]) =>
    [...ends, null].map((below, i) =>
      band(ends[i - 1] ?? null, below, i === 0 ? 'none' : units(String(2 * i))),
    );

  it.each([
    [['0.7']],
    [['1.5']],
    [['2']],
    [['2.5']],
    [['3']],
    [['3.5']],
    [['0.7', '4']],
    [['3', '4']],
    [['2.5', '4']],
    [['0.7', '1.2', '1.8', '2.4', '3']],
    [['0.7', '1.5', '2', '2.5', '3', '3.5']],
    [['1.5', '2', '2.5', '3', '3.5', '4']],
    [['0.8', '1.2', '1.6', '2', '3', '4', '5']],
    [['0.7', '6']],
  ])('of g/L (%s) passes as that, and never as mmol/L', (ends) => {
    expect(faults(scale(rising(ends)))).toEqual([]);
    expect(faults(scale(rising(ends), 'mmol/L'))).toEqual(['unit rather-g']);
  });

  it.each([
    [['8']],
    [['10']],
    [['14']],
    [['3.9', '8.3']],
    [['4', '10', '15']],
    [['3.9', '7', '10', '13.9', '16.7', '20']],
    [['5.5', '8', '11', '14', '17', '22']],
    [['4', '6', '8']],
  ])('of mmol/L (%s) passes as that, and never as g/L', (ends) => {
    expect(faults(scale(rising(ends), 'mmol/L'))).toEqual([]);
    expect(faults(scale(rising(ends), 'g/L'))).toEqual(['unit rather-mmol']);
  });

  it.each([[['3.9']], [['4']], [['5']], [['4', '5']], [['3.9', '6']]])(
    'that may be either (%s) is taken as neither, until a threshold parts them',
    (ends) => {
      for (const unit of ['g/L', 'mmol/L'] as const)
        expect(faults(scale(rising(ends), unit)), unit).toEqual(['unit ambiguous-unit']);
      const [first, ...others] = rising(ends);
      const inGrams = [band(null, '0.7', 'none'), { ...first, from: '0.7' } as ScaleBand, ...others];
      expect(faults(scale(inGrams))).toEqual([]);
      expect(faults(scale(inGrams, 'mmol/L'))).toEqual(['unit rather-g']);
      expect(faults(scale(rising([...ends, '15']), 'mmol/L'))).toEqual([]);
      expect(faults(scale(rising([...ends, '15'])))).toEqual(['unit rather-mmol']);
    },
  );

  it('of one threshold is taken in one unit at most', () => {
    for (let tenths = 1; tenths <= 400; tenths += 1) {
      const one = rising([String(tenths / 10)]);
      const taken = (['g/L', 'mmol/L'] as const).filter((unit) => faults(scale(one, unit)).length === 0);
      expect(taken.length, String(tenths)).toBeLessThanOrEqual(1);
    }
  });

  it('whose thresholds no meter shows is refused at the first or the last one', () => {
    expect(faults(scale(rising(['0.2', '1.5'])))).toEqual(['bands.0.below unlikely-unit']);
    expect(faults(scale(rising(['10', '40']), 'mmol/L'))).toEqual(['bands.1.below unlikely-unit']);
  });

  it('gives no insulin in hypoglycaemia, whatever other drugs are for', () => {
    const low = (dose: ScaleBand['dose']) => [band(null, '0.7', dose), band('0.7', null, units('8'))];
    expect(faults(scale(low(units('4'))))).toEqual(['bands.0.dose hypoglycaemia']);
    expect(faults(scale([band(null, '0.6', 'none'), band('0.6', null, units('4'))]))).toEqual([
      'bands.1.dose hypoglycaemia',
    ]);
    expect(faults(scale([band(null, '1.5', units('4')), band('1.5', null, units('6'))]))).toEqual([
      'bands.0.dose hypoglycaemia',
    ]);
    const inMoles = [band(null, '10', units('4')), band('10', null, units('6'))];
    expect(faults(scale(inMoles, 'mmol/L'))).toEqual(['bands.0.dose hypoglycaemia']);
    const glucose = [band(null, '0.7', { value: '20', unit: 'mL' }), band('0.7', null, 'none')];
    expect(faults(scale(glucose))).toEqual([]);
  });

  it('gives no less insulin where glucose is higher, but may leave the highest to a doctor', () => {
    expect(faults(scale(replaced(1, { dose: units('40') })))).toEqual(['bands.2.dose falling']);
    expect(faults(scale(replaced(2, { dose: 'none' })))).toEqual(['bands.2.dose falling']);
    expect(faults(scale(replaced(2, { dose: units('4') })))).toEqual([]);
    expect(faults(scale(replaced(3, { dose: 'none' })))).toEqual(['bands.3.dose falling']);
    expect(faults(scale(replaced(3, { dose: 'none', instruction: 'appeler le médecin' })))).toEqual([]);
  });

  it('gives at most its highest dose; nobody knows what that is where a dose is missing or of another unit', () => {
    expect(highestDose(scale(replaced(1, { dose: units('10') })))).toEqual(units('10'));
    expect(highestDose(scale(replaced(1, { dose: null })))).toBeNull();
    expect(highestDose(scale(replaced(1, { dose: { value: '6', unit: 'mL' } })))).toBeNull();
    expect(highestDose(scale(whole.map((one) => ({ ...one, dose: 'none' as const }))))).toBeNull();
  });
});
