// One long file: the never events, one after the other, with what passes beside what is refused.
import type { RegimenRoute, RegimenStep, ScaleBand } from '@keneyapp/clinical/prescribing';
import { describe, expect, it } from 'vitest';
import { bundleOf, observation, order, said, timesADay, weekly } from '../../testing-case.ts';

const mg = (value: string) => ({ value, unit: 'mg' });
const steps = (step: object) => ({
  steps: [
    {
      dose: null,
      doseMax: null,
      isPerKilogram: false,
      rate: null,
      over: null,
      timing: null,
      duration: null,
      ...step,
    },
  ],
});
const nevers = (...args: Parameters<typeof said>) => said(...args).filter((one) => one.startsWith('never.'));

describe('methotrexate', () => {
  const written = (route: 'oral' | RegimenRoute, timing: object | null, reason = '') =>
    order({
      atc: 'L04AX03',
      name: 'méthotrexate',
      ...(reason ? { reason } : {}),
      regimen: { route, ...steps({ dose: mg('10'), timing }) },
    });

  it('cannot be signed daily by mouth or under the skin, nor without its day', () => {
    expect(nevers([written('oral', timesADay(1)!)])).toEqual(['never.methotrexate-daily blocks']);
    expect(nevers([written('subcutaneous', { every: { value: 24, unit: 'h' } })])).toEqual([
      'never.methotrexate-daily blocks',
    ]);
    expect(nevers([written('oral', { days: ['mon', 'thu'] })])).toEqual(['never.methotrexate-daily blocks']);
    expect(nevers([written('oral', { at: ['MORN'] })])).toEqual(['never.methotrexate-daily blocks']);
    expect(nevers([written('oral', null)])).toEqual(['never.methotrexate-daily blocks']);
  });
  it('passes weekly, into a vein, and for cancer', () => {
    expect(nevers([written('oral', weekly!)])).toEqual([]);
    expect(nevers([written('subcutaneous', { days: ['mon'], at: ['MORN'] })])).toEqual([]);
    expect(nevers([written('oral', { every: { value: 7, unit: 'd' } })])).toEqual([]);
    expect(nevers([written('oral', { once: true })])).toEqual([]);
    expect(nevers([written('intravenous', timesADay(1)!)])).toEqual([]);
    expect(nevers([written('oral', timesADay(1)!, 'Leucémie aiguë lymphoblastique, entretien')])).toEqual([]);
    expect(nevers([written('oral', timesADay(1)!, 'Polyarthrite')])).toEqual([
      'never.methotrexate-daily blocks',
    ]);
  });
});

describe('potassium for injection', () => {
  const kcl = (regimen: object, step: object) =>
    order({
      atc: 'B05XA01',
      name: 'chlorure de potassium',
      regimen: { route: 'intravenous', ...regimen },
      step,
    });
  const rate = { amount: { value: '100', unit: 'mL' }, per: { value: 1, unit: 'h' } };

  it('is refused undiluted, without a rate, and by another route', () => {
    const ampoule = { dose: { value: '2', unit: 'g' }, timing: timesADay(1) };
    expect(nevers([kcl({ ...steps(ampoule) }, {})])).toEqual(['never.potassium-undiluted blocks']);
    expect(nevers([kcl({ ...steps(ampoule), route: 'intramuscular' }, {})])).toEqual([
      'never.potassium-undiluted blocks',
    ]);
    const diluted = { additives: [{ text: 'NaCl 0,9 % 500 mL', dose: null }] };
    expect(nevers([kcl({ ...steps(ampoule), ...diluted }, {})])).toEqual([
      'never.potassium-undiluted blocks',
    ]);
  });
  it('passes diluted with its rate, and says when it is too dense', () => {
    const diluted = { additives: [{ text: 'NaCl 0,9 %', dose: { value: '1', unit: 'L' } }] };
    expect(nevers([kcl({ ...steps({ dose: { value: '2', unit: 'g' }, rate }), ...diluted }, {})])).toEqual(
      [],
    );
    expect(nevers([kcl({ ...steps({ dose: { value: '6', unit: 'g' }, rate }), ...diluted }, {})])).toEqual([
      'never.potassium-concentration needs-reason',
    ]);
  });
  it('in a bag of glucose needs the bag and the rate', () => {
    const bag = (step: object, grams = '2') =>
      order({
        atc: 'B05BA03',
        name: 'glucose 5 %',
        regimen: {
          route: 'intravenous',
          additives: [{ text: 'KCl 2 g', dose: { value: grams, unit: 'g' } }],
          ...steps(step),
        },
      });
    const litre = { value: '1', unit: 'L' };
    expect(nevers([bag({ dose: litre })])).toEqual(['never.potassium-undiluted blocks']);
    expect(nevers([bag({ dose: litre, rate })])).toEqual([]);
    expect(nevers([bag({ dose: litre, rate: { ...rate, amount: { value: '800', unit: 'mL' } } })])).toEqual([
      'never.potassium-concentration needs-reason',
    ]);
    expect(nevers([bag({ dose: { value: '250', unit: 'mL' }, rate })])).toEqual([
      'never.potassium-concentration needs-reason',
    ]);
  });
  it('by mouth is none of it', () => {
    expect(
      nevers([
        order({
          atc: 'A12BA01',
          name: 'chlorure de potassium',
          regimen: { route: 'oral', ...steps({ dose: mg('600'), timing: timesADay(3) }) },
        }),
      ]),
    ).toEqual([]);
  });
});

