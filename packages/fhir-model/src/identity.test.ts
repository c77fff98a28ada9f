import type { Patient } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { readIdentity } from './identity.ts';
import { now, hl7 } from './testing-resources.ts';

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
    expect(identity({ birthDate: '1984' }).age).toEqual({ value: 42, unit: 'year', isAbout: true });
    expect(identity({ birthDate: '1984-12' }).age).toEqual({ value: 41, unit: 'year' });
    expect(identity({ birthDate: '1984-11' }).age).toEqual({ value: 42, unit: 'year', isAbout: true });
    // never the age today of somebody who has died
    const died = (deceasedDateTime: string, birthDate = '1984-07-12') =>
      identity({ birthDate, deceasedDateTime }).age;
    expect(died('2004')).toEqual({ value: 20, unit: 'year', isAbout: true });
    expect(died('2004-06')).toEqual({ value: 19, unit: 'year' });
    expect(died('2004-07')).toEqual({ value: 20, unit: 'year', isAbout: true });
    expect(died('2004-08-01')).toEqual({ value: 20, unit: 'year' });
    expect(died('2004', '1984')).toEqual({ value: 20, unit: 'year', isAbout: true });
    expect(died('1983')).toBeNull();
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

  it('shows all of HL7’s Patient/example: the name of birth, and the one in use since', () => {
    expect(
      identity({
        name: [
          { use: 'official', family: 'Chalmers', given: ['Peter', 'James'] },
          { use: 'usual', given: ['Jim'] },
          { use: 'maiden', family: 'Windsor', given: ['Peter', 'James'], period: { end: '2002' } },
        ],
      }),
    ).toMatchObject({
      birthName: 'Windsor',
      usedName: 'Chalmers',
      givenNames: ['Peter', 'James'],
      usedGivenName: 'Jim',
      otherNames: [],
    });
  });
  it.each([
    [
      'of several in force the latest',
      [
        ['A', '1990', '2030'],
        ['B', '2010', undefined],
      ],
      'B',
    ],
    [
      'one that is yet to begin is not in force',
      [
        ['A', undefined, undefined],
        ['B', '2030-01-01', undefined],
      ],
      'A',
    ],
    [
      'all have ended: the one that ended last',
      [
        ['A', undefined, '2001'],
        ['B', undefined, '2010'],
      ],
      'B',
    ],
    [
      'it ends this year, not yet',
      [
        ['A', '2020', '2026'],
        ['B', '1990', '2019'],
      ],
      'A',
    ],
  ] as const)('%s', (_what, official, birthName) => {
    const name = official.map(([family, start, end]) => ({
      use: 'official' as const,
      family,
      period: { ...(start ? { start } : {}), ...(end ? { end } : {}) },
    }));
    expect(identity({ name })).toMatchObject({ birthName, usedName: null });
    expect(identity({ name: name.toReversed() })).toMatchObject({ birthName });
  });
  it.each([
    [{ text: 'Mme Anne-Marie LE GALL', given: ['Anne-Marie'], prefix: ['Mme'] }, 'LE GALL', ['Anne-Marie']],
    [{ text: 'NGUYEN, Thi Mai', given: ['Thi', 'Mai'] }, 'NGUYEN', ['Thi', 'Mai']],
    [{ text: 'Jean', given: ['Jean'] }, null, ['Jean']],
    [{ text: 'Madame Sans Prénom' }, 'Madame Sans Prénom', []],
    [{ given: ['Zoé'] }, null, ['Zoé']],
  ])('finds the family name in the text of %o', (name, birthName, given) => {
    expect(identity({ name: [name] })).toMatchObject({ birthName, givenNames: given });
  });
});
