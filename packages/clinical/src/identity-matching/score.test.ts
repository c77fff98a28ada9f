import { describe, expect, it } from 'vitest';
import { insKey } from '../ins.ts';
import { comparableIdentity, type IdentityTraits } from './identity.ts';
import { countNameShares } from './name-shares.ts';
import { matchIdentities } from './score.ts';
import { levelShares, levelWeight, type IdentityField } from './weights.ts';

const matched = (a: IdentityTraits, b: IdentityTraits) => {
  const [left, right] = [comparableIdentity(a), comparableIdentity(b)];
  const found = matchIdentities(left, right);
  const turned = matchIdentities(right, left);
  expect([turned.matchClass, turned.score.toFixed(6)]).toEqual([found.matchClass, found.score.toFixed(6)]);
  return found;
};
const levelOf = (field: IdentityField, a: IdentityTraits, b: IdentityTraits) =>
  matched(a, b).fields.find((one) => one.field === field)?.level;
const familyName = (a: string, b: string) => levelOf('familyName', { birthName: a }, { birthName: b });
const givenName = (a: string[], b: string[]) => levelOf('givenName', { givenNames: a }, { givenNames: b });

/** A matricule of these 13 characters. */
const matricule = (number: string) => number + insKey(number);

const claire: IdentityTraits = {
  birthName: 'MARTIN',
  givenNames: ['Claire', 'Marie'],
  birthDate: '1985-05-14',
  sex: 'female',
  birthplace: '37261',
  telephones: ['06 12 34 56 78'],
};

describe('family names', () => {
  it.each([
    ['Martin', 'MARTIN', 'equal'],
    ["D'ARTAGNAN", 'DARTAGNAN', 'equal'],
    ['d’Artagnan', "D'ARTAGNAN", 'equal'],
    ['DE LA TOUR', 'DELATOUR', 'equal'],
    ['Saint-Martin', 'ST MARTIN', 'equal'],
    ['DE LA TOUR', 'TOUR', 'particle'],
    ['van der Berg', 'Berg', 'particle'],
    ['Ben Ali', 'El Ali', 'particle'],
    ['LEFÈVRE', 'LEFEBVRE', 'sound'],
    ['Dupond', 'Dupont', 'sound'],
    ['MARTIN', 'MATRIN', 'close'],
    ['BRUNO', 'VRUNO', 'close'],
    ['DURAND-MARTIN', 'MARTIN', 'part'],
    ['DURAND MARTIN', 'MARTIN-DURAND', 'part'],
    ['DURAND-MARTIN', 'ROUX-MARTIN', 'different'],
    ['DUMONT', 'DUMOULIN', 'alike'],
    ['MARTIN', 'DUPONT', 'different'],
    ['LE GOFF', 'LE ROUX', 'different'],
    ['LEA', 'LEO', 'different'],
    ['НАТАЛЬЯ', 'НАТАЛЬЯ', 'equal'],
  ])('%s and %s: %s', (a, b, level) => expect(familyName(a, b)).toBe(level));

  it('the used name written as the birth name', () => {
    const married = { birthName: 'DURAND', usedName: 'LEFÈVRE' };
    expect(levelOf('familyName', married, { birthName: 'LEFEBVRE' })).toBe('used');
    expect(levelOf('familyName', { birthName: 'LEFEBVRE' }, married)).toBe('used');
    expect(levelOf('familyName', married, { birthName: 'ROUX', usedName: 'LEFÈVRE' })).toBe('different');
  });

  it('a used name that is the birth name once more is none', () => {
    const single = { birthName: 'DURAND', usedName: 'Durand' };
    expect(levelOf('usedName', single, single)).toBeNull();
    expect(levelOf('usedName', { usedName: 'ROUX' }, { usedName: 'Roux' })).toBe('equal');
    expect(levelOf('usedName', { usedName: 'ROUX' }, { usedName: 'DURAND-ROUX' })).toBe('alike');
    expect(levelOf('usedName', { usedName: 'ROUX' }, { usedName: 'LEMOINE' })).toBe('different');
  });
});

