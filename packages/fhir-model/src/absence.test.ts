import type { AllergyIntolerance, CodeableConcept } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { absenceOf, isRefuted, type AbsenceOf } from './absence.ts';
import { readAllergy, sortAllergies } from './allergy.ts';
import { coded } from './coded.ts';
import { hl7, nothing, snomed } from './testing-resources.ts';

const ips = (code: string, display?: string): CodeableConcept => ({
  coding: [
    {
      system: 'http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips',
      code,
      ...(display ? { display } : {}),
    },
  ],
});
const sct = (code: string, text?: string): CodeableConcept => ({
  coding: [{ system: snomed, code }],
  ...(text ? { text } : {}),
});
const said = (concept: CodeableConcept, of: AbsenceOf) => {
  const absence = absenceOf(concept, of);
  return absence && [absence.says, absence.kind];
};

it.each<[AbsenceOf, CodeableConcept, string, string | null]>([
  ['allergy', ips('no-known-allergies'), 'none-known', null],
  ['allergy', ips('no-known-food-allergies'), 'none-known', 'food'],
  ['allergy', ips('no-known-medication-allergies'), 'none-known', 'medication'],
  ['allergy', ips('no-known-environmental-allergies'), 'none-known', 'environment'],
  ['allergy', ips('no-allergy-info', 'No information about allergies'), 'unknown', null],
  ['allergy', sct('716186003'), 'none-known', null],
  ['allergy', sct('160244002', 'No known allergies'), 'none-known', null],
  ['allergy', sct('409137002', 'NKDA'), 'none-known', 'medication'],
  ['allergy', sct('716184000'), 'none-known', 'latex'],
  ['allergy', sct('1631000175102'), 'not-asked', null],
  ['allergy', hl7('data-absent-reason', 'not-asked'), 'not-asked', null],
  ['allergy', hl7('v3-NullFlavor', 'UNK'), 'unknown', null],
  ['allergy', { text: "Pas d'allergie connue" }, 'none-known', null],
  ['allergy', { text: 'Pas d’allergie médicamenteuse connue.' }, 'none-known', 'medication'],
  ['allergy', { text: 'AUCUNE ALLERGIE CONNUE À CE JOUR' }, 'none-known', null],
  ['allergy', { text: 'Aucune allergie alimentaire' }, 'none-known', 'food'],
  ['allergy', { text: 'Absence d’allergie connue' }, 'none-known', null],
  ['allergy', { text: 'Allergies : aucune' }, 'none-known', null],
  ['allergy', { text: 'RAS' }, 'none-known', null],
  ['allergy', { text: 'NKDA' }, 'none-known', 'medication'],
  ['allergy', { text: 'nka' }, 'none-known', null],
  ['allergy', { text: 'No known drug allergies' }, 'none-known', 'medication'],
  ['allergy', { text: 'No Known Allergies' }, 'none-known', null],
  ['allergy', { text: 'Allergies non renseignées' }, 'unknown', null],
  ['allergy', { text: 'Inconnu' }, 'unknown', null],
  ['allergy', { text: 'Allergies non recherchées' }, 'not-asked', null],
  ['problem', ips('no-known-problems'), 'none-known', null],
  ['problem', ips('no-problem-info'), 'unknown', null],
  ['problem', sct('160245001', 'No current problems or disability'), 'none-known', null],
  ['problem', { text: 'Aucun antécédent' }, 'none-known', null],
  ['problem', { text: 'No known problems' }, 'none-known', null],
  ['medication', ips('no-known-medications'), 'none-known', null],
  ['medication', ips('no-medication-info'), 'unknown', null],
  ['medication', sct('787481004'), 'none-known', null],
  ['medication', { text: 'Aucun traitement en cours' }, 'none-known', null],
  ['medication', { text: 'Pas de traitement' }, 'none-known', null],
  ['medication', { text: 'No current medications' }, 'none-known', null],
  ['immunization', ips('no-known-immunizations'), 'none-known', null],
  ['immunization', sct('787482006'), 'none-known', null],
  ['immunization', { text: 'Aucune vaccination connue' }, 'none-known', null],
])('%s: %j says %s of %s', (of, concept, says, kind) => {
  expect(said(concept, of)).toEqual([says, kind]);
});

