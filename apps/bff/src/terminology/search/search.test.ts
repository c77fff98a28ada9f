import { describe, expect, it } from 'vitest';
import { systems } from '@keneyapp/fhir-model/systems';
import { ConceptIndex, type SearchedConcept } from './concept-index.ts';
import { enrich } from './enrich.ts';
import { Phrasing, type Abbreviation } from './phrasing.ts';
import { searchConcepts } from './search.ts';
import { slipsBetween } from './slips.ts';
import { typedWordsOf, wordsOf } from './words.ts';

const abbreviations: Abbreviation[] = [
  { short: 'HTA', meanings: [{ text: 'hypertension artérielle', cim10: ['I10'] }] },
  {
    short: 'IRC',
    meanings: [
      { text: 'insuffisance rénale chronique', cim10: ['N18.9'] },
      { text: 'insuffisance respiratoire chronique', cim10: ['J96.1'] },
    ],
  },
  { short: 'AS', meanings: [{ text: 'acide acétylsalicylique' }] },
];
const phrasing = new Phrasing(abbreviations, [{ said: 'cancer', written: ['tumeur maligne'] }]);
const enriched = enrich(abbreviations);
const concept = (code: string, display: string, ...synonyms: string[]): SearchedConcept => {
  const more = enriched(systems.cim10, { code, display });
  return { code, display, synonyms: [...synonyms, ...more.synonyms], weight: more.weight };
};
const diseases = await ConceptIndex.build([
  concept('I10', 'Hypertension essentielle (primitive)'),
  concept('K76.6', 'Hypertension portale'),
  concept('O10.0', 'Hypertension essentielle préexistante compliquant la grossesse'),
  concept('N18.9', 'Maladie rénale chronique, sans précision'),
  concept('J96.1', 'Insuffisance respiratoire chronique'),
  concept('S72.0', 'Fracture du col du fémur'),
  concept('S82.1', 'Fracture de l’extrémité supérieure du tibia'),
  concept('C50.9', 'Tumeur maligne du sein, sans précision'),
  concept('J18.9', 'Pneumopathie, sans précision'),
  concept('I50.0', 'Insuffisance cardiaque congestive', 'Congestive heart failure'),
]);
const drugs = await ConceptIndex.build([
  concept('60234100', 'DOLIPRANE 1000 mg, comprimé', 'PARACÉTAMOL 1000 mg'),
  concept('63368332', 'DOLIPRANE 500 mg, comprimé', 'PARACÉTAMOL 500 mg'),
  concept('64755969', 'KARDEGIC 75 mg, poudre pour solution buvable', 'ACIDE ACÉTYLSALICYLIQUE 75 mg'),
]);
const found = (typed: string, boost?: (system: string, code: string) => number) =>
  searchConcepts([{ system: systems.cim10, index: diseases }], phrasing, typed, {
    limit: 20,
    ...(boost ? { boost } : {}),
  });
const codes = (typed: string) => found(typed).map((one) => one.concept.code);
const ofDrugs = (typed: string) =>
  searchConcepts([{ system: systems.bdpm, index: drugs }], phrasing, typed, { limit: 20 }).map(
    (one) => one.concept.code,
  );

describe('words', () => {
  it('folds accents, leaves out what tells nothing, keeps what denies', () => {
    expect(wordsOf('Insuffisance de l’œil, sans précision')).toEqual([
      'insuffisance',
      'oeil',
      'sans',
      'precision',
    ]);
  });
  it('brings amounts to one form', () => {
    for (const text of ['1 g', '1g', '1000 mg', '1 000 mg', '1 000 mg'])
      expect(wordsOf(text), text).toContain('=1000mg');
    expect(wordsOf('0,5 mg')).toContain('=0.5mg');
    expect(wordsOf('500 µg')).toContain('=0.5mg');
    expect(typedWordsOf('doliprane 1g')).toEqual(['doliprane', '=1000mg']);
  });
});

describe('slips', () => {
  it.each([
    ['pnuemopathie', 'pneumopathie', 1],
    ['pnemopathie', 'pneumopathie', 1],
    ['pneumoppathie', 'pneumopathie', 1],
    ['pneumopathie', 'pneumopathie', 0],
    ['rien', 'pneumopathie', Infinity],
  ])('%s is %s with so many slips: %s', (typed, word, slips) => {
    expect(slipsBetween(typed, word, 2, false)).toBe(slips);
  });
  it('looks at what is typed as a beginning', () => {
    expect(slipsBetween('pnemo', 'pneumopathie', 1, true)).toBe(1);
    expect(slipsBetween('pnemo', 'pneumopathie', 1, false)).toBe(Infinity);
  });
});

