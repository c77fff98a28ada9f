import type { Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { coded } from './coded.ts';
import { date, isOver, whenOf } from './dates.ts';
import { amount, tidy } from './quantity.ts';
import { nameBehind, personName } from './names.ts';
import { lookupIn, patientIdOf, patientReference, referenceKey, referenceTo } from './references.ts';
import { now, bundle, snomed } from './testing-resources.ts';

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
    expect(
      coded({ text: 'Anti-Xa [rivaroxaban]', coding: [{ system: 'http://loinc.org', code: '74217-8' }] })
        .text,
    ).toBe('Anti-Xa [rivaroxaban]');
    expect(
      coded({
        text: 'Anti-Xa [apixaban]',
        coding: [{ system: 'http://loinc.org', code: '74216-0', display: 'Apixaban [Mass/volume] in Blood' }],
      }).text,
    ).toBe('Anti-Xa [apixaban]');
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
      digits: '1',
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
    // made of the characters of an id, and the folder above in an address
    for (const id of ['.', '..', '...', '', 'a/b', 'a b', 'x'.repeat(65)]) {
      expect(referenceKey(`Patient/${id}`), id).toBeNull();
      expect(() => patientReference(id), id).toThrow();
    }
    expect(patientReference('a.1-B')).toBe('Patient/a.1-B');
    expect(patientIdOf('http://host/fhir/Patient/a/_history/2')).toBe('a');
    expect(patientIdOf('Group/a')).toBeNull();
    expect(referenceTo(['Patient', 'RelatedPerson'], 'RelatedPerson/1')).toBe('RelatedPerson/1');
  });
});
