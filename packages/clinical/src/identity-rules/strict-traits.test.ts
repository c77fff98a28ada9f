import { describe, expect, it } from 'vitest';
import { birthDateOf, unsaidBirthDate } from './birth-date.ts';
import {
  checkTraits,
  differingTraits,
  lackingForInsi,
  spellRniv,
  spellTraits,
  type StrictTraits,
} from './strict-traits.ts';

const today = { year: 2026, month: 11, day: 24 };
const traits = (changed: Partial<StrictTraits> = {}): StrictTraits => ({
  birthName: 'Durand',
  givenNames: ['Jeanne', 'Marie', 'Louise'],
  firstGivenName: 'Jeanne',
  birthDate: birthDateOf('1984-07-12') ?? unsaidBirthDate,
  sex: 'female',
  birthPlace: { code: '37261', name: 'Tours' },
  ...changed,
});
const problems = (changed: Partial<StrictTraits>) =>
  checkTraits(traits(changed), today).map(({ field, problem }) => `${field} ${problem}`);

it.each([
  ['Durand', 'DURAND'],
  ['  lefèvre   d’Ormesson ', "LEFEVRE D'ORMESSON"],
  ['Crèvecœur', 'CREVECOEUR'],
  ['Lætitia Ångström', 'LAETITIA ANGSTROM'],
  ['Łukasz Strauß', 'LUKASZ STRAUSS'],
  ['N`Diaye', "N'DIAYE"],
  ['Jean–Pierre', 'JEAN-PIERRE'],
  ['Dupont--Martin', 'DUPONT--MARTIN'],
  ['De\u00a0La\tTour', 'DE LA TOUR'],
  ['Du\u00adpont\u200b', 'DUPONT'],
  ['Ndèye Ñ', 'NDEYE N'],
  ['Martin 2', 'MARTIN 2'],
])('%s is spelt %s', (text, spelt) => {
  expect(spellRniv(text)).toBe(spelt);
  expect(spellRniv(spelt)).toBe(spelt);
});

describe('what is wrong with strict traits', () => {
  it('nothing with those of a person, nor with an unknown list, sex or place', () => {
    expect(problems({})).toEqual([]);
    expect(problems({ givenNames: [], sex: 'unknown', birthPlace: { code: '99999', name: null } })).toEqual(
      [],
    );
    expect(problems({ birthName: "N'Guyen Văn-Đức", firstGivenName: "'Aïcha", givenNames: [] })).toEqual([]);
  });
  it.each<[Partial<StrictTraits>, string]>([
    [{ birthName: ' ' }, 'birthName empty'],
    [{ birthName: 'D'.repeat(101) }, 'birthName too-long'],
    [{ birthName: 'D'.repeat(200) }, 'birthName too-long'],
    [{ birthName: 'Durand 2' }, 'birthName characters'],
    [{ birthName: 'Иванов' }, 'birthName characters'],
    [{ birthName: '-' }, 'birthName characters'],
    [{ firstGivenName: '', givenNames: [] }, 'firstGivenName empty'],
    [{ firstGivenName: 'J.', givenNames: [] }, 'firstGivenName characters'],
    [{ givenNames: ['Marie', 'Jeanne'] }, 'givenNames not-first-of-list'],
    [{ givenNames: ['Jeannette'] }, 'givenNames not-first-of-list'],
    [{ givenNames: ['Jeanne', 'M4rie'] }, 'givenNames characters'],
    [{ givenNames: ['Jeanne', 'M'.repeat(100)] }, 'givenNames too-long'],
    [{ birthDate: unsaidBirthDate }, 'birthDate empty'],
    [{ birthDate: { known: '2023-02-29', written: '', isEstimated: false } }, 'birthDate no-such-day'],
    [{ birthDate: { known: '2027', written: '', isEstimated: false } }, 'birthDate in-future'],
    [{ birthDate: { known: '1884-07-12', written: '', isEstimated: false } }, 'birthDate too-old'],
    [{ birthPlace: { code: '', name: null } }, 'birthPlace empty'],
    [{ birthPlace: { code: '3726', name: null } }, 'birthPlace place-code'],
    [{ birthPlace: { code: '2C004', name: null } }, 'birthPlace place-code'],
    [{ birthPlace: { code: '00000', name: null } }, 'birthPlace place-code'],
  ])('%j', (changed, problem) => {
    expect(problems(changed)).toEqual([problem]);
  });
  it('takes a compound first given name, with a hyphen or without', () => {
    expect(problems({ firstGivenName: 'Marie Anne', givenNames: ['Marie Anne', 'Luce'] })).toEqual([]);
    expect(problems({ firstGivenName: 'Marie-Anne', givenNames: ['Marie', 'Anne', 'Luce'] })).toEqual([]);
  });
  it('says what INSi lacks, and in what two people differ', () => {
    expect(lackingForInsi(traits({ birthPlace: { code: '99999', name: null } }))).toEqual([]);
    expect(lackingForInsi(traits({ sex: 'unknown', birthDate: unsaidBirthDate, birthName: '' }))).toEqual([
      'birthName',
      'birthDate',
      'sex',
    ]);
    expect(
      differingTraits(traits(), spellTraits(traits({ birthName: 'DURAND', firstGivenName: 'jeanne' }))),
    ).toEqual([]);
    const placed = (code: string) => traits({ birthPlace: { code, name: null } });
    expect(differingTraits(placed(''), placed('99999'))).toEqual([]);
    expect(differingTraits(placed(''), traits())).toEqual(['birthPlace']);
    expect(
      differingTraits(
        traits(),
        traits({ birthName: 'Durant', sex: 'male', birthPlace: { code: '2a004', name: null } }),
      ),
    ).toEqual(['birthName', 'sex', 'birthPlace']);
  });
});
