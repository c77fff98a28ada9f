import { describe, expect, it } from 'vitest';
import { effectiveRange, interpret, interpretationCodes, interpretationFromCode } from './reference-range.ts';

const potassium = { low: 3.5, high: 5, criticalLow: 2.5, criticalHigh: 6.5 };

describe('interpretation', () => {
  it.each([
    [2.4, 'critical-low'],
    [2.5, 'low'],
    [3.4, 'low'],
    [3.5, 'normal'],
    [5, 'normal'],
    [5.1, 'high'],
    [6.5, 'high'],
    [6.6, 'critical-high'],
  ] as const)('%d is %s', (value, level) => expect(interpret(value, potassium)).toBe(level));
  it('works with one end, and knows when it knows nothing', () => {
    expect(interpret(4, { high: 5 })).toBe('normal');
    expect(interpret(6, { high: 5 })).toBe('high');
    expect(interpret(1, { low: 2 })).toBe('low');
    expect(interpret(4, null)).toBe('unknown');
    expect(interpret(NaN, potassium)).toBe('unknown');
    expect(interpret(4, {})).toBe('unknown');
    expect(interpret(4, { criticalHigh: 6 })).toBe('unknown');
    expect(interpret(7, { criticalHigh: 6 })).toBe('critical-high');
  });
  it.each([
    [2.5, '<', 'critical-low'],
    [2.5, '<=', 'low'],
    [3.5, '<', 'low'],
    [3.5, '<=', 'unknown'],
    [4, '<', 'unknown'],
    [6.5, '>', 'critical-high'],
    [6.5, '>=', 'high'],
    [5, '>', 'high'],
    [5, '>=', 'unknown'],
    [4, '>', 'unknown'],
  ] as const)('%d with %s is %s', (value, comparator, level) =>
    expect(interpret(value, potassium, comparator)).toBe(level),
  );
  it('judges `<` against an upper limit only, and `>` against a lower limit only', () => {
    expect(interpret(14, { high: 14 }, '<')).toBe('normal');
    expect(interpret(15, { high: 14 }, '<')).toBe('unknown');
    expect(interpret(60, { low: 60 }, '>')).toBe('normal');
    expect(interpret(50, { low: 60 }, '>')).toBe('unknown');
    expect(interpret(5, {}, '<')).toBe('unknown');
    expect(interpret(5, {}, '>=')).toBe('unknown');
  });
  it('prefers the range of the observation', () => {
    expect(effectiveRange({ low: 1 }, potassium)).toEqual({ low: 1 });
    for (const own of [{ high: 1 }, { criticalLow: 1 }, { criticalHigh: 1 }])
      expect(effectiveRange(own, potassium)).toBe(own);
    expect(effectiveRange({}, potassium)).toBe(potassium);
    expect(effectiveRange(undefined, potassium)).toBe(potassium);
    expect(effectiveRange(undefined, {})).toBeNull();
  });
  it('reads and writes the HL7 codes', () => {
    for (const [level, code] of Object.entries(interpretationCodes))
      expect(interpretationFromCode(code)).toBe(level);
    expect(interpretationFromCode('LU')).toBe('critical-low');
    expect(interpretationFromCode('A')).toBe('unknown');
    expect(interpretationFromCode(undefined)).toBe('unknown');
  });
});
