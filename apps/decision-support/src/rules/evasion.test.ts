// One long file: ways around the rules, one after the other, each beside what passes.
import { systems } from '@keneyapp/fhir-model/systems';
import { describe, expect, it } from 'vitest';
import { keyOf } from '../findings.ts';
import { alerts, allergy, bundleOf, notCheckedIn, order, said, timesADay, weekly } from '../testing-case.ts';

/** Ways around a rule: what cannot be signed on one line is not signed on two, nor in other words. */
const mg = (value: string) => ({ value, unit: 'mg' });
const step = (more: object) => ({
  ...{
    dose: null,
    doseMax: null,
    isPerKilogram: false,
    rate: null,
    over: null,
    timing: null,
    duration: null,
  },
  ...more,
});
const nevers = (...asked: Parameters<typeof said>) =>
  said(...asked).filter((one) => one.startsWith('never.'));

describe('methotrexate', () => {
  const line = (
    id: string,
    timing: object,
    { route = 'oral', ...more }: { route?: string; reason?: string } = {},
  ) =>
    order({
      id,
      atc: 'L04AX03',
      name: 'méthotrexate',
      ...more,
      regimen: { route: route as 'oral', steps: [step({ dose: mg('10'), timing })] },
    });
  const blocked = ['never.methotrexate-daily blocks'];

  it('is not given daily by a line for each day, nor by a line beside the one that runs', () => {
    const days = ['mon', 'tue', 'wed'].map((day) => line(day, { days: [day] }));
    expect(nevers(days)).toEqual(blocked);
    expect(nevers([line('a', weekly!), line('b', weekly!)])).toEqual(blocked);
    expect(
      nevers([line('a', { days: ['mon'] })], { medications: bundleOf(line('m', { days: ['thu'] })) }),
    ).toEqual(blocked);
    // two strengths that make one dose, and a line that takes the place of the one that runs
    expect(nevers([line('a', { days: ['mon'] }), line('b', { days: ['mon'] })])).toEqual([]);
    const next = { ...line('a', weekly!), priorPrescription: { reference: 'MedicationRequest/m' } };
    expect(nevers([next], { medications: bundleOf(line('m', weekly!)) })).toEqual([]);
  });
  it('nor by steps of a day, by hours, by another route, or by words beside', () => {
    const daily = [1, 2, 3].map(() =>
      step({ dose: mg('10'), timing: { once: true }, duration: { value: 1, unit: 'd' } }),
    );
    const inSteps = order({ atc: 'L04AX03', name: 'méthotrexate', regimen: { route: 'oral', steps: daily } });
    expect(nevers([inSteps])).toEqual(blocked);
    expect(nevers([line('a', { times: { count: 7, per: { value: 168, unit: 'h' } } })])).toEqual(blocked);
    expect(nevers([line('a', { every: { value: 168, unit: 'h' } })])).toEqual([]);
    for (const route of ['sublingual', 'rectal', 'cutaneous'])
      expect(nevers([line('a', timesADay(1)!, { route })]), route).toEqual(blocked);
    for (const reason of ['Psoriasis, pas de cancer', 'Polyarthrite (ATCD de lymphome)'])
      expect(nevers([line('a', timesADay(1)!, { reason })]), reason).toEqual(blocked);
    const noted = { ...line('a', timesADay(1)!), note: [{ text: 'Père : leucémie' }] };
    expect(nevers([noted])).toEqual(blocked);
    expect(nevers([line('a', timesADay(1)!, { reason: 'Lymphome non hodgkinien' })])).toEqual([]);
  });
  it('a titration by weeks is one line', () => {
    const steps = ['10', '15'].map((dose) =>
      step({ dose: mg(dose), timing: weekly, duration: { value: 4, unit: 'wk' } }),
    );
    expect(nevers([order({ atc: 'L04AX03', regimen: { route: 'oral', steps } })])).toEqual([]);
  });
});

