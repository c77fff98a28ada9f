import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { Formulary } from './formulary.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'formulary-'));
let n = 0;
function of(text: string): Formulary {
  const file = path.join(folder, `${(n += 1)}.csv`);
  writeFileSync(file, text);
  return new Formulary(file);
}
const list = of(
  '\uFEFFatc;cis;libelle;remplace\r\nC10AA05;;atorvastatine;\r\nA02BC02;61266250;PANTOPRAZOLE 40 mg;A02BA\r\nN02BE01;60234100;DOLIPRANE 1000 mg;\r\n\r\n',
);

describe('the hospital’s list', () => {
  it('has a substance with any product of it, and a product alone where one is meant', () => {
    expect(list.answer(['C10AA05'], null)).toEqual({ state: 'listed', equivalents: [] });
    expect(list.answer(['C10AA05'], '12345678').state).toBe('listed');
    expect(list.answer(['N02BE01'], null).state).toBe('listed');
    expect(list.answer(['N02BE01'], '60234100').state).toBe('listed');
  });
  it('proposes the product that is kept of the same substance', () =>
    expect(list.answer(['N02BE01'], '66666666')).toEqual({
      state: 'not-listed',
      equivalents: [
        {
          text: 'DOLIPRANE 1000 mg',
          system: expect.stringContaining('bdpm') as unknown,
          code: '60234100',
          isSameSubstance: true,
        },
      ],
    }));
  it('proposes the same chemical group, and what it says that it replaces', () => {
    expect(list.answer(['C10AA07'], null)).toMatchObject({
      state: 'not-listed',
      equivalents: [{ text: 'atorvastatine', code: 'C10AA05', isSameSubstance: false }],
    });
    expect(list.answer(['A02BA02'], null)).toMatchObject({ equivalents: [{ code: '61266250' }] });
  });
  it('proposes nothing where nothing stands in for it, and judges nothing without a code', () => {
    expect(list.answer(['L01BA01'], null)).toEqual({ state: 'not-listed', equivalents: [] });
    expect(list.answer([], '66666666')).toEqual({ state: 'unknown', equivalents: [] });
    expect(new Formulary(undefined).answer(['C10AA05'], null).state).toBe('no-list');
  });
});

describe('a list that cannot be read is named with its line', () => {
  it.each([
    ['atc;libelle\nC10;statine\n', 'line 2: atc: '],
    ['atc;cis;libelle\nC10AA05;;atorvastatine\nC10AA07;12;rosuvastatine\n', 'line 3: cis: '],
    ['atc;libelle\nC10AA05;\n', 'line 2: libelle: '],
    ['atc;libelle;remplace\nC10AA05;x;statines\n', 'line 2: remplace: '],
    ['code;libelle\nC10AA05;x\n', 'line 2: atc: '],
  ])('%j', (text, what) => expect(() => of(text)).toThrow(`FORMULARY_FILE, ${what}`));
});