describe('insulin', () => {
  const insulin = (route: RegimenRoute, step: object, more: object = {}) =>
    order({
      atc: 'A10AB05',
      name: 'NOVORAPID FLEXPEN 100 U/mL, stylo',
      regimen: { route, ...steps(step), ...more },
    });
  const units = { value: '10', unit: '[iU]' };
  it('needs its dose, in units that are written out', () => {
    expect(nevers([insulin('subcutaneous', { timing: timesADay(3) })])).toEqual([
      'never.insulin-no-dose blocks',
    ]);
    expect(
      nevers([insulin('subcutaneous', { dose: { value: '0.1', unit: 'mL' }, timing: timesADay(3) })]),
    ).toEqual(['never.insulin-unit blocks']);
    expect(
      nevers([
        insulin('subcutaneous', { dose: units, timing: timesADay(3) }, { instruction: '10U le matin' }),
      ]),
    ).toEqual(['never.insulin-abbreviation blocks']);
    expect(nevers([insulin('subcutaneous', { dose: units, timing: timesADay(3) })])).toEqual([]);
    expect(
      nevers([
        insulin(
          'subcutaneous',
          { timing: timesADay(3) },
          { instruction: 'selon la glycémie, protocole du service' },
        ),
      ]),
    ).toEqual([]);
  });
  it('by a scale has its dose in it, in units likewise', () => {
    const byGlucose = (
      unit: string,
      dose: ScaleBand['dose'] = { value: '8', unit },
    ): RegimenStep['scale'] => ({
      measure: 'capillary-glucose',
      unit: 'g/L',
      bands: [
        { from: null, below: '0.7', dose: 'none', instruction: 'resucrer' },
        { from: '0.7', below: '2', dose: { value: '4', unit }, instruction: '' },
        { from: '2', below: null, dose, instruction: '' },
      ],
    });
    const by = (scale: RegimenStep['scale']) =>
      nevers([insulin('subcutaneous', { ...(scale ? { scale } : {}), timing: timesADay(3) })]);
    expect(by(byGlucose('[iU]'))).toEqual([]);
    expect(by(byGlucose('mL'))).toEqual(['never.insulin-unit blocks']);
    const told = byGlucose('[iU]');
    const last = told?.bands.at(-1);
    if (last) last.instruction = '10U de plus';
    expect(by(told)).toEqual(['never.insulin-abbreviation blocks']);
  });
  it('is injected, and taken no other way', () => {
    for (const route of ['oral', 'sublingual', 'rectal', 'nasal'] as const)
      expect(nevers([insulin(route, { dose: units, timing: timesADay(3) })])).toEqual([
        'never.insulin-route blocks',
      ]);
    expect(nevers([insulin('subcutaneous', { dose: units, timing: timesADay(3) })])).toEqual([]);
  });
  it('from a pen, or slow, goes into no vein', () => {
    expect(nevers([insulin('intravenous', { dose: units, timing: { once: true } })])).toEqual([
      'never.insulin-pen-iv blocks',
    ]);
    const lantus = order({
      atc: 'A10AE04',
      name: 'insuline glargine',
      regimen: { route: 'intravenous', ...steps({ dose: units, timing: timesADay(1) }) },
    });
    expect(nevers([lantus])).toEqual(['never.insulin-slow-iv blocks']);
    const vial = order({
      atc: 'A10AB01',
      name: 'ACTRAPID 100 UI/mL, flacon',
      regimen: { route: 'intravenous', ...steps({ dose: units, timing: { once: true } }) },
    });
    expect(nevers([vial])).toEqual([]);
  });
});