describe('doses of a day', () => {
  const of = (id: string, atc: string, dose: string, times: number, unit = 'mg') =>
    order({
      id,
      atc,
      name: 'x',
      regimen: { route: 'oral', steps: [step({ dose: { value: dose, unit }, timing: timesADay(times) })] },
    });

  it('are added over the lines: colchicine, methadone', () => {
    expect(nevers([of('a', 'M04AC01', '1', 2), of('b', 'M04AC01', '1', 2)])).toContain(
      'never.colchicine-dose blocks',
    );
    expect(nevers([of('a', 'M04AC01', '1000', 2, 'ug'), of('b', 'M04AC01', '0.001', 2, 'g')])).toContain(
      'never.colchicine-dose blocks',
    );
    expect(nevers([of('a', 'M04AC01', '0.002', 1, 'g')])).toContain('never.colchicine-dose blocks');
    expect(nevers([of('a', 'M04AC01', '1', 3)])).toEqual([]);
    expect(notCheckedIn([of('a', 'M04AC01', '6', 1, '{comprimé}')]).join()).toContain(
      'La dose en milligrammes ne se lit pas',
    );
    expect(nevers([of('a', 'N07BC02', '30', 1), of('b', 'N07BC02', '30', 1)])).toContain(
      'never.methadone-first-dose blocks liftable',
    );
  });
  it('an answer to some of it is no answer to more', () => {
    const keyOfDose = (dose: string) =>
      alerts([of('a', 'N02BE01', dose, 4)]).find(({ rule }) => rule === 'dose.day')?.key;
    expect(keyOfDose('1500')).toBe(keyOfDose('1500'));
    expect(keyOfDose('1500')).not.toBe(keyOfDose('15000'));
    const long = 'x'.repeat(200);
    expect(keyOf('r', `${long}a`)).not.toBe(keyOf('r', `${long}b`));
    expect(keyOf('r', long).length).toBeLessThanOrEqual(180);
  });
});

describe('what goes into a bag', () => {
  const bag = (text: string, dose: object | null, more: object = {}) =>
    order({
      atc: 'B05BB01',
      name: 'NaCl 0,9 %',
      regimen: {
        route: 'intravenous',
        additives: [{ text, dose: dose as null }],
        steps: [
          step({
            dose: { value: '1', unit: 'L' },
            over: { value: 8, unit: 'h' },
            timing: timesADay(1),
            ...more,
          }),
        ],
      },
    });
  it('is potassium whatever it is called, and how fast it runs counts', () => {
    const grams = (value: string) => ({ value, unit: 'g' });
    for (const text of ['KCl', 'K Cl 10 %', 'KCl10%', 'K+', 'Chlorure de potassium', 'potassique'])
      expect(nevers([bag(text, grams('12'))]), text).toEqual(['never.potassium-concentration needs-reason']);
    expect(nevers([bag('KCl', grams('3'))])).toEqual([]);
    expect(nevers([bag('KCl', grams('3'), { over: { value: 10, unit: 'min' } })])).toEqual([
      'never.potassium-concentration needs-reason',
    ]);
    expect(notCheckedIn([bag('KCl', { value: '2', unit: '{ampoule}' })]).join()).toContain(
      'ni la concentration',
    );
  });
  it('is insulin in its units, and any other drug is said to be compared with nothing', () => {
    expect(nevers([bag('Actrapid', { value: '50', unit: 'mL' })])).toEqual(['never.insulin-unit blocks']);
    expect(nevers([bag('Insuline rapide 50 U', null)])).toEqual(['never.insulin-unit blocks']);
    expect(nevers([bag('Insuline rapide', { value: '50', unit: '[iU]' })])).toEqual([]);
    expect(notCheckedIn([bag('Augmentin', { value: '1', unit: 'g' })]).join()).toContain(
      'comparés à rien : Augmentin',
    );
    expect(notCheckedIn([bag('NaCl 0,9 % 500 mL', null)]).join()).not.toContain('comparés à rien');
  });
});

