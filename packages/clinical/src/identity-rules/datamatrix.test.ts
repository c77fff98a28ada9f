import { describe, expect, it } from 'vitest';
import { insKey } from '../ins.ts';
import { birthDateOf, unsaidBirthDate } from './birth-date.ts';
import { buildDatamatrix, readDatamatrix, type InsDatamatrix } from './datamatrix.ts';

const matricule = (thirteen: string) => thirteen + (insKey(thirteen) ?? '');
const person = (changed: Partial<InsDatamatrix['traits']> = {}, thirteen = '2840737261001') => ({
  matricule: matricule(thirteen),
  oid: '1.2.250.1.213.1.4.10',
  traits: {
    birthName: "D'ARC-MARTIN",
    givenNames: ['AGNES', 'JULES-ANDRE', 'MARIE'],
    firstGivenName: 'AGNES',
    birthDate: birthDateOf('1984-07-12') ?? unsaidBirthDate,
    sex: 'female' as const,
    birthPlace: { code: '37261', name: null },
    ...changed,
  },
});
const unsigned = { isCut: false, signature: null };
const code = buildDatamatrix(person());
const [gs, rs, us] = ['\u001d', '\u001e', '\u001f'];

describe('an INS datamatrix', () => {
  it('is written as the public implementations write it', () => {
    expect(code).toBe(
      `IS010000000000000000000000S1${matricule('2840737261001')}S21.2.250.1.213.1.4.10S3AGNES JULES-ANDRE MARIE${gs}S4D'ARC-MARTIN${gs}S5FS612-07-1984S737261`,
    );
    expect(buildDatamatrix({ ...person(), oid: '1.2.250.1.213.1.4.8' })).toContain(
      `S21.2.250.1.213.1.4.8${gs}S3`,
    );
  });
  it.each([
    person(),
    person({ sex: 'male', birthPlace: { code: '2A004', name: null } }, '184072A004001'),
    person({
      birthPlace: { code: '99352', name: null },
      birthDate: birthDateOf('1950-12-31') ?? unsaidBirthDate,
    }),
    person({ birthName: 'X'.repeat(100), givenNames: ['O'], firstGivenName: 'O' }),
    { ...person(), oid: '1.2.250.1.213.1.4.8' },
    person({ birthPlace: { code: '', name: null } }),
    person({ birthPlace: { code: '99999', name: null } }),
  ])('is read as it was written: %#', (written) => {
    expect(readDatamatrix(buildDatamatrix(written))).toEqual({ ok: true, read: { ...written, ...unsigned } });
  });
  it('writes an incomplete date whole, an unknown list as the first given name, a name of any spelling as the RNIV has it', () => {
    const text = buildDatamatrix(
      person({
        birthDate: birthDateOf('1950') ?? unsaidBirthDate,
        givenNames: [],
        firstGivenName: 'Agnès',
        birthName: 'Œuf',
      }),
    );
    expect(text).toContain(`S3AGNES${gs}S4OEUF${gs}S5FS631-12-1950`);
  });
  it('says that a list was cut', () => {
    const long = person({ givenNames: ['AGNES', ...Array.from({ length: 30 }, () => 'MARIE')] });
    const text = buildDatamatrix(long);
    expect(text).toContain(rs);
    const read = readDatamatrix(text);
    expect(read).toMatchObject({ ok: true, read: { isCut: true, traits: { firstGivenName: 'AGNES' } } });
  });
  it('is not written of what is incomplete or wrong', () => {
    for (const wrong of [
      { ...person(), matricule: '284073726100100' },
      { ...person(), oid: '1.2.3' },
      person({ sex: 'unknown' as never }),
      person({ birthDate: unsaidBirthDate }),
      person({ birthName: ' ' }),
      person({ givenNames: [], firstGivenName: '' }),
    ])
      expect(() => buildDatamatrix(wrong)).toThrow(/datamatrix/);
  });
  it('reads a signed one, and leaves the signature to others', () => {
    const signed = code.replace('IS010000000000000000000000', 'IS01FR05ABCD1E581E580001FR') + us + 'MZXW6YTB';
    expect(readDatamatrix(signed)).toEqual({
      ok: true,
      read: {
        ...person(),
        isCut: false,
        signature: { authority: 'FR05', certificate: 'ABCD', value: 'MZXW6YTB' },
      },
    });
  });
  it('reads fields in another order, without place, with a day that nobody knows', () => {
    const parts = `S4DURAND${gs}S21.2.250.1.213.1.4.10S1${matricule('2840737261001')}S5FS600-07-1984S3AGNES`;
    expect(readDatamatrix(`IS01${'0'.repeat(22)}${parts}`)).toMatchObject({
      ok: true,
      read: { traits: { birthDate: { known: '1984-07' }, birthPlace: { code: '' }, givenNames: ['AGNES'] } },
    });
  });
});