describe('what is typed', () => {
  it.each([
    ['hta', 'I10'],
    ['HTA', 'I10'],
    ['hypertension', 'I10'],
    ['fem col fract', 'S72.0'],
    ['col fémur', 'S72.0'],
    ['cancer sein', 'C50.9'],
    ['cancer du sein', 'C50.9'],
    ['pnuemopathie', 'J18.9'],
    ['pneumo', 'J18.9'],
    ['heart failure', 'I50.0'],
    ['i10', 'I10'],
    ['S720', 'S72.0'],
    ['s72.0', 'S72.0'],
  ])('%s leads to %s first', (typed, code) => {
    expect(codes(typed)[0]).toBe(code);
  });
  it('shows every meaning of an ambiguous short form, and which line is of which', () => {
    const lines = found('irc');
    expect(lines.slice(0, 2).map((one) => one.concept.code)).toEqual(
      expect.arrayContaining(['N18.9', 'J96.1']),
    );
    expect(lines.map((one) => one.meaning?.text)).toEqual(
      expect.arrayContaining(['insuffisance rénale chronique', 'insuffisance respiratoire chronique']),
    );
  });
  it('shows first what is used, and not what does not fit', () => {
    const lines = found('hypertension', (_, code) => (code === 'K76.6' ? 0.3 : code === 'S72.0' ? 0.3 : 0));
    expect(lines[0]?.concept.code).toBe('K76.6');
    expect(lines.map((one) => one.concept.code)).not.toContain('S72.0');
  });
  it('finds strengths however they are written', () => {
    expect(ofDrugs('doliprane 1g')).toEqual(['60234100']);
    expect(ofDrugs('doliprane 1000')[0]).toBe('60234100');
    expect(ofDrugs('paracetamol 500')[0]).toBe('63368332');
    expect(ofDrugs('kardegic')).toEqual(['64755969']);
    expect(ofDrugs('as')).toContain('64755969');
  });
  it('answers one letter with what begins with it', () => {
    expect(codes('p')).toEqual(['J18.9']);
    expect(codes('zzz')).toEqual([]);
  });
  it('still answers when one word leads nowhere', () => {
    expect(codes('fracture fémur machin')[0]).toBe('S72.0');
  });
  it('guesses nothing for sure: what resembles, or lacks a word, is marked, and no denial is left out', () => {
    expect(found('hypertension')[0]?.isSure).toBe(true);
    expect(found('irc')[0]?.isSure).toBe(true);
    expect(found('s72.0')[0]?.isSure).toBe(true);
    expect(found('pnuemopathie')[0]?.isSure).toBe(false);
    expect(found('fracture fémur machin')[0]?.isSure).toBe(false);
    expect(codes('pas de hypertension')).toEqual([]);
    expect(codes('absence de pneumopathie')).toEqual([]);
  });
  it('reads a short form in each of its meanings, however many there are', () => {
    const meanings = Array.from({ length: 9 }, (_, i) => ({ text: `sens numéro${i}` }));
    const many = new Phrasing([{ short: 'ZZ', meanings }], []);
    for (const typed of ['zz', 'zz aigu', 'aigu zz']) {
      const texts = many.readings(typed).map(({ meaning }) => meaning?.text);
      for (const { text } of meanings) expect(texts, typed).toContain(text);
    }
    const crowded = many.readings('zz zz zz zz zz zz zz zz zz zz');
    expect(crowded.length).toBeLessThanOrEqual(32);
  });
  it('takes any text', () => {
    for (const text of ['', ' ', '()', '*', '\\', "d'", '1', '…', 'é', 'a'.repeat(100), '100 %'])
      expect(() => found(text), text).not.toThrow();
  });
});

it('knows its codes and no others', () => {
  expect(diseases.displayOf('I10')).toBe('Hypertension essentielle (primitive)');
  expect(diseases.displayOf('i10')).toBeNull();
  expect(diseases.displayOf('I1')).toBeNull();
});
