import type { MedicationRequest, MedicationStatement } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { lookupIn } from './references.ts';
import { readRequest, readStatement } from './medication.ts';
import { now, bundle, nothing } from './testing-resources.ts';

describe('medications', () => {
  const rxnorm = (display: string): Partial<MedicationRequest> => ({
    medicationCodeableConcept: {
      coding: [{ system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '1', display }],
      text: display,
    },
  });
  const request = (m: Partial<MedicationRequest>, lookup = nothing) =>
    readRequest(
      {
        resourceType: 'MedicationRequest',
        id: 'm',
        status: 'active',
        intent: 'order',
        subject: {},
        ...m,
      } as MedicationRequest,
      lookup,
      now,
    );
  const name = (m: Partial<MedicationRequest>, lookup = nothing) => {
    const { inn, brand, strength, form } = request(m, lookup);
    return [inn, brand, strength, form];
  };

  it.each([
    [
      '24 HR metoprolol succinate 100 MG Extended Release Oral Tablet [Toprol]',
      ['metoprolol succinate', 'Toprol', '100 mg', 'extended release oral tablet'],
    ],
    [
      'Acetaminophen 325 MG / HYDROcodone Bitartrate 7.5 MG Oral Tablet',
      ['acetaminophen + hydrocodone bitartrate', null, '325 mg + 7.5 mg', 'oral tablet'],
    ],
    ['10 ML oxaliplatin 5 MG/ML Injection', ['oxaliplatin', null, '5 mg/mL', 'injection']],
    ['Vitamin B 12 5 MG/ML Injectable Solution', ['vitamin b 12', null, '5 mg/mL', 'injectable solution']],
    ['Nitroglycerin 0.4 MG/ACTUAT Mucosal Spray', ['nitroglycerin', null, '0.4 mg/dose', 'mucosal spray']],
    ['Hydrochlorothiazide 25 MG', ['hydrochlorothiazide', null, '25 mg', null]],
    ['Jolivette 28 Day Pack', [null, null, null, null]],
    ['Lasix 40mg', [null, null, null, null]],
  ])('RxNorm: %s', (display, expected) => {
    expect(name(rxnorm(display))).toEqual(expected);
    expect(request(rxnorm(display)).name.text).toBe(display);
  });

  it.each([
    [
      {
        coding: [{ system: 'http://www.whocc.no/atc', code: 'C07AB07', display: 'Bisoprolol' }],
        text: 'Cardensiel 2,5 mg, comprimé pelliculé',
      },
      ['bisoprolol', 'Cardensiel', '2,5 mg', 'comprimé pelliculé'],
    ],
    [
      {
        coding: [{ system: 'http://www.whocc.no/atc', code: 'L03AA02', display: 'filgrastim' }],
        text: 'Filgrastim 300 µg, solution injectable',
      },
      ['filgrastim', null, '300 µg', 'solution injectable'],
    ],
    [
      {
        coding: [{ system: 'http://www.whocc.no/atc', code: 'C07', display: 'Bêtabloquants' }],
        text: 'un bêtabloquant',
      },
      [null, null, null, null],
    ],
    [
      {
        coding: [
          {
            system: 'https://smt.esante.gouv.fr/terminologie-bdpm',
            code: '6',
            display: 'DOLIPRANE 1000 mg, comprimé',
          },
          { system: 'http://www.whocc.no/atc', code: 'N02BE01', display: 'paracétamol' },
        ],
      },
      ['paracétamol', 'DOLIPRANE', '1000 mg', 'comprimé'],
    ],
    [{ text: 'bisoprolol (Cardensiel) 2,5 mg comprimé' }, ['bisoprolol', 'Cardensiel', '2,5 mg', 'comprimé']],
    [{ text: 'le petit cachet bleu' }, [null, null, null, null]],
  ])('French: %j', (medicationCodeableConcept, expected) => {
    expect(name({ medicationCodeableConcept })).toEqual(expected);
  });

  it('finds a medication by reference, contained or with it, with its ingredients', () => {
    const medication = {
      resourceType: 'Medication' as const,
      id: 'x',
      code: { text: 'Augmentin 1 g' },
      form: { text: 'comprimé' },
      ingredient: [
        {
          itemCodeableConcept: { text: 'Amoxicilline' },
          strength: { numerator: { value: 875, unit: 'mg' }, denominator: { value: 1, unit: '1' } },
        },
        { itemReference: { reference: '#s' }, strength: { numerator: { value: 125, unit: 'mg' } } },
      ],
      contained: [{ resourceType: 'Substance' as const, id: 's', code: { text: 'Acide clavulanique' } }],
    };
    const expected = ['amoxicilline + acide clavulanique', null, '875 mg + 125 mg', 'comprimé'];
    expect(
      name({ medicationReference: { reference: 'Medication/x' } }, lookupIn(bundle(medication))),
    ).toEqual(expected);
    expect(name({ medicationReference: { reference: '#x' }, contained: [medication] })).toEqual(expected);
    expect(
      request({ medicationReference: { reference: 'Medication/gone', display: 'Inconnu 5' } }).name.text,
    ).toBe('Inconnu 5');
    expect(request({}).name).toEqual({ text: null, codes: [] });
  });
  it('reads doses, ranges, timing, need, maximum and duration', () => {
    const [dosage] = request({
      dosageInstruction: [
        {
          doseAndRate: [
            { doseRange: { low: { value: 1, unit: 'comprimé' }, high: { value: 2, unit: 'comprimé' } } },
          ],
          route: { text: 'voie orale' },
          asNeededCodeableConcept: { text: 'douleur' },
          timing: {
            repeat: {
              frequency: 1,
              frequencyMax: 3,
              period: 1,
              periodUnit: 'd',
              when: ['MORN', 'EVE'],
              timeOfDay: ['08:00:00'],
              dayOfWeek: ['mon'],
              boundsDuration: { value: 7, unit: 'j', system: 'http://unitsofmeasure.org', code: 'd' },
            },
          },
          maxDosePerPeriod: { numerator: { value: 4, unit: 'g' }, denominator: { value: 24, unit: 'h' } },
        },
      ],
    }).dosages;
    expect(dosage).toMatchObject({
      dose: { low: { value: 1 }, high: { value: 2 } },
      asNeeded: true,
      asNeededFor: { text: 'douleur' },
      duration: { low: { value: 7, code: 'd' }, high: null },
      max: { amount: { value: 4 }, per: { value: 24 } },
      timing: {
        frequency: 1,
        frequencyMax: 3,
        period: 1,
        periodUnit: 'd',
        events: ['MORN', 'EVE'],
        timesOfDay: ['08:00'],
        daysOfWeek: ['mon'],
      },
    });
    expect(
      request({
        dosageInstruction: [
          {
            doseAndRate: [
              { doseQuantity: { value: 2, system: 'http://unitsofmeasure.org', code: '{tablet}' } },
            ],
          },
        ],
      }).dosages[0]?.dose?.low.unit,
    ).toBe('tablet');
    expect(request({ dosageInstruction: [{ text: '1 matin et soir' }, {}] }).dosages).toEqual([
      expect.objectContaining({ text: '1 matin et soir', timing: null, dose: null }),
    ]);
    expect(
      request({ dosageInstruction: [{ timing: { code: { coding: [{ code: 'BID' }] } } }] }).dosages[0]
        ?.timing,
    ).toMatchObject({ code: { codes: [{ code: 'BID' }] }, frequency: null });
    expect(
      request({
        dosageInstruction: [
          {
            doseAndRate: [
              { rateRatio: { numerator: { value: 50, unit: 'mL' }, denominator: { value: 1, unit: 'h' } } },
            ],
          },
        ],
      }).dosages[0]?.rate,
    ).toMatchObject({ low: { value: 50 }, per: { value: 1 } });
  });
  it('knows what is taken now', () => {
    const until = (end: string) =>
      request({
        dosageInstruction: [
          { text: 'x', timing: { repeat: { boundsPeriod: { start: '2026-01-01', end } } } },
        ],
      });
    expect(until('2026-11-23').isCurrent).toBe(false);
    expect(until('2026-11-24')).toMatchObject({ isCurrent: true, start: '2026-01-01', end: '2026-11-24' });
    expect(request({ status: 'stopped' }).isCurrent).toBe(false);
    expect(request({ status: 'on-hold' }).isCurrent).toBe(true);
    expect(request({ intent: 'proposal' }).isCurrent).toBe(false);
    const statement = (m: Partial<MedicationStatement>) =>
      readStatement(
        {
          resourceType: 'MedicationStatement',
          id: 's',
          status: 'active',
          subject: {},
          ...m,
        } as MedicationStatement,
        nothing,
        now,
      );
    expect(statement({ effectivePeriod: { start: '2020', end: '2021' } })).toMatchObject({
      isCurrent: false,
      source: 'statement',
      start: '2020',
      end: '2021',
    });
    expect(statement({ status: 'not-taken', reasonReference: [{ display: 'HTA' }] })).toMatchObject({
      isCurrent: false,
      reasons: [{ text: 'HTA' }],
      standing: 'other',
    });
  });
});
