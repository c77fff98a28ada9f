import { expect, it } from 'vitest';
import { comparableIdentity } from '../identity-matching/identity.ts';
import { matchIdentities } from '../identity-matching/score.ts';
import { birthDateOf, unsaidBirthDate } from './birth-date.ts';
import { isUndeclaredGivenName, lackingForInsi } from './strict-traits.ts';

const child = (birthName: string) =>
  comparableIdentity({
    ...{
      birthName,
      givenNames: ['SANS PRENOM'],
      birthDate: '2026-11-20',
      sex: 'female',
      birthplace: '37261',
    },
  });

it('words that stand for a given name are none', () => {
  expect(['SANS PRENOM', 'Sans prénom', 'SANSPRENOM', 'SANS-PRENOM'].every(isUndeclaredGivenName)).toBe(true);
  expect(['', 'SANSA', 'PRENOM', 'SANS PRENOM UN'].some(isUndeclaredGivenName)).toBe(false);
});

it('INSi is not asked about a child who has no name yet', () => {
  expect(
    lackingForInsi({
      ...{ birthName: 'ESSAI', firstGivenName: 'SANS PRENOM', givenNames: [], sex: 'female' },
      birthDate: birthDateOf('2026-11-20') ?? unsaidBirthDate,
      birthPlace: { code: '37261', name: 'Tours' },
    }),
  ).toEqual(['firstGivenName']);
});

it('of children without a name who were born in one place on one day only those of one family are probably the same', () => {
  expect(matchIdentities(child('ROCHEFORT'), child('DUBOIS')).matchClass).not.toBe('match');
  expect(matchIdentities(child('ROCHEFORT'), child('ROCHEFORT')).matchClass).not.toBe('different');
});
