import {
  emptyStep,
  type Dose,
  type DoseScale,
  type RegimenStep,
  type RegimenTiming,
  type ScaleBand,
} from '@keneyapp/clinical/prescribing';
import { systems } from '@keneyapp/fhir-model/systems';
import { expect, it } from 'vitest';
import { bundleOf, notCheckedIn, order, said, timesADay } from '../testing-case.ts';

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
  // what is written in two units is compared after conversion
  expect(doses(said([byScale({ value: '1', unit: 'g' })]))).toEqual(['dose.day needs-reason']);
  expect(doses(notCheckedIn([byScale(null)])).join()).toContain('la dose n’est pas écrite');
  expect(doses(notCheckedIn([byScale({ value: '1', unit: 'mL' })])).join()).toContain('ne se convertit pas');
});

it('counts a whole dose where the limit of 24 h is below it, in whatever unit', () => {
  const asNeeded = (dose: Dose, maxPerDay: Dose) =>
    order({
      atc: 'N02BE01',
      name: 'paracétamol',
      regimen: {
        route: 'oral',
        asNeeded: { condition: 'douleur', interval: { value: 6, unit: 'h' }, maxPerDay },
        steps: [{ ...emptyStep, dose }],
      },
    });
  expect(doses(said([asNeeded({ value: '5', unit: 'g' }, mg('1'))]))).toEqual(['dose.day needs-reason']);
  expect(doses(said([asNeeded({ value: '1', unit: 'g' }, mg('4000'))]))).toEqual([]);
});

it('of another system: a dose of its own beside a scale counts where it is the greater one', () => {
  const bands: ScaleBand[] = [
    { from: null, below: '1', dose: mg('1'), instruction: '' },
    { from: '1', below: null, dose: mg('10'), instruction: '' },
  ];
  const scale: DoseScale = { measure: 'capillary-glucose', unit: 'g/L', bands };
  const running = paracetamol({ scale, timing: timesADay(3) });
  const foreign = {
    ...running,
    id: 'm',
    dosageInstruction: (running.dosageInstruction ?? []).map((one) => ({
      ...one,
      doseAndRate: [{ doseQuantity: { value: 4, unit: 'g', system: systems.ucum, code: 'g' } }],
    })),
  };
  const mine = paracetamol({ dose: mg('1000'), timing: timesADay(3) });
  expect(doses(said([mine], { medications: bundleOf(running) }))).toEqual([]);
  expect(doses(said([mine], { medications: bundleOf(foreign) }))).toEqual(['dose.day needs-reason']);
});
