import {
  emptyRegimen,
  emptyStep,
  type AsNeeded,
  type Regimen,
  type RegimenStep,
  type ScaleBand,
} from '@keneyapp/clinical/prescribing';
import { expect, it } from 'vitest';
import { judgeLines } from './judge-lines.ts';
import type { OrderLine } from './order-lines.ts';

const today = '2026-03-02';
const gram = { value: '1', unit: 'g' };
const thrice = { times: { count: 3, per: { value: 1, unit: 'd' as const } } };
const whole: RegimenStep = { ...emptyStep, dose: gram, timing: thrice };
const asNeeded: AsNeeded = { condition: 'douleur', interval: { value: 6, unit: 'h' }, maxPerDay: gram };

const units = (value: string) => ({ value, unit: '[iU]' });
const bands: ScaleBand[] = [
  { from: null, below: '0.7', dose: 'none', instruction: 'resucrer' },
  { from: '0.7', below: '2', dose: units('4'), instruction: '' },
  { from: '2', below: null, dose: units('8'), instruction: '' },
];
const byScale = (more: Partial<NonNullable<RegimenStep['scale']>> = {}): Partial<RegimenStep> => ({
  dose: null,
  scale: { measure: 'capillary-glucose', unit: 'g/L', bands, ...more },
});
const changed = (at: number, more: Partial<ScaleBand>) =>
  byScale({ bands: bands.map((one, i) => (i === at ? { ...one, ...more } : one)) });

const line = (more: object = {}, regimen: Partial<Regimen> = {}): OrderLine =>
  ({
    ...{ kind: 'drug', act: 'new', coded: { text: 'x', code: null }, setting: 'community', start: today },
    ...{ priority: 'routine', reason: '', note: '' },
    regimen: { ...emptyRegimen, route: 'oral', steps: [whole], ...regimen },
    ...more,
  }) as OrderLine;
const withStep = (more: Partial<RegimenStep>) => line({}, { steps: [{ ...whole, ...more }] });
const said = (lines: OrderLine[], isInHouse = true) =>
  judgeLines(lines, { today, isInHouse }).map(({ path, reason }) => `${path.join('.')} ${reason}`);
const former = { id: 'm', version: '1' };

