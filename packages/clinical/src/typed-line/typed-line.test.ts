import { readFileSync } from 'node:fs';
import path from 'node:path';
import { leftOut } from '@keneyapp/config/left-out';
import { beforeAll, describe, expect, it } from 'vitest';
import { readLine } from './index.ts';
import type { Lexicon } from './reading.ts';
import { bdpmLexicon, noBdpm } from './testing-lexicon.ts';
import { shown } from './testing-shown.ts';

const today = { year: 2026, month: 11, day: 30 };
const nothing: Lexicon = { drugs: () => [], tests: () => [] };
const rows = readFileSync(path.join(import.meta.dirname, 'testing-lines.tsv'), 'utf8')
  .split('\n')
  .filter((row) => row !== '' && !row.startsWith('#'))
  .map((row) => row.split('\t') as [line: string, expected: string]);

describe.skipIf(noBdpm)(leftOut('typed lines over the whole BDPM', noBdpm), () => {
  let lexicon = nothing;
  beforeAll(() => {
    lexicon = bdpmLexicon();
  });
  const read = (line: string) => readLine(line, lexicon, { today });

  it('reads each of 300 lines as a clinician means it, and refuses at its place what could mean something else', () => {
    expect(rows).toHaveLength(300);
    const wrong = rows.flatMap(([line, expected]) => {
      const got = shown(line, read(line));
      return got === expected ? [] : [{ line, expected, got }];
    });
    expect(wrong).toEqual([]);
  });

  it('drops nothing: what is in no field and no error is blank, punctuation or a word that says nothing', () => {
    for (const [line] of rows) {
      const { fields, errors } = read(line);
      const left = Array.from(line, (letter, at) =>
        [...fields, ...errors].some(({ start, end }) => at >= start && at < end) ? ' ' : letter,
      ).join('');
      expect({ line, left: left.split(/[\s,;:+.]+/).filter(Boolean) }).toEqual({
        line,
        left: left.split(/[\s,;:+.]+/).filter((word) => /^(?:et|de|le|puis)$/.test(word)),
      });
    }
  });

  it('a line with any one letter more is read the same, or refused: a slip of a key never makes another order of it', () => {
    for (const [line, expected] of rows.filter(([, one]) => one.startsWith('D')).slice(0, 40)) {
      for (const at of [3, Math.floor(line.length / 2), line.length - 1]) {
        const slipped = `${line.slice(0, at)}q${line.slice(at)}`;
        expect([expected, 'E']).toContain(
          ((got) => (got.startsWith('E') ? 'E' : got))(shown(slipped, read(slipped))),
        );
      }
    }
  });

  it('adds to a bag only: a second drug is another order', () => {
    const line = 'paracétamol 1 g + oxycodone 5 mg /4h';
    expect(shown(line, read(line))).toBe('E two-drugs@+');
  });

  it.each([
    ['amiodarone 900 mg/24h', 'E ambiguous-rhythm@/24h'],
    ['amiodarone 900 mg / 24 h IV', 'E ambiguous-rhythm@/ 24 h'],
    ['amiodarone 900 mg/1j', 'E ambiguous-rhythm@/1j'],
    ['amiodarone 900 mg/24h IVSE', 'D amiodarone; r=intravenous; rate 900 mg/24h; i=seringue électrique'],
    ['ceftriaxone 2 g/24h IVL', 'D ceftriaxone; r=intravenous; 2 g | q24h; i=IV lente'],
    ['ceftriaxone 2 g/24h en 30 min', 'D ceftriaxone; 2 g | over 30min | q24h'],
    ['ceftriaxone 2 g/24h SC', 'D ceftriaxone; r=subcutaneous; 2 g | q24h'],
    ['bisoprolol 1 cp/24h', 'D bisoprolol; 1 {comprimé} | q24h'],
    ['bisoprolol 2 cp/24h', 'E ambiguous-rhythm@/24h'],
    ['paracétamol 3 g/24h en une prise', 'D paracetamol; 3 g | q24h'],
    ['paracétamol 1 g toutes les 24h', 'D paracetamol; 1 g | q24h'],
  ])('a dose a day says in how many takes, or is refused: %s', (line, expected) => {
    expect(shown(line, read(line))).toBe(expected);
  });

  it('takes less than 50 ms a key', () => {
    const lines = rows.slice(0, 60).map(([line]) => line);
    const began = performance.now();
    let keys = 0;
    for (const line of lines)
      for (let length = 1; length <= line.length; length += 1, keys += 1) read(line.slice(0, length));
    expect((performance.now() - began) / keys).toBeLessThan(50);
  });
});

describe('a typed line without a terminology', () => {
  const read = (line: string) => shown(line, readLine(line, nothing, { today }));

  it.each(rows.filter(([, expected]) => expected.startsWith('V ')))('%s', (line, expected) => {
    expect(read(line)).toBe(expected);
  });

  it('is nothing as long as nothing is typed', () => {
    expect(readLine('  ', nothing, { today })).toEqual({ reading: null, fields: [], errors: [] });
  });

  it('says where, in places of what was typed', () => {
    const line = 'œdème TA 140/8';
    const { errors } = readLine(line, nothing, { today });
    expect(errors.map(({ code, start, end }) => [code, line.slice(start, end)])).toContainEqual([
      'unknown-word',
      'œdème',
    ]);
  });
});

describe('a dose that follows what is measured', () => {
  const insulin: Lexicon = {
    drugs: (words) =>
      /^insuline (?:rapide|asparte)$/.test(words) ? [{ system: 's', code: words, display: words }] : [],
    tests: () => [],
  };
  it.each([
    ['insuline rapide selon glycémie', 'selon'],
    ['insuline rapide SC selon protocole', 'selon'],
    ['insuline asparte 4 à 8 UI SC selon glycémie', 'selon'],
    ['insuline asparte SC avant les repas', 'insuline asparte'],
  ])('is no line, and no guess: %s', (line, at) => {
    const { reading, errors } = readLine(line, insulin, { today });
    expect(reading).toBeNull();
    expect(line.slice(errors[0]?.start, errors[0]?.end)).toBe(at);
  });
});
