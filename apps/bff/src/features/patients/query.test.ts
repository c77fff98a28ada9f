import { describe, expect, it } from 'vitest';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { fold } from '@keneyapp/clinical';
import { readQuery, type PatientQuery } from './query.ts';
import { rank } from './rank.ts';

const today = { year: 2026, month: 11, day: 24 };
const read = (typed: string): Partial<PatientQuery> => {
  const query = readQuery(typed, today);
  return Object.fromEntries(
    Object.entries(query).filter(
      ([, v]) => v !== null && v !== false && !(Array.isArray(v) && v.length === 0),
    ),
  );
};

describe('what was typed', () => {
  it.each<[string, Partial<PatientQuery>]>([
    ['', {}],
    ['   ', {}],
    ['durand', { names: ['durand'] }],
    ['  DURAND   jeanne ', { names: ['durand', 'jeanne'] }],
    ['Élise Lefèvre', { names: ['elise', 'lefevre'] }],
    ['N’Guessan', { names: ['guessan'] }],
    ["d'Ornano-Berthelot", { names: ['ornano', 'berthelot'] }],
    ['Małkowska', { names: ['malkowska'] }],
    ['Lecœur', { names: ['lecoeur'] }],
    ['Sørensen bjorn', { names: ['sorensen', 'bjorn'] }],
    ['12/07/1984', { birthDate: '1984-07-12' }],
    ['1984-07-12', { birthDate: '1984-07-12' }],
    ['12 juil 1984', { birthDate: '1984-07-12' }],
    ['12 juillet 1984', { birthDate: '1984-07-12' }],
    ['07/1984', { birthDate: '1984-07' }],
    ['12071984', { birthDate: '1984-07-12', identifier: '12071984', isEither: true }],
    ['1984', { birthDate: '1984', identifier: '1984', isEither: true }],
    ['durand 12/07/1984', { names: ['durand'], birthDate: '1984-07-12' }],
    ['12071984 durand', { names: ['durand'], birthDate: '1984-07-12' }],
    ['12 07 1984 durand', { names: ['durand'], birthDate: '1984-07-12' }],
    ['jeanne 1957', { names: ['jeanne'], birthDate: '1957' }],
    ['Avril', { names: ['avril'] }],
    ['Mars Bruno', { names: ['mars', 'bruno'] }],
    ['31/02/1984', { hint: 'date' }],
    ['12/07/2984', { hint: 'date' }],
    ['12/07/2030', { hint: 'date-future' }],
    ['12/07/', {}],
    ['800100001', { identifier: '800100001' }],
    ['8001-00001', { identifier: '8001-00001' }],
    ['S99938349', { identifier: 'S99938349' }],
    ['1 85 05 75 123 456 73', { ins: ['185057512345673'] }],
    ['185057512345673', { ins: ['185057512345673'] }],
    ['1850575123456', { ins: ['185057512345673'] }],
    ['1 85 05 75 123 456 74', { ins: ['185057512345674', '185057512345673'], hint: 'ins-key' }],
    ['2 49 09 2B 033 012', { ins: [expect.stringMatching(/^249092B033012\d\d$/)] as unknown as string[] }],
    ['durand 185057512345673', { names: ['durand'], ins: ['185057512345673'] }],
    ['185057512345', { identifier: '185057512345', hint: 'ins-length' }],
    ['18505751234567', { identifier: '18505751234567', hint: 'ins-length' }],
    ['d', { hint: 'too-short' }],
    ['d durand', { names: ['durand'] }],
  ])('%j', (typed, expected) => {
    expect(read(typed)).toEqual(expected);
  });

  it.each([
    '💥',
    '%00',
    '\u0000',
    "'; DROP TABLE patient; --",
    '<script>alert(1)</script>',
    '....',
    '////',
    '1/1/1/1/1',
    '−−',
    '\\',
    '*',
    'name:contains=',
    ',,,|$',
    'a'.repeat(200),
    '9'.repeat(200),
    'é'.repeat(100),
    '\u202Eabc',
    '12/13/14/15',
    '2B',
    '0/0/0',
    'null',
    '１２',
  ])('never fails on %j', (typed) => {
    const query = readQuery(typed, today);
    expect(query.names.every((n) => /^\p{L}{1,40}$/u.test(n))).toBe(true);
    expect(query.identifier ?? '').toMatch(/^[\p{L}\p{N}/.'’,-]{0,40}$/u);
  });
});

describe('folding', () => {
  it('tells where each letter came from', () => {
    const { folded, origin } = fold('Cœur Øé');
    expect(folded).toBe('coeur oe');
    expect(folded.split('').map((_, i) => origin[i])).toEqual([0, 1, 1, 2, 3, 4, 5, 6]);
  });
});

describe('ranking', () => {
  const person = (
    family: string,
    given: string[],
    more: { used?: string; birthDate?: string; ipp?: string; dead?: boolean } = {},
  ) =>
    readIdentity(
      {
        resourceType: 'Patient',
        id: family,
        birthDate: more.birthDate ?? '1980-01-01',
        gender: 'female',
        ...(more.dead ? { deceasedBoolean: true } : {}),
        identifier: more.ipp ? [{ system: 'https://keneyapp.example/ipp', value: more.ipp }] : [],
        name: [
          { use: 'official', family, given },
          ...(more.used ? [{ use: 'usual' as const, family: more.used }] : []),
        ],
      },
      new Date('2026-11-24'),
    );
  const order = (typed: string, ...people: ReturnType<typeof person>[]) => {
    const query = readQuery(typed, today);
    return people
      .map((p) => ({ name: `${p.birthName} ${p.givenNames[0]}`, cost: rank(p, null, query).cost }))
      .sort((a, b) => a.cost - b.cost)
      .map((p) => p.name);
  };
  it('puts exact before beginning before middle, and the name of birth before the name in use before given names', () => {
    expect(
      order(
        'martin',
        person('Saint-Martin', ['Luc']),
        person('Martinez', ['Léa']),
        person('Roux', ['Martin']),
        person('Bernard', ['Ida'], { used: 'Martin' }),
        person('Martin', ['Claire']),
        person('Amartine', ['Bo']),
      ),
    ).toEqual([
      'Martin Claire',
      'Bernard Ida',
      'Roux Martin',
      'Saint-Martin Luc',
      'Martinez Léa',
      'Amartine Bo',
    ]);
  });
  it('does not care about order, case and accents', () => {
    expect(order('ELISE lefevre', person('Lefebvre', ['Élisa']), person('Lefèvre', ['Élise']))[0]).toBe(
      'Lefèvre Élise',
    );
  });
  it('puts the living before the dead of the same name', () => {
    expect(order('noel', person('Noël', ['Ida'], { dead: true }), person('Noël', ['Luc']))).toEqual([
      'Noël Luc',
      'Noël Ida',
    ]);
  });
  it('marks the letters that answer, in the text as shown', () => {
    const found = rank(
      person('Œuvrard', ['Jean', 'Noël'], { used: 'Dubœuf', birthDate: '1984-07-12', ipp: 'A12' }),
      null,
      readQuery('boeuf noel 07/1984', today),
    );
    expect(found.matched).toEqual([
      { field: 'usedName', index: 0, start: 2, length: 4 },
      { field: 'givenNames', index: 1, start: 0, length: 4 },
      { field: 'birthDate', index: 0, start: 0, length: 7 },
    ]);
    expect(rank(person('X', ['Y'], { ipp: 'a12' }), null, readQuery('A12', today)).matched).toEqual([
      { field: 'ipp', index: 0, start: 0, length: 3 },
    ]);
  });
});
