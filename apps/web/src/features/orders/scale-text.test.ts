import { emptyRegimen, emptyStep, type DoseScale, type Regimen } from '@keneyapp/clinical/prescribing';
import { describe, expect, it } from 'vitest';
import { fieldOfIssue } from './basket-input.ts';
import { readRegimen, regimenText, textOfRegimen } from './regimen-text.ts';
import { emptyScaleText, readScale, type ScaleText } from './scale-text.ts';

const units = (value: string) => ({ value, unit: '[iU]' });
const scale: DoseScale = {
  measure: 'capillary-glucose',
  unit: 'g/L',
  bands: [
    { from: null, below: '0.70', dose: 'none', instruction: 'resucrer' },
    { from: '0.70', below: '2', dose: units('4'), instruction: '' },
    { from: '2', below: null, dose: units('8.5'), instruction: 'appeler le médecin' },
  ],
};
const regimen: Regimen = {
  ...emptyRegimen,
  route: 'subcutaneous',
  steps: [{ ...emptyStep, scale, timing: { at: ['AC'] } }],
};
const text = (bands: [below: string, dose: string][], more: Partial<ScaleText> = {}): ScaleText => ({
  unit: 'g/L',
  doseUnit: '[iU]',
  bands: bands.map(([below, dose]) => ({ below, dose, instruction: '' })),
  ...more,
});
const wrong = (typed: ScaleText) =>
  readScale(typed, []).issues.map(({ path, reason }) => `${path.join('.')} ${reason}`);

describe('the fields of a scale', () => {
  it('hold a scale to the last digit, and give it back as it was', () => {
    const typed = textOfRegimen(regimen);
    expect(typed.steps[0]?.scale.bands.map(({ below, dose }) => [below, dose])).toEqual([
      ['0,70', '0'],
      ['2', '4'],
      ['', '8,5'],
    ]);
    expect(readRegimen(typed)).toEqual({ regimen, issues: [] });
  });

  it('begin each band where the one above it ends, so that nothing lies between', () => {
    const { scale: read } = readScale(
      text([
        ['0,7', '0'],
        ['1.5', '4'],
        ['was last', '6'],
      ]),
      [],
    );
    expect(read.bands.map(({ from, below }) => [from, below])).toEqual([
      [null, '0.7'],
      ['0.7', '1.5'],
      ['1.5', null],
    ]);
  });

  it('say what is missing or wrong, each at its field and once', () => {
    expect(wrong(emptyScaleText)).toEqual([
      'unit unit',
      'bands.0.below missing',
      'bands.0.dose missing',
      'bands.1.below missing',
      'bands.1.dose missing',
      'bands.2.below missing',
      'bands.2.dose missing',
      'bands.3.dose missing',
    ]);
    const bands: [string, string][] = [
      ['0,7', '0'],
      ['0,5', '4'],
      ['', '6'],
    ];
    expect(wrong(text(bands))).toEqual(['bands.1.below not-ascending']);
    expect(wrong(text([['1.500', '0'], bands[2] ?? ['', '6']]))).toEqual(['bands.0.below number']);
    expect(wrong(text([['3,9', '0'], bands[2] ?? ['', '6']]))).toEqual(['unit ambiguous-unit']);
    expect(wrong(text([['14', '0'], bands[2] ?? ['', '6']]))).toEqual(['unit rather-mmol']);
    expect(wrong(text([['0,7', '4'], bands[2] ?? ['', '6']]))).toEqual(['bands.0.dose hypoglycaemia']);
    expect(
      wrong(
        text([
          ['0,7', '0'],
          ['', '0'],
        ]),
      ),
    ).toEqual(['bands.0.dose no-dose']);
  });

  it('leave what is typed of the other dose where it is, and send one of both', () => {
    const typed = textOfRegimen(regimen);
    const [step] = typed.steps;
    if (!step) throw new Error('no step');
    const both = { ...step, dose: { value: '6', unit: '[iU]' } };
    expect(readRegimen({ ...typed, steps: [both] }).regimen.steps[0]).toMatchObject({ dose: null, scale });
    const fixed = readRegimen({ ...typed, steps: [{ ...both, isByScale: false }] }).regimen.steps[0];
    expect(fixed).toMatchObject({ dose: units('6') });
    expect(fixed).not.toHaveProperty('scale');
  });

  it('are there in a draft that was begun before there were any', () => {
    const { isByScale: _is, scale: _scale, ...before } = textOfRegimen(regimen).steps[0] ?? {};
    const read = regimenText.parse({ ...textOfRegimen(regimen), steps: [before] });
    expect(read.steps[0]).toMatchObject({ isByScale: false, scale: emptyScaleText });
  });

  it('take what the server says of a scale', () => {
    const at = (...path: (string | number)[]) => fieldOfIssue(['a'], { path, message: '' });
    expect(at('lines', 0, 'steps', 1, 'scale', 'bands', 2, 'from')).toBe(
      'lines.a.regimen.steps.1.scale.bands.1.below',
    );
    expect(at('lines', 0, 'steps', 0, 'scale', 'bands', 2, 'dose')).toBe(
      'lines.a.regimen.steps.0.scale.bands.2.dose',
    );
    expect(at('lines', 0, 'steps', 0, 'scale', 'unit')).toBe('lines.a.regimen.steps.0.scale.unit');
    expect(at('lines', 0, 'steps', 0, 'dose')).toBe('lines.a.regimen.steps.0.dose');
  });
});