it.each<[AbsenceOf, CodeableConcept]>([
  ['allergy', { text: 'Pénicilline' }],
  ['allergy', { text: "Pas d'allergie connue sauf pénicilline" }],
  ['allergy', { text: 'Aucune allergie connue hormis les arachides' }],
  ['allergy', { text: 'No known allergies except latex' }],
  ['allergy', { text: 'Pas de lait' }],
  ['allergy', { text: 'Noix' }],
  ['allergy', sct('716186003', 'Pénicilline')],
  ['allergy', sct('716186003', 'Latex (pas les gants)')],
  ['allergy', { coding: [{ system: snomed, code: '91936005', display: 'Allergy to penicillin' }] }],
  [
    'allergy',
    { text: 'RAS', coding: [{ system: snomed, code: '91936005', display: 'Allergy to penicillin' }] },
  ],
  ['allergy', ips('no-known-problems')],
  ['problem', { text: 'Absence épileptique' }],
  ['problem', { text: 'NKDA' }],
  ['problem', { text: 'Pas de calais' }],
  ['medication', { text: 'Aucune aspirine' }],
  ['medication', {}],
])('%s: %j is taken for what it is', (of, concept) => expect(absenceOf(concept, of)).toBeNull());

describe('allergies with statements', () => {
  const read = (a: Partial<AllergyIntolerance>) =>
    readAllergy(
      { resourceType: 'AllergyIntolerance', id: 'x', patient: {}, ...a } as AllergyIntolerance,
      nothing,
    );
  const sorted = (...all: Partial<AllergyIntolerance>[]) => sortAllergies(all.map(read));

  it('says "none" of the kind alone that was asked about', () => {
    const food = sorted({ code: sct('429625007') });
    expect([food.state, food.noneOf, food.current]).toEqual(['none-known-of', ['food'], []]);
    // a general code filed under one kind speaks of that kind
    expect(sorted({ code: sct('716186003'), category: ['food'] })).toMatchObject({
      state: 'none-known-of',
      noneOf: ['food'],
    });
    expect(sorted({ code: sct('716186003'), category: ['food', 'medication'] }).state).toBe('none-known');
    expect(sorted({ code: ips('no-allergy-info') })).toMatchObject({
      state: 'not-recorded',
      statements: [{ absence: { says: 'unknown' } }],
    });
  });
  it('keeps a statement beside allergies, and says where they contradict it', () => {
    const peanut = { code: { text: 'Arachide' }, category: ['food' as const] };
    expect(sorted({ code: sct('409137002') }, peanut)).toMatchObject({
      state: 'known',
      current: [{ substance: { text: 'Arachide' } }],
      statements: [{ absence: { kind: 'medication' }, isContradicted: false }],
    });
    expect(sorted({ code: sct('716186003') }, peanut).statements[0]?.isContradicted).toBe(true);
    expect(sorted({ code: sct('429625007') }, peanut).statements[0]?.isContradicted).toBe(true);
  });
  it('believes no statement that is refuted, in error, or has a reaction', () => {
    const verification = (code: string) => ({
      code: sct('716186003'),
      verificationStatus: hl7('allergyintolerance-verification', code),
    });
    expect(sorted(verification('refuted')).state).toBe('not-recorded');
    expect(sorted(verification('entered-in-error'))).toMatchObject({ state: 'not-recorded', statements: [] });
    expect(sorted({ code: sct('716186003'), reaction: [{ manifestation: [{ text: 'Œdème' }] }] }).state).toBe(
      'known',
    );
  });
});

it.each([
  [{ text: 'Ruled out' }, true],
  [{ text: 'Écarté' }, true],
  [sct('410516002'), true],
  [{ text: 'Exclusive' }, false],
  [{ text: 'probable' }, false],
])('%j says that it is not there: %s', (concept, expected) => {
  expect(isRefuted(coded(concept))).toBe(expected);
});
