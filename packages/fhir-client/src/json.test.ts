import { describe, expect, it } from 'vitest';
import {
  copyJson,
  Decimal,
  digitsOf,
  losesDigits,
  parseJson,
  parseWithDigits,
  sameJson,
  stringifyWithDigits,
  withNumbers,
} from './json.ts';

const lossy = [
  '1.00',
  '-0',
  '-0.0',
  '0.0',
  '1e2',
  '1.2E+2',
  '1e400',
  '12345678901234567890',
  '0.1234567890123456789',
  '0.0000001',
  '100.0',
];
const plain = ['0', '1', '-1', '1.5', '0.30000000000000004', '123456789012345', '5.35', '100', '0.000001'];

describe('numbers', () => {
  it.each([...lossy, ...plain])('%s comes back as it was written, wherever it stands', (text) => {
    for (const frame of ['N', '[N]', '{"a":N}', '[1,N]', '{"a":[N,N]}', '{"a":N,"b":"x"}']) {
      const whole = frame.replaceAll('N', text);
      expect(JSON.stringify(parseJson(whole))).toBe(whole);
    }
    expect(JSON.stringify(parseJson(`{"a" : ${text} , "b":[ ${text} ]}`))).toBe(
      `{"a":${text},"b":[${text}]}`,
    );
  });
  it('that lose nothing stay numbers', () => {
    for (const text of plain)
      expect([losesDigits(`[${text}]`), parseJson(`[${text}]`)]).toEqual([false, [Number(text)]]);
    for (const text of lossy) expect(losesDigits(`[${text}]`), text).toBe(true);
  });
  it('in texts are left alone', () => {
    const text = '{"a":"[1.00, 2.50]","b":": 1e5","c":"\\"x\\":1.00"}';
    expect(parseJson(text)).toEqual(JSON.parse(text));
  });
});

it('a copy shares nothing and keeps the digits', () => {
  const value = parseJson('{"a":[{"b":1.00}]}') as { a: { b: Decimal }[] };
  const copy = copyJson(value);
  expect(JSON.stringify(copy)).toBe('{"a":[{"b":1.00}]}');
  expect(copy.a[0]).not.toBe(value.a[0]);
});

it('numbers alone are given to what knows no decimals', () => {
  expect(withNumbers(parseJson('{"a":[1.00,{"b":1e400}],"c":2}'))).toEqual({
    a: [1, { b: Number.MAX_VALUE }],
    c: 2,
  });
  const none = { a: [1, { b: 'x' }] };
  expect(withNumbers(none)).toBe(none);
});

it.each([
  ['{"a":1,"b":[1.0,null]}', '{"b":[1.0,null],"a":1}', true],
  ['1.0', '1.00', false],
  ['[1]', '[1,1]', false],
  ['{"a":1}', '{"a":1,"b":2}', false],
  ['{"a":1}', '{"b":1}', false],
  ['[]', '{}', false],
  ['null', '{}', false],
  ['1.0', '1', false],
])('%s and %s are the same: %s', (a, b, same) => {
  expect(sameJson(parseJson(a), parseJson(b))).toBe(same);
});

describe('numbers that calculate', () => {
  const read = (text: string) => parseWithDigits(text) as { value: number; more: { value: number } };

  it.each([...lossy, ...plain])('%s is a number, and its digits are there to show and to write', (text) => {
    const whole = `{"value":${text},"more":{"value":${text}}}`;
    const parsed = read(whole);
    expect([typeof parsed.value, parsed.value]).toEqual(['number', Number(text)]);
    expect([digitsOf(parsed, 'value'), digitsOf(parsed.more, 'value')]).toEqual([text, text]);
    expect(stringifyWithDigits(parsed)).toBe(whole);
    expect(stringifyWithDigits({ ...parsed, more: { ...parsed.more } })).toBe(whole);
  });
  it('digits are those of the number that is there: another one brings its own', () => {
    const parsed = read('{"value":1.00,"more":{"value":1}}');
    const changed = { ...parsed, value: 1.5 };
    expect([digitsOf(changed, 'value'), stringifyWithDigits(changed)]).toEqual([
      '1.5',
      '{"value":1.5,"more":{"value":1}}',
    ]);
    expect(digitsOf({ value: '1.00' }, 'value')).toBeNull();
  });
  it('members may be left out on the way', () => {
    const text = '{"value":2.50,"list":[],"more":{"value":1}}';
    const emptyOut = (_key: string, v: unknown) => (Array.isArray(v) && v.length === 0 ? undefined : v);
    expect(stringifyWithDigits(read(text), emptyOut)).toBe('{"value":2.50,"more":{"value":1}}');
  });
});
