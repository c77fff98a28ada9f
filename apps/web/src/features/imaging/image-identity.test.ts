import { describe, expect, it } from 'vitest';
import { imageIdentity } from './image-identity.ts';

const known = {
  birthName: 'Lefèvre',
  usedName: 'Martin',
  givenNames: ['Anne', 'Marie'],
  usedGivenName: null,
  birthDate: '1984-07-12',
  sex: 'female' as const,
  ipp: '8000123',
};
const study = (name: unknown, birthDate = '19840712', sex = 'F', id = '') => ({
  '00100010': { vr: 'PN', Value: [name] },
  '00100020': { vr: 'LO', Value: [id] },
  '00100030': { vr: 'DA', Value: [birthDate] },
  '00100040': { vr: 'CS', Value: [sex] },
});

describe('the identity in images', () => {
  it.each([
    ['LEFEVRE^ANNE', '19840712'],
    ['Martin^Anne^Marie', '1984.07.12'],
    ['LEFEVRE^ANNE', ''],
  ])('%s is of the record', (name, birthDate) =>
    expect(imageIdentity(study({ Alphabetic: name }, birthDate), known)).toMatchObject({
      fit: 'fits',
      differs: [],
    }),
  );

  it('of somebody else is said to be, with what differs', () =>
    expect(imageIdentity(study({ Alphabetic: 'ROUX^PIERRE' }, '19520101', 'M'), known)).toEqual({
      fit: 'other',
      differs: ['familyName', 'givenName', 'birthDate', 'sex'],
      name: 'ROUX PIERRE',
      birthDate: '1952-01-01',
    }));

  it.each([
    ['a slip of the birth date', 'LEFEVRE^ANNE', '19840721', ['birthDate']],
    ['another given name: a sister', 'LEFEVRE^LUCIE', '19840712', ['givenName']],
  ])('%s is to be looked at', (_, name, birthDate, differs) =>
    expect(imageIdentity(study({ Alphabetic: name }, birthDate), known)).toMatchObject({
      fit: 'unsure',
      differs,
    }),
  );

  it('under the hospital number of the record is unsure at worst', () =>
    expect(imageIdentity(study({ Alphabetic: 'ROUX^PIERRE' }, '19520101', 'M', '8000123'), known).fit).toBe(
      'unsure',
    ));

  it.each([[undefined], [''], [{ Alphabetic: '^' }], [{ Ideographic: '山田' }]])(
    'of nobody (%j) is not judged',
    (name) => expect(imageIdentity(study(name), known).fit).toBe('none'),
  );
});