describe('potassium for injection', () => {
  const grams = (value: string) => ({ value, unit: 'g' });
  const written = (...steps: object[]) =>
    order({
      atc: 'B05XA01',
      name: 'chlorure de potassium',
      regimen: {
        route: 'intravenous',
        additives: [{ text: 'NaCl 0,9 % 100 mL', dose: null }],
        steps: steps.map((more) => step({ over: { value: 1, unit: 'h' }, timing: timesADay(1), ...more })),
      },
    });
  const dense = ['never.potassium-concentration needs-reason'];

  it('is not hidden in a later step, nor by the bag of the step before', () => {
    const [little, much] = [{ dose: grams('0.2') }, { dose: grams('20') }];
    expect(nevers([written(little, little)])).toEqual([]);
    expect(nevers([written(little, much)])).toEqual(dense);
    expect(nevers([written(much, little)])).toEqual(dense);
    // each step has 100 mL of its own: 0.6 g in them are 6 g/L
    expect(nevers([written({ dose: grams('0.6') }, little)])).toEqual(dense);
    expect(nevers([written(little, { dose: grams('0.2'), over: null })])).toEqual([
      'never.potassium-undiluted blocks',
    ]);
    expect(nevers([written(little, { ...little, over: { value: 5, unit: 'min' } })])).toEqual(dense);
  });
  it('is judged by the upper end of a range, and by the highest dose of a scale', () => {
    expect(nevers([written({ dose: grams('0.2'), doseMax: grams('20') })])).toEqual(dense);
    const bands = [
      { from: null, below: '1', dose: grams('0.2'), instruction: '' },
      { from: '1', below: null, dose: grams('20'), instruction: '' },
    ];
    const scale = { measure: 'capillary-glucose', unit: 'g/L', bands };
    expect(nevers([written({ scale })])).toEqual(dense);
  });
  it('says of a step that cannot be read that it was not checked, beside the one that is too much', () => {
    const unread = { dose: { value: '2', unit: '{ampoule}' } };
    const line = written(unread, { dose: grams('20') });
    expect(nevers([line])).toEqual(dense);
    expect(notCheckedIn([line]).join()).toContain('ni la concentration');
  });
  it('in a bag is judged in each step as well', () => {
    const bag = (volume: string) => ({ dose: { value: volume, unit: 'mL' }, over: { value: 8, unit: 'h' } });
    const line = (...steps: object[]) =>
      order({
        atc: 'B05BB01',
        name: 'NaCl 0,9 %',
        regimen: {
          route: 'intravenous',
          additives: [{ text: 'KCl', dose: grams('2') }],
          steps: steps.map((more) => step({ timing: timesADay(1), ...more })),
        },
      });
    expect(nevers([line(bag('1000'), bag('1000'))])).toEqual([]);
    expect(nevers([line(bag('1000'), bag('250'))])).toEqual(dense);
  });
});

it('a wrong way of a later step is a wrong way', () => {
  const [first, second] = (['intravenous', 'intrathecal'] as const).map((route) =>
    order({ atc: 'L01CA02', name: 'vincristine', regimen: { route, steps: [step({ dose: mg('2') })] } }),
  );
  const steps = [...(first?.dosageInstruction ?? []), ...(second?.dosageInstruction ?? [])];
  expect(first && nevers([first])).toEqual([]);
  expect(first && nevers([{ ...first, dosageInstruction: steps }])).toEqual(['never.vinca-route blocks']);
});

describe('silence', () => {
  const product = order({
    name: 'AUGMENTIN',
    substances: ['AMOXICILLINE 500 mg'],
    regimen: { route: 'oral' },
  });
  it('a drug without a class says that rules by class were not asked', () => {
    const penicillins = allergy([{ system: systems.atc, code: 'J01C', display: 'Pénicillines' }]);
    expect(said([product], { allergies: bundleOf(penicillins) })).toEqual([]);
    expect(notCheckedIn([product], { allergies: bundleOf(penicillins) }).join()).toContain(
      'Sans code ATC, les règles par classe n’ont pas été vérifiées : AUGMENTIN',
    );
    const other = order({ atc: 'N02BE01', name: 'paracétamol', regimen: { route: 'oral' } });
    expect(notCheckedIn([other], { medications: bundleOf({ ...product, id: 'm' }) }).join()).toContain(
      'AUGMENTIN',
    );
  });
  it('a confirmed allergy to a class blocks; one that was filed under food is compared as well', () => {
    const drug = order({ atc: 'J01CA04', name: 'amoxicilline', regimen: { route: 'oral' } });
    const penicillins = allergy([{ system: systems.atc, code: 'J01C', display: 'Pénicillines' }]);
    const filed = (one: object) => ({ ...penicillins, ...one });
    expect(said([drug], { allergies: bundleOf(penicillins) })).toContain('allergy.confirmed blocks liftable');
    expect(said([drug], { allergies: bundleOf(filed({ category: ['food'] })) })).toContain(
      'allergy.confirmed blocks liftable',
    );
  });
  it('of two alerts with one key the graver is said', () => {
    const of = (id: string, route: 'oral' | 'cutaneous') =>
      order({
        id,
        atc: 'M01AE01',
        name: 'ibuprofène',
        regimen: { route, steps: [step({ dose: mg('200'), timing: timesADay(3) })] },
      });
    expect(said([of('a', 'cutaneous'), of('b', 'oral'), of('c', 'oral')])).toContain(
      'duplicate.substance needs-reason',
    );
  });
});