describe('given names', () => {
  it.each([
    [['Jean-Pierre'], ['Jean Pierre'], 'equal'],
    [['Jean-Pierre'], ['Jean', 'Pierre'], 'equal'],
    [['Claire', 'Marie'], ['Claire Marie'], 'equal'],
    [['Clair'], ['Claire Marie'], 'part'],
    [['Jean-Pierre'], ['Jean-Paul'], 'different'],
    [['Marie-Claude'], ['Marie-Thérèse'], 'different'],
    [['Jean-Pierre'], ['Jean'], 'part'],
    [['Mathieu'], ['Matthieu'], 'sound'],
    [['Ginette'], ['Giinette'], 'sound'],
    [['Bruno'], ['Vruno'], 'close'],
    [['Julie'], ['Juliette'], 'alike'],
    [['Claire', 'Marie'], ['Marie', 'Claire'], 'other'],
    [['Claire', 'Marie'], ['Marie'], 'other'],
    [['J'], ['Jean'], 'initial'],
    [['Jean'], ['P'], 'different'],
    [['Léa'], ['Léo'], 'different'],
    [['Luc'], ['Paul'], 'different'],
    [['', 'Luc'], ['Luc'], 'equal'],
  ])('%j and %j: %s', (a, b, level) => expect(givenName(a, b)).toBe(level));

  it('the one in use', () => {
    const called = { givenNames: ['Marie'], usedGivenName: 'Claire' };
    expect(levelOf('givenName', called, { givenNames: ['Claire'] })).toBe('other');
  });

  it.each([
    [['Luc', 'Jean', 'Paul'], ['Luc', 'Jean', 'Paul'], 'equal'],
    [['Luc', 'Jean', 'Paul'], ['Luc Jean Paul'], null],
    [['Luc', 'Jean', 'Paul'], ['Luc', 'Paul'], 'common'],
    [['Luc', 'Jean'], ['Luc', 'Paul'], 'different'],
    [['Luc', 'Jean'], ['Luc'], null],
  ])('further ones, %j and %j: %s', (a, b, level) =>
    expect(levelOf('furtherGivenNames', { givenNames: a }, { givenNames: b })).toBe(level),
  );
});

describe('what else is compared', () => {
  it.each([
    ['37261', '37261', 'equal'],
    ['75056', '75114', 'city'],
    ['69383', '69387', 'city'],
    ['37261', '37003', 'department'],
    ['97411', '97105', 'different'],
    ['99350', '99352', 'different'],
    ['2A004', '2a004', 'equal'],
    ['99999', '99999', null],
    ['Tours', 'Tours', null],
  ])('birthplaces %s and %s: %s', (a, b, level) =>
    expect(levelOf('birthplace', { birthplace: a }, { birthplace: b })).toBe(level),
  );

  it.each([
    ['06 12 34 56 78', '+33 6 12 34 56 78', 'equal'],
    ['0612345678', '0612345679', 'different'],
    ['15', '15', null],
    ['0000000000', '0000000000', null],
  ])('telephones %s and %s: %s', (a, b, level) =>
    expect(levelOf('telephone', { telephones: [a] }, { telephones: [b] })).toBe(level),
  );

  it.each([
    ['185057512345673', '1 85 05 75 123 456 73', 'equal'],
    // a wrong key is no matricule
    ['185057512345674', '185057512345674', null],
    ['185057512345673', '', null],
  ])('matricules %s and %s: %s', (a, b, level) => expect(levelOf('ins', { ins: a }, { ins: b })).toBe(level));

  it('a matricule in attribution is replaced one day', () => {
    const [own, waiting] = [{ ins: '185057512345673' }, { ins: matricule('3850575123456') }];
    expect(levelOf('ins', own, own)).toBe('equal');
    expect(levelOf('ins', own, waiting)).toBe('waiting');
  });

  it.each([
    ['female', 'female', 'equal'],
    ['female', 'male', 'different'],
    ['unknown', 'unknown', null],
    ['other', 'other', null],
  ])('sex %s and %s: %s', (a, b, level) => expect(levelOf('sex', { sex: a }, { sex: b })).toBe(level));
});

