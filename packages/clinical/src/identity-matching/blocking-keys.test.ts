import { describe, expect, it } from 'vitest';
import { blockingKeys } from './blocking-keys.ts';
import { comparableIdentity, type IdentityTraits } from './identity.ts';

const keys = (traits: IdentityTraits) => blockingKeys(comparableIdentity(traits));
const claire: IdentityTraits = { birthName: 'LEFÈVRE', givenNames: ['Claire'], birthDate: '1985-05-14' };

it('are those that the candidates of a person are filed under', () => {
  expect(keys({ ...claire, ins: '185057512345673', telephones: ['06 12 34 56 78'] })).toEqual([
    'family:LEFEVR 1985',
    'date:1985-5-14',
    'names:KLAIR LEFEVR',
    'telephone:612345678',
    'ins:1850575123456',
  ]);
});

it('nobody is filed under what is blank', () => {
  expect(keys({})).toEqual([]);
  expect(
    keys({ birthName: ' ', usedName: '-', givenNames: [''], birthDate: '', ins: '', telephones: [''] }),
  ).toEqual([]);
  expect(keys({ givenNames: ['Claire'] })).toEqual([]);
});

describe('a key in common', () => {
  it.each<[string, IdentityTraits]>([
    ['a name that sounds alike', { birthName: 'LEFEBVRE', birthDate: '1985-09-02' }],
    ['names swapped', { birthName: 'Claire', givenNames: ['Lefèvre'] }],
    ['another birth date', { ...claire, birthDate: '1958-05-14' }],
    ['other names', { ...claire, birthName: 'ROUX', givenNames: ['Anne'] }],
    ['the used name as birth name', { birthName: 'ROUX', usedName: 'LEFEVRE', birthDate: '1985' }],
    ['one part of a compound name', { birthName: 'ROUX-LEFÈVRE', birthDate: '1985-01-01' }],
  ])('%s', (_name, traits) => {
    const filed = new Set(keys(claire));
    expect(keys(traits).some((key) => filed.has(key))).toBe(true);
  });

  it('day and month swapped', () => {
    const [a, b] = [
      keys({ birthName: 'A', givenNames: ['Luc'], birthDate: '1980-05-12' }),
      keys({ birthName: 'B', givenNames: ['Luc'], birthDate: '1980-12-05' }),
    ];
    expect(a.filter((key) => b.includes(key))).not.toEqual([]);
  });
});

it('a name of many parts is filed under few', () => {
  const many = Array.from({ length: 200 }, (_, i) => `Martin${String.fromCharCode(97 + (i % 26))}`).join('-');
  expect(keys({ birthName: many, givenNames: [many], birthDate: '1980-05-12' }).length).toBeLessThan(150);
});