describe('what keyboards make of it', () => {
  const onAzerty = (text: string) => {
    const keys = new Map(
      [...`1234567890.-'mMaqzwAQZW;,`].map((c, i) => [c, [...`&é"'(-è_çà:)ù,?qawzQAWZm;`][i]]),
    );
    return [...text].map((c) => keys.get(c) ?? c).join('');
  };
  const unshifted = (text: string) => {
    const keys = new Map([...`1234567890.-'`].map((c, i) => [c, [...`&é"'(-è_çà;64`][i]]));
    return [...text].map((c) => keys.get(c) ?? c).join('');
  };
  const naive = (text: string) =>
    [...text].map((c) => `à&é"'(-è_ç`[Number(/\d/.test(c) ? c : 'x')] ?? c).join('');
  it.each<[string, (text: string) => string]>([
    ['names of the separators', (t) => t.replaceAll(gs, '<GS>')],
    ['names in small letters', (t) => t.replaceAll(gs, '{gs}')],
    ['pictures of the separators', (t) => t.replaceAll(gs, '␝')],
    ['written as code', (t) => t.replaceAll(gs, '\\x1d')],
    ['no separators', (t) => t.replaceAll(gs, '')],
    ['small letters', (t) => t.toLowerCase()],
    ['an end of line', (t) => `${t}\r\n`],
    ['the symbology before it', (t) => `]d2${t}`],
    ['an American scanner on a French keyboard', onAzerty],
    ['the same without separators', (t) => onAzerty(t.replaceAll(gs, ''))],
    ['the same with capitals locked', (t) => onAzerty(t.toLowerCase())],
    ['a French scanner that forgets shift', unshifted],
    ['the same in small letters without separators', (t) => unshifted(t.replaceAll(gs, '').toLowerCase())],
    ['digits only', (t) => naive(t)],
    ['digits only, in small letters', (t) => naive(t.toLowerCase())],
  ])('%s', (_, garble) => {
    for (const written of [
      person(),
      person({ sex: 'male', birthPlace: { code: '2A004', name: null } }, '184072A004001'),
    ])
      expect(readDatamatrix(garble(buildDatamatrix(written)))).toEqual({
        ok: true,
        read: { ...written, ...unsigned },
      });
  });
});

describe('what cannot be read says why', () => {
  it.each([
    ['', { what: 'empty' }],
    [' \n', { what: 'empty' }],
    ['3401234567890', { what: 'not-ins' }],
    ['DC04FR0000011E581E58B201FRF0DUPONT', { what: 'not-ins' }],
    [code.replace('IS01', 'IS02'), { what: 'version', version: '02' }],
    ['IS01000000', { what: 'garbled', at: 10 }],
    [`${code}ZZ`, { what: 'garbled', at: code.length }],
    [code.replace(/S4[^\u001d]*\u001d/, ''), { what: 'missing', field: 'birth-name' }],
    [code.replace(/S1\d{15}/, ''), { what: 'missing', field: 'matricule' }],
    [`${code}S5M`, { what: 'repeated', field: 'sex' }],
    [code.replace(/(S1\d{13})\d\d/, '$100'), { what: 'wrong-key' }],
    [code.replace('S12', 'S19'), { what: 'malformed', field: 'matricule' }],
    [code.replace('1.213.1.4.10', '1.213.1.4.12'), { what: 'unknown-oid', oid: '1.2.250.1.213.1.4.12' }],
    [code.replace("S4D'ARC", 'S4D9ARC'), { what: 'malformed', field: 'birth-name' }],
    [code.replace('S5F', 'S5X'), { what: 'malformed', field: 'sex' }],
    [code.replace('12-07-1984', '29-02-1983'), { what: 'malformed', field: 'birth-date' }],
    [code.replace('12-07-1984', '12-13-1984'), { what: 'malformed', field: 'birth-date' }],
    [code.replace('S737261', 'S73726'), { what: 'malformed', field: 'birth-place' }],
  ])('%j', (text, problem) => {
    expect(readDatamatrix(text)).toEqual({ ok: false, problems: [problem] });
  });
  it('never fails on garbage', () => {
    for (let length = 0; length < code.length; length += 1) {
      expect(readDatamatrix(code.slice(0, length)).ok).toBe(length === code.length - 7);
      readDatamatrix(code.slice(length));
      readDatamatrix(code.slice(0, length) + '\u0000' + code.slice(length + 1));
    }
  });
});