describe('anticoagulants', () => {
  const of = (
    id: string,
    atc: string,
    name: string,
    step: object = { dose: mg('5'), timing: timesADay(2) },
    route: 'oral' | 'subcutaneous' | null = 'oral',
  ) => order({ id, atc, name, regimen: { route, ...steps(step) } });
  it('never two of a kind; a change is lifted by a reason, a relay is said', () => {
    const apixaban = of('line-0', 'B01AF02', 'apixaban');
    expect(nevers([apixaban, of('line-1', 'B01AF01', 'rivaroxaban')])).toEqual([
      'never.two-anticoagulants blocks',
    ]);
    expect(nevers([apixaban], { medications: bundleOf(of('m', 'B01AB05', 'énoxaparine')) })).toEqual([
      'never.two-anticoagulants blocks liftable',
    ]);
    expect(
      nevers([of('line-0', 'B01AA03', 'warfarine')], {
        medications: bundleOf(of('m', 'B01AB05', 'énoxaparine')),
      }),
    ).toEqual(['never.anticoagulant-relay needs-reason']);
    expect(nevers([apixaban])).toEqual([]);
  });
  it('what the basket stops runs no longer', () => {
    const running = of('m', 'B01AB05', 'énoxaparine');
    expect(
      nevers([of('line-0', 'B01AF02', 'apixaban'), { ...running, status: 'stopped' }], {
        medications: bundleOf(running),
      }),
    ).toEqual([]);
  });
  it('needs dose and route', () => {
    expect(nevers([of('line-0', 'B01AF02', 'apixaban', { timing: timesADay(2) })])).toEqual([
      'never.anticoagulant-incomplete blocks',
    ]);
    expect(
      nevers([
        of(
          'line-0',
          'B01AB05',
          'énoxaparine',
          { dose: { value: '4000', unit: '[iU]' }, timing: timesADay(1) },
          null,
        ),
      ]),
    ).toEqual(['never.anticoagulant-incomplete blocks']);
  });
});

describe('colchicine', () => {
  const of = (dose: string, times: number, id = 'line-0') =>
    order({
      id,
      atc: 'M04AC01',
      name: 'colchicine',
      regimen: { route: 'oral', ...steps({ dose: mg(dose), timing: timesADay(times) }) },
    });
  const clarithromycin = order({
    id: 'm',
    atc: 'J01FA09',
    name: 'clarithromycine',
    regimen: { route: 'oral', ...steps({ dose: mg('500'), timing: timesADay(2) }) },
  });
  const good = { kidney: bundleOf(observation('62238-1', 80, 'mL/min/{1.73_m2}', '2026-11-20')) };
  it('has a highest dose, at a time and a day', () => {
    expect(nevers([of('1', 4)], good)).toEqual(['never.colchicine-dose blocks']);
    expect(nevers([of('2', 1)], good)).toEqual(['never.colchicine-dose blocks']);
    expect(nevers([of('1', 1)], good)).toEqual([]);
  });
  it('never with a macrolide, whichever comes second', () => {
    expect(nevers([of('1', 1)], { ...good, medications: bundleOf(clarithromycin) })).toEqual([
      'never.colchicine-macrolide blocks',
    ]);
    expect(nevers([{ ...clarithromycin, id: 'line-0' }], { medications: bundleOf(of('1', 1, 'm')) })).toEqual(
      ['never.colchicine-macrolide blocks'],
    );
    const spiramycin = order({
      id: 'line-1',
      atc: 'J01FA02',
      name: 'spiramycine',
      regimen: { route: 'oral', ...steps({ dose: mg('500'), timing: timesADay(2) }) },
    });
    expect(nevers([of('1', 1), spiramycin], good)).toEqual([]);
  });
  it('never below 30 mL/min', () => {
    expect(
      nevers([of('1', 1)], {
        kidney: bundleOf(observation('62238-1', 22, 'mL/min/{1.73_m2}', '2026-11-20')),
      }),
    ).toEqual(['never.colchicine-kidney blocks']);
  });
});

