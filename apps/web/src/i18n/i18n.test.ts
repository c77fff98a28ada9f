import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { makeFormats } from './formats.ts';
import { asLocale, locales, type Locale } from './locale.ts';
import { loadMessages } from './messages.ts';

/** Every text by its path. */
function paths(of: object, above = ''): [string, string][] {
  return Object.entries(of).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[`${above}${name}`, value] as [string, string]]
      : paths(value as object, `${above}${name}/`),
  );
}

/** Names of what is filled in: in ICU messages a brace within a branch of a plural opens a text, every other an argument. */
function blanks(text = ''): string[] {
  const names = new Set<string>();
  let depth = 0;
  for (const [at, char] of [...text].entries()) {
    if (char === '}') depth -= 1;
    if (char !== '{') continue;
    depth += 1;
    const [name] = /^\w+/.exec([...text].slice(at + 1).join('')) ?? [];
    if (depth % 2 === 1 && name) names.add(name);
  }
  return [...names].sort();
}

describe('the texts', () => {
  it('are the same in every language, with the same blanks to fill in', async () => {
    const [fr, en] = await Promise.all(
      locales.map(async (locale) => new Map(paths(await loadMessages(locale)))),
    );
    expect([...(en?.keys() ?? [])].sort()).toEqual([...(fr?.keys() ?? [])].sort());
    const differing = [...(fr ?? [])].filter(
      ([path, text]) => String(blanks(en?.get(path))) !== String(blanks(text)),
    );
    expect(differing.map(([path]) => path)).toEqual([
      'appointments/papers/certificate/came', // who came is "présenté" or "présentée"
      'appointments/papers/certificate/stays',
      'medications/timing/units/mo', // "mois" is the same for one and for many
    ]);
  });

  it('have no dot in a name: it would be read as a step down', async () => {
    const names = paths(await loadMessages('fr')).flatMap(([path]) => path.split('/'));
    expect(names.filter((name) => name.includes('.'))).toEqual([]);
  });
});

describe('asLocale', () => {
  it.each([
    ['en', 'en'],
    ['fr', 'fr'],
    ['de', 'fr'],
    [undefined, 'fr'],
  ])('%s is %s', (given, locale) => expect(asLocale(given)).toBe(locale));
});

const formats = async (locale: Locale) =>
  makeFormats(
    locale,
    createTranslator({ locale, messages: { ...(await loadMessages(locale)) }, namespace: 'common' }),
  );
const names = { birthName: 'Martin', usedName: null, givenNames: ['Jeanne', 'Marie'], usedGivenName: null };
const place = { service: 'Cardiologie', room: null, bed: null, text: null };

describe('formats', () => {
  it('writes amounts in the decimals of the reader', async () => {
    const amount = { value: 4.25, unit: 'mmol/L', code: 'mmol/L', comparator: '<=' };
    expect((await formats('fr')).amount(amount)).toBe('≤ 4,25\u00a0mmol/L');
    expect((await formats('en')).amount({ ...amount, comparator: '<' })).toBe('< 4.25\u00a0mmol/L');
    expect((await formats('fr')).amount({ value: 3, unit: null, code: null, comparator: null })).toBe('3');
  });

  it('writes names as French hospitals do', async () => {
    const f = await formats('fr');
    expect(f.fullName(names)).toBe('MARTIN Jeanne');
    expect(f.birthName({ ...names, birthName: null, usedName: 'Noël' })).toBe('NOËL');
    expect(f.usedNames({ ...names, usedName: 'Durand', usedGivenName: 'Jo' })).toBe('DURAND Jo');
    expect(f.usedNames(names)).toBe('');
    expect(f.fullName({ ...names, birthName: null, givenNames: [] })).toBe('Non renseigné');
    expect(f.givenName({ ...names, givenNames: [] })).toBe('');
  });

  it('writes places, saying nothing twice', async () => {
    const f = await formats('fr');
    expect(f.place({ ...place, room: '204', bed: '2' })).toBe('Cardiologie, ch. 204, lit 2');
    expect(f.place({ ...place, room: '403', bed: 'Chambre 403, lit 1' })).toBe(
      'Cardiologie, Chambre 403, lit 1',
    );
    expect(f.place({ ...place, service: null, text: 'Couloir B' })).toBe('Couloir B');
    expect(f.place({ ...place, service: null })).toBe('');
  });

  it('never writes an empty line for what was coded without words', async () => {
    const f = await formats('fr');
    expect(f.coded({ text: 'Asthme', codes: [] })).toBe('Asthme');
    expect(f.coded({ text: null, codes: [{ system: 's', code: 'J45' }] })).toBe('Code J45');
    expect(f.coded({ text: null, codes: [] })).toBe('Non renseigné');
    expect(f.coded(null)).toBe('Non renseigné');
  });

  it('writes moments and periods of any kind', async () => {
    const f = await formats('fr');
    const when = { start: null, end: null, age: null, text: null };
    expect(f.when(null)).toBeNull();
    expect(f.when({ ...when, start: '2019-03-04' })).toBe('04/03/2019');
    expect(f.when({ ...when, start: '2019', end: '2020' })).toBe('2019 – 2020');
    // a morning is one day, and an end without a beginning is not left out
    expect(f.when({ ...when, start: '2019-03-04T08:00:00Z', end: '2019-03-04T09:00:00Z' })).toBe(
      '04/03/2019',
    );
    expect(f.when({ ...when, end: '2019-03-04' })).toBe('jusqu’au 04/03/2019');
    expect(f.when({ ...when, age: { low: 4, high: 6, unit: 'a' } })).toMatch(/^à 4–6 /);
    expect(f.when({ ...when, text: 'dans l’enfance' })).toBe('dans l’enfance');
    expect(f.age({ value: 1, unit: 'year' })).toBe('1 an');
  });
});
