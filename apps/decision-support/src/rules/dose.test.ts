import {
  emptyStep,
  type RegimenStep,
  type RegimenTiming,
  type ScaleBand,
} from '@keneyapp/clinical/prescribing';
import { expect, it } from 'vitest';
import { notCheckedIn, order, said, timesADay } from '../testing-case.ts';

const mg = (value: string) => ({ value, unit: 'mg' });
const paracetamol = (step: Partial<RegimenStep>) =>
  order({
    atc: 'N02BE01',
    name: 'paracétamol',
    regimen: { route: 'oral', steps: [{ ...emptyStep, ...step }] },
  });
const doses = (lines: string[]) => lines.filter((one) => one.startsWith('dose'));

it('counts what is taken with each meal three times, unless how often is said', () => {
  const of = (timing: RegimenTiming) => doses(said([paracetamol({ dose: mg('1500'), timing })]));
  expect(of({ at: ['AC'] })).toEqual(['dose.day needs-reason']);
  expect(of({ ...timesADay(3), at: ['AC'] })).toEqual(['dose.day needs-reason']);
  expect(of({ ...timesADay(1), at: ['AC'] })).toEqual([]);
  expect(of({ at: ['MORN', 'EVE'] })).toEqual([]);
});

it('judges a scale by its highest dose, and says so where nobody can tell it', () => {
  const byScale = (highest: ScaleBand['dose']) => {
    const bands: ScaleBand[] = [
      { from: null, below: '0.7', dose: mg('500'), instruction: '' },
      { from: '0.7', below: '2', dose: highest, instruction: '' },
      { from: '2', below: null, dose: 'none', instruction: '' },
    ];
    return paracetamol({ scale: { measure: 'capillary-glucose', unit: 'g/L', bands }, timing: timesADay(5) });
  };
  expect(doses(said([byScale(mg('800'))]))).toEqual([]);
  expect(doses(said([byScale(mg('1000'))]))).toEqual(['dose.day needs-reason']);
  for (const unknown of [null, { value: '1', unit: 'g' }])
    expect(doses(notCheckedIn([byScale(unknown)])).join()).toContain('la dose n’est pas écrite');
});