it.each<[string, OrderLine, string[]]>([
  ['a whole line', line(), []],
  ['no dose', withStep({ dose: null }), ['lines.0.steps.0.dose missing']],
  ['a scale', withStep(byScale()), []],
  [
    'a scale that leaves a gap',
    withStep(changed(2, { from: '2.2' })),
    ['lines.0.steps.0.scale.bands.2.from gap'],
  ],
  [
    'a scale without one of its doses',
    withStep(changed(2, { dose: null })),
    ['lines.0.steps.0.scale.bands.2.dose missing'],
  ],
  ['a scale of no unit', withStep(byScale({ unit: null })), ['lines.0.steps.0.scale.unit missing']],
  [
    'a dose beside a scale',
    withStep({ ...byScale(), dose: units('4') }),
    ['lines.0.steps.0.dose dose-and-scale'],
  ],
  ['a scale without a rhythm', withStep({ ...byScale(), timing: null }), ['lines.0.steps.0.timing missing']],
  [
    'as needed by a scale, with less than its highest dose a day',
    line({}, { steps: [{ ...whole, ...byScale() }], asNeeded: { ...asNeeded, maxPerDay: units('6') } }),
    ['lines.0.asNeeded.maxPerDay less-than-dose'],
  ],
  ['no route', line({}, { route: null }), ['lines.0.route missing']],
  ['no rhythm', withStep({ timing: null }), ['lines.0.steps.0.timing missing']],
  ['days alone', withStep({ timing: { days: ['mon'] } }), ['lines.0.steps.0.timing only-days']],
  [
    'a continuous infusion',
    withStep({ dose: null, timing: null, rate: { amount: gram, per: { value: 1, unit: 'h' } } }),
    [],
  ],
  ['nothing of a drug', withStep({ dose: { value: '0.0', unit: 'g' } }), ['lines.0.steps.0.dose impossible']],
  [
    'tablets for each kilogram',
    withStep({ dose: { value: '1', unit: '{comprimé}' }, isPerKilogram: true }),
    ['lines.0.steps.0.dose per-kilogram'],
  ],
  [
    'a range that falls',
    withStep({ doseMax: { value: '0.5', unit: 'g' } }),
    ['lines.0.steps.0.doseMax range'],
  ],
  [
    'a range of two units',
    withStep({ doseMax: { value: '2', unit: 'mg' } }),
    ['lines.0.steps.0.doseMax units'],
  ],
  [
    'three times a day every 8 hours',
    withStep({ timing: { ...thrice, every: { value: 8, unit: 'h' } } }),
    [],
  ],
  [
    'three times a day every 12 hours',
    withStep({ timing: { ...thrice, every: { value: 12, unit: 'h' } } }),
    ['lines.0.steps.0.timing contradiction'],
  ],
  [
    'three times a day at two times',
    withStep({ timing: { ...thrice, clock: ['08:00', '20:00'] } }),
    ['lines.0.steps.0.timing contradiction'],
  ],
  [
    'once, three times',
    withStep({ timing: { ...thrice, once: true } }),
    ['lines.0.steps.0.timing contradiction'],
  ],
  [
    'three hundred times a day',
    withStep({ timing: { times: { count: 300, per: { value: 1, unit: 'd' } } } }),
    ['lines.0.steps.0.timing impossible'],
  ],
  [
    'every minute',
    withStep({ timing: { every: { value: 1, unit: 'min' } } }),
    ['lines.0.steps.0.timing impossible'],
  ],
  ['for a year', withStep({ duration: { value: 366, unit: 'd' } }), []],
  ['for longer', withStep({ duration: { value: 13, unit: 'mo' } }), ['lines.0.steps.0.duration too-long']],
  [
    'steps of which the first has no end',
    line({}, { steps: [whole, whole] }),
    ['lines.0.steps.0.duration missing'],
  ],
  [
    'hours from a day on, and then',
    line({}, { steps: [{ ...whole, duration: { value: 6, unit: 'h' } }, whole] }),
    ['lines.0.steps.0.duration needs-time'],
  ],
  [
    'hours from a moment on, and then',
    line(
      { start: `${today}T08:00:00+01:00` },
      { steps: [{ ...whole, duration: { value: 6, unit: 'h' } }, whole] },
    ),
    [],
  ],
  ['as needed, whole', line({}, { steps: [{ ...whole, timing: null }], asNeeded }), []],
  [
    'as needed, and no more',
    line({}, { asNeeded: { condition: '', interval: null, maxPerDay: null } }),
    [
      'lines.0.asNeeded.condition missing',
      'lines.0.asNeeded.interval missing',
      'lines.0.asNeeded.maxPerDay missing',
    ],
  ],
  [
    'as needed, less in a day than at once',
    line({}, { asNeeded: { ...asNeeded, maxPerDay: { value: '0.5', unit: 'g' } } }),
    ['lines.0.asNeeded.maxPerDay less-than-dose'],
  ],
  [
    'as needed with less than one dose in another unit',
    line({}, { asNeeded: { ...asNeeded, maxPerDay: { value: '999', unit: 'mg' } } }),
    ['lines.0.asNeeded.maxPerDay less-than-dose'],
  ],
  [
    'as needed with a limit in another unit',
    line({}, { asNeeded: { ...asNeeded, maxPerDay: { value: '4000', unit: 'mg' } } }),
    [],
  ],
  [
    'as needed with less than the dose of a later step',
    line(
      {},
      {
        steps: [
          { ...whole, duration: { value: 1, unit: 'd' } },
          { ...whole, doseMax: { value: '5', unit: 'g' } },
        ],
        asNeeded,
      },
    ),
    ['lines.0.asNeeded.maxPerDay less-than-dose'],
  ],
  [
    'as needed with a limit in grams of what is counted in tablets',
    line({}, { steps: [{ ...whole, dose: { value: '1', unit: '{comprimé}' } }], asNeeded }),
    ['lines.0.asNeeded.maxPerDay not-comparable'],
  ],
  ...['-1', 'NaN', 'Infinity', '1e9'].flatMap((value): [string, OrderLine, string[]][] => [
    [`a dose of "${value}"`, withStep({ dose: { value, unit: 'g' } }), ['lines.0.steps.0.dose impossible']],
    [
      `a threshold of "${value}"`,
      withStep(
        byScale({
          bands: [
            { from: null, below: value, dose: 'none', instruction: '' },
            { from: value, below: null, dose: units('4'), instruction: '' },
          ],
        }),
      ),
      ['lines.0.steps.0.scale.bands.0.below impossible'],
    ],
    [
      `a limit of "${value}"`,
      line({}, { asNeeded: { ...asNeeded, maxPerDay: { value, unit: 'g' } } }),
      ['lines.0.asNeeded.maxPerDay impossible'],
    ],
  ]),
  ['from yesterday on', line({ start: '2026-03-01' }), ['lines.0.start past']],
  ['from a day that there is not', line({ start: '2026-02-30' }), ['lines.0.start impossible']],
  ['from next week on', line({ start: '2026-03-09' }), []],
  [
    'revised for next week, and not why',
    line({ act: 'revise', former, why: '', start: '2026-03-09' }),
    ['lines.0.why missing', 'lines.0.start future'],
  ],
  ['stopped, and not why', { kind: 'drug', act: 'stop', former, why: '' }, ['lines.0.why missing']],
  [
    'renewed for too long',
    { kind: 'drug', act: 'renew', former, start: today, duration: { value: 60, unit: 'wk' } },
    ['lines.0.duration too-long'],
  ],
])('%s', (_what, one, expected) => {
  expect(said([one])).toEqual(expected);
});

it('says at which line, and takes one former prescription once', () => {
  const stop: OrderLine = { kind: 'drug', act: 'stop', former, why: 'rash' };
  expect(said([line(), withStep({ dose: null }), stop, stop])).toEqual([
    'lines.1.steps.0.dose missing',
    'lines.3.former twice',
  ]);
});

it('orders for the ward only for who is in the house', () => {
  const inpatient = line({ setting: 'inpatient' });
  expect(said([inpatient])).toEqual([]);
  expect(said([inpatient, line({ setting: 'discharge' })], false)).toEqual(['lines.0.setting not-in-house']);
});