describe('methadone', () => {
  const of = (dose: string, times = 1, name = 'méthadone, sirop', id = 'line-0') =>
    order({
      id,
      atc: 'N07BC02',
      name,
      regimen: { route: 'oral', ...steps({ dose: mg(dose), timing: timesADay(times) }) },
    });
  it('is begun low; a first order is said, and lifted when it goes on from elsewhere', () => {
    expect(nevers([of('30')])).toEqual(['never.methadone-first needs-reason']);
    expect(nevers([of('80')])).toEqual(['never.methadone-first-dose blocks liftable']);
    // beside the line that runs, not instead of it
    expect(nevers([of('80')], { medications: bundleOf(of('60', 1, 'méthadone', 'm')) })).toEqual([
      'never.methadone-beside blocks liftable',
    ]);
    const taken = {
      resourceType: 'MedicationStatement' as const,
      id: 's',
      status: 'active' as const,
      subject: { reference: 'Patient/p' },
      medicationCodeableConcept: of('60').medicationCodeableConcept!,
    };
    expect(nevers([of('80')], { statements: bundleOf(taken) })).toEqual([]);
    expect(nevers([of('30', 1, 'MÉTHADONE AP-HP 10 mg, gélule')])).toContain(
      'never.methadone-capsule needs-reason',
    );
  });
  it('is taken once a day, has a dose, and not with what lengthens QT', () => {
    const before = { medications: bundleOf(of('60', 1, 'méthadone', 'm')) };
    expect(nevers([of('30', 2)], before)).toContain('never.methadone-interval needs-reason');
    expect(
      nevers(
        [
          order({
            atc: 'N07BC02',
            name: 'méthadone',
            regimen: { route: 'oral', ...steps({ timing: timesADay(1) }) },
          }),
        ],
        before,
      ),
    ).toEqual(['never.methadone-no-dose blocks']);
    const citalopram = order({
      id: 'c',
      atc: 'N06AB04',
      name: 'citalopram',
      regimen: { route: 'oral', ...steps({ dose: mg('20'), timing: timesADay(1) }) },
    });
    expect(
      nevers([of('60')], { medications: bundleOf(of('60', 1, 'méthadone', 'm'), citalopram) }),
    ).toContain('never.methadone-qt blocks liftable');
  });
});

describe('wrong route', () => {
  const of = (atc: string, name: string, route: 'intrathecal' | 'intravenous' | 'oral' | 'subcutaneous') =>
    order({ atc, name, regimen: { route, ...steps({ dose: mg('2'), timing: { once: true } }) } });
  it('vinca alkaloids go into a vein alone', () => {
    expect(nevers([of('L01CA02', 'vincristine', 'intrathecal')])).toEqual(['never.vinca-route blocks']);
    expect(nevers([of('L01CA02', 'vincristine', 'subcutaneous')])).toEqual(['never.vinca-route blocks']);
    expect(nevers([of('L01CA02', 'vincristine', 'intravenous')])).toEqual([]);
    expect(nevers([of('L01CA04', 'vinorelbine', 'oral')])).toEqual([]);
  });
  it('of cytotoxics a few alone go intrathecally; what is to be swallowed goes into no needle', () => {
    expect(nevers([of('L01XG01', 'bortézomib', 'intrathecal')])).toEqual(['never.intrathecal blocks']);
    expect(nevers([of('L01BC01', 'cytarabine', 'intrathecal')])).toEqual([]);
    expect(nevers([of('N02BE01', 'DOLIPRANE 2,4 %, suspension buvable', 'intravenous')])).toEqual([
      'never.oral-form-injected blocks',
    ]);
    expect(nevers([of('B03BA01', 'VITAMINE B12, solution buvable et injectable', 'intravenous')])).toEqual(
      [],
    );
  });
});
