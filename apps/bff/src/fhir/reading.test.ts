import type {
  AllergyIntolerance,
  Bundle,
  Condition,
  Encounter,
  Immunization,
  MedicationRequest,
  MedicationStatement,
  Patient,
  Resource,
} from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { readAllergy, sortAllergies } from './allergy.ts';
import { amount, coded, date, isOver, tidy, whenOf } from './basics.ts';
import { lookupIn, nameBehind, personName, referenceKey } from './bundle.ts';
import { readEncounter } from './encounter.ts';
import { readIdentity } from './identity.ts';
import { readImmunization } from './immunization.ts';
import { readRequest, readStatement } from './medication.ts';
import { readProblem, withoutRepeats } from './problem.ts';

const now = new Date('2026-11-24T10:00:00Z');
const bundle = (...resources: Resource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});
const nothing = lookupIn();
const snomed = 'http://snomed.info/sct';
const hl7 = (name: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${name}`, code }],
});

describe('building blocks', () => {
  it('prefers the words of the author, then of the coding he chose, and drops what is not for people', () => {
    expect(
      coded({
        text: ' Asthme  sévère ',
        coding: [{ system: snomed, code: '1', display: 'Asthma (disorder)' }],
      }),
    ).toEqual({ text: 'Asthme sévère', codes: [{ system: snomed, code: '1' }] });
    expect(
      coded({
        coding: [
          { code: 'a', display: 'A' },
          { code: 'b', display: 'B', userSelected: true },
          { system: '', code: 'a' },
        ],
      }),
    ).toEqual({
      text: 'B',
      codes: [
        { system: '', code: 'a' },
        { system: '', code: 'b' },
      ],
    });
    expect(coded({ coding: [{ system: snomed, code: '1', display: 'Anemia (disorder)' }] }).text).toBe(
      'Anemia',
    );
    expect(
      coded({
        coding: [
          {
            system: 'http://loinc.org',
            code: '777-3',
            display: 'Platelets [#/volume] in Blood by Automated count',
          },
        ],
      }).text,
    ).toBe('Platelets in Blood');
    expect(
      coded({
        text: 'Glucose [Mass/\u200Bvolume] in Urine',
        coding: [{ system: 'http://loinc.org', code: '2350-7' }],
      }).text,
    ).toBe('Glucose in Urine');
    expect(coded({ text: 'Albumin [Mass/\u200Bvolume]' }).text).toBe('Albumin [Mass/volume]');
    expect(
      coded({
        extension: [
          { url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'unknown' },
        ],
      }),
    ).toEqual({ text: null, codes: [] });
    expect(coded(undefined)).toEqual({ text: null, codes: [] });
  });
  it('brings the URIs of one code system together', () => {
    expect(
      coded({
        coding: [
          { system: 'http://www.whocc.no/atc', code: 'C07AB07' },
          { system: 'urn:oid:2.16.840.1.113883.6.73', code: 'C07AB07' },
        ],
      }).codes,
    ).toEqual([{ system: 'https://smt.esante.gouv.fr/terminologie-atc', code: 'C07AB07' }]);
  });
  it.each([
    [173.4217404631797, 173.4],
    [0.7698123456, 0.7698],
    [6.28, 6.28],
    [0.125, 0.125],
    [120, 120],
    [12345.678912, 12346],
    [1e-7, 1e-7],
  ])('tidies %d to %d', (value, expected) => {
    expect(tidy(value)).toBe(expected);
  });
  it('prints units, keeps those it does not know', () => {
    const ucum = 'http://unitsofmeasure.org';
    expect(amount({ value: 1, unit: 'mm[Hg]', system: ucum, code: 'mm[Hg]' })?.unit).toBe('mmHg');
    expect(amount({ value: 1, unit: '{score}', system: ucum, code: '{score}' })?.unit).toBeNull();
    expect(amount({ value: 1, unit: 'comprimé', code: '{tablet}' })).toEqual({
      value: 1,
      unit: 'comprimé',
      code: null,
      comparator: null,
    });
    expect(amount({ value: 5, comparator: '<' })?.comparator).toBe('<');
    expect(amount({ unit: 'mg' })).toBeNull();
    expect(amount({ value: Number.NaN })).toBeNull();
  });
  it('reads times in every form', () => {
    expect(whenOf({ age: { value: 42, code: 'a' } })).toEqual({
      start: null,
      end: null,
      age: { low: 42, high: null, unit: 'a' },
      text: null,
    });
    expect(whenOf({ range: { low: { value: 10, code: 'a' }, high: { value: 12, code: 'a' } } })?.age).toEqual(
      { low: 10, high: 12, unit: 'a' },
    );
    expect(whenOf({ period: { end: '2020' } })).toEqual({ start: null, end: '2020', age: null, text: null });
    expect(whenOf({ text: 'dans l’enfance' })?.text).toBe('dans l’enfance');
    expect(whenOf({ dateTime: 'hier' })).toBeNull();
    expect(date('2020-13')).toBe('2020-13'); // shape only: FHIR servers check the rest
  });
  it.each([
    ['2025', true],
    ['2026', false],
    ['2026-10', true],
    ['2026-11', false],
    ['2026-11-23', true],
    ['2026-11-24', false],
    ['2026-11-24T09:59:59Z', true],
    ['2026-11-24T11:30:00+01:00', false],
    [null, false],
  ])('%s is over: %s', (text, expected) => {
    expect(isOver(text, now)).toBe(expected);
  });
  it('finds resources behind every form of reference, contained ones in their holder only', () => {
    const practitioner: Resource = {
      resourceType: 'Practitioner',
      id: 'd1',
      name: [{ family: 'Moreau', given: ['Claire', 'Anne'], prefix: ['Dr.'] }],
    };
    const role: Resource = {
      resourceType: 'PractitionerRole',
      id: 'r1',
      practitioner: { reference: 'Practitioner/d1' },
    };
    const lookup = lookupIn(bundle(practitioner, role));
    for (const reference of [
      'Practitioner/d1',
      'http://h/fhir/Practitioner/d1',
      'Practitioner/d1/_history/2',
      'PractitionerRole/r1',
    ])
      expect(nameBehind({ reference }, lookup), reference).toBe('Dr Claire Moreau');
    for (const reference of ['urn:uuid:1', '#d1', 'Practitioner/none', 'Patient?identifier=1'])
      expect(nameBehind({ reference }, lookup), reference).toBeNull();
    expect(
      nameBehind({ reference: '#x' }, lookup, {
        resourceType: 'Condition',
        contained: [{ ...practitioner, id: 'x' }],
      } as Resource),
    ).toBe('Dr Claire Moreau');
    expect(nameBehind({ display: ' Dr No ' }, lookup)).toBe('Dr No');
    expect(personName([{ family: 'Kihn564', given: ['Michael42'] }])).toBe('Michael Kihn');
    expect(referenceKey('Practitioner/../x')).toBeNull();
  });
});

describe('identity', () => {
  const identity = (patient: Partial<Patient>) =>
    readIdentity({ resourceType: 'Patient', id: 'p', ...patient } as Patient, now);
  const ins = (value: string, system = 'urn:oid:1.2.250.1.213.1.4.10') => ({ system, value });
  const status = (
    code: string,
    system = 'https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-identity-status',
  ) => ({
    extension: [
      {
        url: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability',
        extension: [{ url: 'identityStatus', valueCoding: { system, code } }],
      },
    ],
  });

  it('reads French names: of birth, in use, all given names', () => {
    const list = {
      url: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient-birth-list-given-name',
      valueString: 'Jeanne Marie Louise',
    };
    expect(
      identity({
        name: [
          { use: 'usual', family: 'Lemoine', given: ['Jane'] },
          { use: 'official', family: 'Durand', given: ['Jeanne'], extension: [list] },
        ],
      }),
    ).toMatchObject({
      birthName: 'Durand',
      usedName: 'Lemoine',
      givenNames: ['Jeanne', 'Marie', 'Louise'],
      usedGivenName: 'Jane',
    });
    expect(
      identity({
        name: [
          {
            use: 'official',
            family: 'Roy',
            given: ['Marie Anne'],
            extension: [{ ...list, valueString: 'MARIE ANNE LUCE' }],
          },
        ],
      }).givenNames,
    ).toEqual(['Marie Anne', 'LUCE']);
  });
  it('reads others: maiden is of birth, the only name is of birth, old names and nicknames last', () => {
    expect(
      identity({
        name: [
          { use: 'official', family: 'Streich', given: ['Gabriela'] },
          { use: 'maiden', family: 'Kuhn' },
        ],
      }),
    ).toMatchObject({ birthName: 'Kuhn', usedName: 'Streich', givenNames: ['Gabriela'] });
    expect(identity({ name: [{ family: 'Roy', given: ['Kim'] }] })).toMatchObject({
      birthName: 'Roy',
      usedName: null,
      givenNames: ['Kim'],
      usedGivenName: null,
    });
    expect(
      identity({
        name: [
          { use: 'old', family: 'Avant' },
          { use: 'usual', family: 'Après', given: ['Zoé'] },
        ],
      }),
    ).toMatchObject({ birthName: 'Après', usedName: null });
    expect(
      identity({
        name: [
          { use: 'official', family: 'DURAND' },
          { use: 'usual', family: 'Durand' },
        ],
      }).usedName,
    ).toBeNull();
  });
  it('reads names that are only text or only extensions, and bears their absence', () => {
    expect(identity({ name: [{ text: 'DURAND Jeanne' }] }).birthName).toBe('DURAND Jeanne');
    const parts = {
      _family: {
        extension: [
          { url: 'http://hl7.org/fhir/StructureDefinition/humanname-own-name', valueString: 'Ludwig' },
        ],
      },
    };
    expect(identity({ name: [{ use: 'official', given: ['Eva'], ...parts }] }).birthName).toBe('Ludwig');
    expect(identity({})).toMatchObject({
      birthName: null,
      usedName: null,
      givenNames: [],
      birthDate: null,
      age: null,
      sex: 'unknown',
      birthPlace: null,
      ins: null,
      insStatus: null,
      ipp: null,
      deceased: null,
      confidential: false,
      active: true,
    });
  });
  it('gives the matricule of a qualified identity only', () => {
    for (const [code, isShown] of [
      ['QUAL', true],
      ['VALI', false],
      ['RECUP', false],
      ['PROV', false],
    ] as const) {
      const read = identity({
        identifier: [ins('257 03 37 261 001 59'.replaceAll(' ', ''))],
        ...status(code),
      });
      expect([read.insStatus, read.ins !== null]).toEqual([code, isShown]);
    }
    expect(identity({ identifier: [ins('257033726100159')], ...status('QUAL') }).ins).toEqual({
      value: '257033726100159',
      oid: '1.2.250.1.213.1.4.10',
      kind: 'test',
    });
    expect(identity({ identifier: [ins('257033726100159')] })).toMatchObject({
      insStatus: 'PROV',
      ins: null,
    });
  });
  it('takes nothing of the older table 0445 for qualified', () => {
    expect(
      identity({
        identifier: [ins('257033726100159')],
        ...status('VALI', 'http://terminology.hl7.org/CodeSystem/v2-0445'),
      }),
    ).toMatchObject({ insStatus: 'VALI', ins: null });
    expect(identity({ ...status('QUAL', 'http://terminology.hl7.org/CodeSystem/v2-0445') }).insStatus).toBe(
      'PROV',
    );
  });
  it('takes the hospital number in force, not the one from before a merge', () => {
    const pi = hl7('v2-0203', 'PI');
    expect(
      identity({
        identifier: [
          { use: 'old', system: 'https://keneyapp.example/ipp', value: '1' },
          { use: 'usual', system: 'https://keneyapp.example/ipp', value: '2' },
        ],
      }).ipp,
    ).toBe('2');
    expect(
      identity({
        identifier: [
          { type: hl7('v2-0203', 'SS'), value: '9' },
          { type: hl7('v2-0203', 'MR'), value: '3' },
          { type: pi, value: '4', period: { end: '2020' } },
        ],
      }).ipp,
    ).toBe('3');
    expect(
      identity({
        identifier: [{ type: pi, system: 'urn:oid:1.2.250.1.213.1.4.8', value: '257033726100159' }],
      }).ipp,
    ).toBeNull();
  });
  it('counts the age today, at death, and from half a date', () => {
    expect(identity({ birthDate: '1984-07-12' }).age).toEqual({ value: 42, unit: 'year' });
    expect(identity({ birthDate: '2026-11-05' }).age).toEqual({ value: 19, unit: 'day' });
    expect(identity({ birthDate: '1984-07-12', deceasedDateTime: '2004-07-11T10:00:00Z' })).toMatchObject({
      age: { value: 19 },
      deceased: { date: '2004-07-11T10:00:00Z' },
    });
    expect(identity({ birthDate: '1984-07-12', deceasedBoolean: true })).toMatchObject({
      age: null,
      deceased: { date: null },
    });
    expect(identity({ birthDate: '1984' }).age).toEqual({ value: 42, unit: 'year' });
    expect(identity({ birthDate: '1984-12' }).age).toEqual({ value: 41, unit: 'year' });
    expect(identity({ birthDate: '2030-01-01' }).age).toBeNull();
  });
  it('knows what is set aside and what is restricted', () => {
    expect(
      identity({
        active: false,
        link: [{ type: 'replaced-by', other: { reference: 'Patient/q' } }],
        meta: { security: [{ code: 'R' }] },
      }),
    ).toMatchObject({ active: false, replacedBy: 'q', confidential: true });
    expect(
      identity({
        extension: [
          {
            url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
            valueAddress: {
              city: 'Tours',
              extension: [
                {
                  url: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-address-insee-code',
                  valueCoding: { code: '37261' },
                },
              ],
            },
          },
        ],
      }).birthPlace,
    ).toEqual({ text: 'Tours', inseeCode: '37261' });
  });
});

describe('problems', () => {
  const problem = (c: Partial<Condition>) =>
    readProblem({ resourceType: 'Condition', id: 'c', subject: {}, ...c } as Condition, nothing, now);
  it('is current unless over, refuted or written in error', () => {
    const clinical = (code: string) => hl7('condition-clinical', code);
    expect(problem({ clinicalStatus: clinical('active') }).isCurrent).toBe(true);
    expect(problem({ clinicalStatus: clinical('resolved') }).isCurrent).toBe(false);
    expect(problem({}).isCurrent).toBe(true);
    expect(problem({ abatementDateTime: '2020' }).isCurrent).toBe(false);
    expect(problem({ abatementDateTime: '2030' }).isCurrent).toBe(true);
    expect(
      problem({
        clinicalStatus: clinical('active'),
        verificationStatus: hl7('condition-ver-status', 'refuted'),
      }).isCurrent,
    ).toBe(false);
    expect(problem({ verificationStatus: hl7('condition-ver-status', 'entered-in-error') }).isCurrent).toBe(
      false,
    );
  });
  it('shows a repeated diagnosis once, as first known', () => {
    const again = (id: string, onset: string, site?: string) =>
      problem({
        id,
        code: { coding: [{ system: snomed, code: '38341003' }] },
        onsetDateTime: onset,
        ...(site ? { bodySite: [{ text: site }] } : {}),
      });
    expect(
      withoutRepeats([
        again('b', '2020'),
        again('a', '2003-02'),
        again('c', '2010'),
        again('d', '2011', 'gauche'),
      ]).map((p) => p.id),
    ).toEqual(['a', 'd']);
    expect(
      withoutRepeats([
        problem({ id: '1', code: { text: 'Asthme' } }),
        problem({ id: '2', code: { text: 'asthme' } }),
        problem({ id: '3' }),
        problem({ id: '4' }),
      ]),
    ).toHaveLength(3);
  });
});

describe('allergies', () => {
  const allergy = (a: Partial<AllergyIntolerance>) =>
    readAllergy(
      { resourceType: 'AllergyIntolerance', id: 'a', patient: {}, ...a } as AllergyIntolerance,
      nothing,
    );
  const named = (text: string, more: Partial<AllergyIntolerance> = {}) =>
    allergy({ code: { text }, ...more });
  it('puts the worst first', () => {
    const severe = named('Pénicilline', {
      reaction: [{ manifestation: [{ text: 'Anaphylaxie' }], severity: 'severe' }],
      criticality: 'low',
    });
    const sorted = sortAllergies([
      named('Pollen', { criticality: 'low' }),
      named('Chat'),
      named('Arachide', { criticality: 'high', type: 'intolerance' }),
      severe,
      named('Latex', { reaction: [{ manifestation: [], severity: 'moderate' }] }),
    ]);
    expect(sorted.current.map((a) => [a.substance.text, a.rank])).toEqual([
      ['Pénicilline', 3],
      ['Arachide', 3],
      ['Latex', 2],
      ['Pollen', 1],
      ['Chat', 0],
    ]);
  });
  it('tells "none known" from "nobody wrote anything", and believes an allergy over a statement of none', () => {
    const none = allergy({
      code: { coding: [{ system: snomed, code: '716186003', display: 'No known allergy (situation)' }] },
    });
    expect(sortAllergies([]).state).toBe('not-recorded');
    expect(sortAllergies([none]).state).toBe('none-known');
    expect(sortAllergies([none, named('Latex')])).toMatchObject({
      state: 'known',
      current: [{ substance: { text: 'Latex' } }],
    });
    expect(
      sortAllergies([named('Latex', { clinicalStatus: hl7('allergyintolerance-clinical', 'resolved') })]),
    ).toMatchObject({ state: 'not-recorded', past: [{}] });
    expect(
      sortAllergies([
        named('X', { verificationStatus: hl7('allergyintolerance-verification', 'entered-in-error') }),
      ]),
    ).toEqual({ state: 'not-recorded', current: [], past: [] });
  });
  it('takes the substance of the reaction when the allergy names none', () => {
    expect(allergy({ reaction: [{ manifestation: [], substance: { text: 'Noix' } }] }).substance.text).toBe(
      'Noix',
    );
    expect(allergy({}).substance).toEqual({ text: null, codes: [] });
  });
});

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
      duration: { value: 7, code: 'd' },
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
    ).toMatchObject({ code: 'BID', frequency: null });
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
      reason: { text: 'HTA' },
    });
  });
});

describe('encounters', () => {
  const ward: Resource = {
    resourceType: 'Location',
    id: 'w',
    name: 'Cardiologie',
    physicalType: hl7('location-physical-type', 'wa'),
  };
  const room: Resource = {
    resourceType: 'Location',
    id: 'r',
    name: 'Chambre 12',
    physicalType: hl7('location-physical-type', 'ro'),
    partOf: { reference: 'Location/w' },
  };
  const bed: Resource = {
    resourceType: 'Location',
    id: 'b',
    name: 'Chambre 12, lit 2',
    physicalType: hl7('location-physical-type', 'bd'),
    partOf: { reference: 'Location/r' },
  };
  const encounter = (e: Partial<Encounter>, lookup = lookupIn(bundle(ward, room, bed))) =>
    readEncounter(
      {
        resourceType: 'Encounter',
        id: 'e',
        status: 'in-progress',
        class: { code: 'IMP' },
        ...e,
      } as Encounter,
      lookup,
      now,
    );
  it('knows the bed, its room and its ward', () => {
    expect(
      encounter({
        location: [
          { location: { reference: 'Location/w' }, status: 'completed' },
          { location: { reference: 'Location/b' }, status: 'active' },
        ],
      }).place,
    ).toEqual({ service: 'Cardiologie', room: 'Chambre 12', bed: 'lit 2', text: 'Chambre 12, lit 2' });
    expect(encounter({ location: [{ location: { display: 'Salle 4' } }] }).place).toEqual({
      service: null,
      room: null,
      bed: null,
      text: 'Salle 4',
    });
    expect(encounter({ serviceType: { text: 'Urgences' } }).place).toEqual({
      service: 'Urgences',
      room: null,
      bed: null,
      text: null,
    });
    expect(encounter({}).place).toBeNull();
    const loop: Resource = {
      resourceType: 'Location',
      id: 'l',
      name: 'L',
      partOf: { reference: 'Location/l' },
    };
    expect(
      encounter({ location: [{ location: { reference: 'Location/l' } }] }, lookupIn(bundle(loop))).place
        ?.text,
    ).toBe('L');
  });
  it('measures a stay, until now while it lasts, not at all without times', () => {
    expect(
      encounter({
        status: 'finished',
        period: { start: '2026-11-20T10:00:00Z', end: '2026-11-20T10:45:00Z' },
      }),
    ).toMatchObject({ lengthMinutes: 45, isCurrent: false });
    expect(encounter({ period: { start: '2026-11-24T08:00:00Z' } })).toMatchObject({
      lengthMinutes: 120,
      isCurrent: true,
    });
    expect(encounter({ period: { start: '2026-11-20' } }).lengthMinutes).toBeNull();
    expect(
      encounter({
        status: 'finished',
        period: { start: '2026-11-20T10:00:00Z', end: '2026-11-20T09:00:00Z' },
      }).lengthMinutes,
    ).toBeNull();
    expect(
      encounter({ period: { start: '2020-01-01T08:00:00Z', end: '2020-01-02T08:00:00Z' } }).isCurrent,
    ).toBe(false);
  });
  it('names reasons and diagnoses once, people by role code', () => {
    const condition: Resource = { resourceType: 'Condition', id: 'c', subject: {}, code: { text: 'Asthme' } };
    const read = encounter(
      {
        reasonCode: [{ text: 'Toux' }],
        reasonReference: [{ reference: 'Condition/c' }, { display: 'Toux' }],
        diagnosis: [{ condition: { reference: 'Condition/c' } }],
        participant: [
          {
            individual: { display: 'Dr A' },
            type: [
              {
                coding: [
                  {
                    system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType',
                    code: 'ATND',
                    display: 'attender',
                  },
                ],
              },
            ],
          },
          { individual: { display: 'Dr A' } },
          {},
        ],
      },
      lookupIn(bundle(condition)),
    );
    expect(read.reasons.map((r) => r.text)).toEqual(['Toux', 'Asthme']);
    expect(read.diagnoses.map((r) => r.text)).toEqual(['Asthme']);
    expect(read.practitioners).toEqual([
      {
        name: 'Dr A',
        role: {
          text: null,
          codes: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'ATND' }],
        },
      },
    ]);
  });
});

it('reads an immunisation, whole or bare', () => {
  const read = (i: Partial<Immunization>) =>
    readImmunization({ resourceType: 'Immunization', id: 'i', patient: {}, ...i } as Immunization, nothing);
  expect(
    read({
      status: 'not-done',
      statusReason: { text: 'Refus' },
      occurrenceString: 'enfance',
      protocolApplied: [{ doseNumberPositiveInt: 2, seriesDosesString: '3' }],
    }),
  ).toMatchObject({
    status: 'not-done',
    date: null,
    dateText: 'enfance',
    doseNumber: '2',
    doseTotal: '3',
    statusReason: { text: 'Refus' },
    isPrimarySource: null,
  });
  expect(read({})).toMatchObject({
    vaccine: { text: null, codes: [] },
    status: 'completed',
    lotNumber: null,
  });
});