describe('two records', () => {
  it('of one person match, and each field says what it adds', () => {
    const found = matched(claire, { ...claire, birthName: 'Martin', telephones: ['+33612345678'] });
    expect(found.matchClass).toBe('match');
    expect(found.heldBack).toBeNull();
    expect(found.fields.find(({ field }) => field === 'familyName')).toEqual({
      field: 'familyName',
      level: 'equal',
      weight: levelWeight('familyName', 'equal'),
    });
    expect(found.fields.reduce((sum, { weight }) => sum + weight, 0)).toBe(found.score);
  });

  it('whose family and given names were swapped match', () => {
    const found = matched(claire, { ...claire, birthName: 'Claire', givenNames: ['Martin'] });
    expect(found.matchClass).toBe('match');
    expect(found.fields.filter(({ level }) => level === 'swapped').map(({ field }) => field)).toEqual([
      'familyName',
      'givenName',
    ]);
  });

  it('swapped, with a slip in one of them', () => {
    const found = matched(claire, { ...claire, birthName: 'Claire', givenNames: ['MATRIN'] });
    expect(found.fields[0]?.level).toBe('swapped');
  });

  it('all given names in the place of the family name', () => {
    const [a, b] = [
      { birthName: 'THOMAS', givenNames: ['Lucas', 'Mehdi'] },
      { birthName: 'Lucas Mehdi', givenNames: ['Thomas'] },
    ];
    expect(levelOf('familyName', a, b)).toBe('swapped');
  });

  it('of twins are for somebody to look at, never a match', () => {
    const twin = { ...claire, givenNames: ['Anne', 'Marie'] };
    expect(matched(claire, twin)).toMatchObject({ matchClass: 'possible', heldBack: 'given-names' });
    const [boy, girl] = [
      { ...claire, givenNames: ['Daniel'], sex: 'male' },
      { ...claire, givenNames: ['Danièle'] },
    ];
    expect(matched(boy, girl)).toMatchObject({ matchClass: 'possible', heldBack: 'sex' });
  });

  it('of a new-born without a given name are for somebody to look at', () => {
    expect(matched(claire, { ...claire, givenNames: [] })).toMatchObject({
      matchClass: 'possible',
      heldBack: 'given-names',
    });
  });

  it('without a birth name are for somebody to look at', () => {
    const unnamed = { ...claire, birthName: '' };
    expect(matched(claire, unnamed)).toMatchObject({ matchClass: 'possible', heldBack: 'family-name' });
  });

  it('with two matricules are for somebody to look at, however much they agree', () => {
    const [a, b] = [
      { ...claire, ins: matricule('2850537261123') },
      { ...claire, ins: matricule('2850537261456') },
    ];
    expect(matched(a, b)).toMatchObject({ matchClass: 'possible', heldBack: 'ins' });
  });

  it('without a birth date are for somebody to look at, unless the matricule is the same', () => {
    const undated = { ...claire, birthDate: undefined };
    expect(matched(claire, undated)).toMatchObject({ matchClass: 'possible', heldBack: 'birth-date' });
    const ins = matricule('2850537261123');
    expect(matched({ ...claire, ins }, { ...undated, ins }).matchClass).toBe('match');
  });

  it('of homonyms are two people', () => {
    const homonym = {
      ...claire,
      givenNames: ['Claire'],
      birthDate: '1961-11-02',
      birthplace: '59350',
      telephones: ['0387654321'],
    };
    expect(matched(claire, homonym).matchClass).toBe('different');
  });

  it('of mother and daughter, or father and son, of one name at one telephone are no match', () => {
    const mother = { ...claire, birthDate: '1957-11-02' };
    expect(matched(claire, mother)).toMatchObject({ matchClass: 'possible', heldBack: 'birth-date' });
  });

  it('are told apart more by a real date than by one that may be fictive', () => {
    const at = (birthDate: string) => matched({ ...claire, birthDate }, { ...claire, birthDate }).score;
    expect(at('1985-12-31')).toBeLessThan(at('1985-05-14'));
    expect(at('1985-01-01')).toBeLessThan(at('1985-05-14'));
  });
});

describe('blank never matches blank', () => {
  const blank = {
    birthName: ' ',
    usedName: '',
    givenNames: ['', '-'],
    birthDate: '',
    birthplace: ' ',
    ins: '',
  };

  it.each([
    ['nothing', {}, {}],
    ['blanks', { ...blank, telephones: [''] }, { ...blank, telephones: [' '] }],
    ['somebody and nothing', claire, {}],
    ['somebody and blanks', claire, { ...blank, sex: 'unknown', telephones: ['--'] }],
  ])('%s: weight 0 in every field', (_name, a, b) => {
    const found = matched(a, b);
    expect(found.fields).toHaveLength(9);
    expect(found.fields.every(({ level, weight }) => level === null && weight === 0)).toBe(true);
    expect(found).toMatchObject({ score: 0, matchClass: 'different' });
  });
});

describe('weights', () => {
  it.each(Object.entries(levelShares))('shares of the levels of %s sum to 1', (_field, levels) => {
    const shares = Object.values(levels);
    for (const share of ['m', 'u'] as const)
      expect(shares.reduce((sum, one) => sum + one[share], 0)).toBeCloseTo(1, 9);
  });

  it.each(Object.keys(levelShares) as IdentityField[])(
    '%s speaks for one person when equal, for two when not',
    (field) => {
      expect(levelWeight(field, 'equal')).toBeGreaterThan(0);
      expect(levelWeight(field, 'different')).toBeLessThan(0);
    },
  );

  it('a common name counts for less than a rare one', () => {
    const named = (birthName: string) => comparableIdentity({ birthName, givenNames: ['Claire'] });
    const base = [...Array.from({ length: 999 }, () => named('MARTIN')), named('QUINZAC')];
    const shares = countNameShares(base);
    const weight = (name: string) => matchIdentities(named(name), named(name), shares).fields[0]?.weight ?? 0;
    const usual = levelWeight('familyName', 'equal');
    expect(weight('MARTIN')).toBe(usual - 3);
    expect(weight('QUINZAC')).toBeGreaterThan(usual);
    expect(weight('ZWYSSIG')).toBe(usual + 3);
  });
});

it('names of any length take no time', () => {
  const long = (letter: string) => ({
    birthName: `${letter.repeat(199)}x`,
    usedName: 'A-'.repeat(100),
    givenNames: Array.from({ length: 200 }, () => `Jean ${letter.repeat(195)}`),
    telephones: Array.from({ length: 200 }, (_, i) => `06${String(i).padStart(8, '0')}`),
  });
  const began = performance.now();
  for (const letter of ['a', 'e', 'c', 'eau', 'ATI', 'n'])
    for (const other of ['a', 'b', 'ch', 'ien', 'ANTI', 'n'])
      matchIdentities(comparableIdentity(long(letter)), comparableIdentity(long(other)));
  // 36 pairs; a comparison in square or worse time takes minutes
  expect(performance.now() - began).toBeLessThan(10_000);
});