/** What was signed before runs: an order beside it is judged with it, and what is over before it begins is not. */
describe('in two baskets', () => {
  const endOf = (from: string, days: number) =>
    new Date(Date.parse(from) + (days - 1) * 86_400_000).toISOString().slice(0, 10);
  const drug = (
    id: string,
    atc: string,
    name: string,
    {
      from = '2026-11-30',
      days = 7,
      dose = '20',
      day,
    }: Partial<Record<'from' | 'dose' | 'day', string>> & { days?: number } = {},
  ) => {
    const made = order({
      id,
      atc,
      name,
      regimen: {
        route: 'oral',
        steps: [step({ dose: mg(dose), timing: day ? { days: [day] } : timesADay(1) })],
      },
    });
    for (const one of made.dosageInstruction ?? [])
      one.timing = {
        ...one.timing,
        repeat: { ...one.timing?.repeat, boundsPeriod: { start: from, end: endOf(from, days) } },
      };
    return made;
  };
  const running = (...all: ReturnType<typeof drug>[]) => ({ medications: bundleOf(...all) });

  it('two weekly lines of methotrexate meet, unless the first one is over', () => {
    const weeklyFrom = (id: string, from: string, day: string) =>
      drug(id, 'L04AX03', 'méthotrexate', { from, days: 28, day });
    const first = weeklyFrom('m', '2026-11-30', 'mon');
    const blocked = ['never.methotrexate-daily blocks'];
    expect(nevers([weeklyFrom('a', '2026-12-03', 'thu')], running(first))).toEqual(blocked);
    expect(nevers([weeklyFrom('a', '2026-12-28', 'thu')], running(first))).toEqual([]);
    // signed first, it may be the one that begins later
    expect(nevers([first], running(weeklyFrom('m', '2026-12-03', 'thu')))).toEqual(blocked);
  });
  it('two anticoagulants meet on the days that they share', () => {
    const first = drug('m', 'B01AF02', 'apixaban', { days: 7 });
    const other = (from: string) => drug('a', 'B01AF01', 'rivaroxaban', { from, days: 30 });
    const blocked = ['never.two-anticoagulants blocks'];
    expect(nevers([other('2026-11-30')], running(first))).toEqual(blocked);
    // on the day of the change both are there
    expect(nevers([other('2026-12-06')], running(first))).toEqual(blocked);
    expect(nevers([other('2026-12-07')], running(first))).toEqual([]);
  });
  it('methadone: a second line, and what lengthens QT after it', () => {
    const first = drug('m', 'N07BC02', 'méthadone', { dose: '30' });
    const beside = (dose: string) => nevers([drug('a', 'N07BC02', 'méthadone', { dose })], running(first));
    expect(beside('30')).toEqual(['never.methadone-beside blocks liftable']);
    expect(beside('10')).toEqual(['never.methadone-beside needs-reason']);
    const found = alerts([drug('a', 'N06AB10', 'escitalopram')], running(first));
    expect(found.find(({ rule }) => rule === 'never.methadone-qt')).toMatchObject({
      ...{ level: 'blocks', canLift: true, orders: ['a'] },
    });
  });
  it('what runs was not handed over: each of these rules says that it was not asked', () => {
    const asked = [
      drug('a', 'L04AX03', 'méthotrexate'),
      drug('b', 'B01AF01', 'rivaroxaban'),
      drug('c', 'N07BC02', 'méthadone'),
      drug('d', 'M04AC01', 'colchicine'),
    ];
    expect(notCheckedIn(asked, { medications: null }).map((one) => one.split(':')[0])).toEqual(
      expect.arrayContaining([
        'never.methotrexate-daily',
        'never.two-anticoagulants',
        'never.methadone',
        'never.colchicine',
      ]),
    );
  });
});
