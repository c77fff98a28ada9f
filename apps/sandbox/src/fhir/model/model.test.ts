import { describe, expect, it } from 'vitest';
import { dateRange } from './dates.ts';
import { normalise } from './normalise.ts';
import { loadParameters, parameterOf } from './parameters.ts';

describe('dates', () => {
  const at = (text: string) => Date.parse(text);
  it.each([
    ['1984', '1984-01-01T00:00:00.000Z', '1984-12-31T23:59:59.999Z'],
    ['1984-02', '1984-02-01T00:00:00.000Z', '1984-02-29T23:59:59.999Z'],
    ['1984-07-12', '1984-07-12T00:00:00.000Z', '1984-07-12T23:59:59.999Z'],
    ['1984-07-12T10:00', '1984-07-12T10:00:00.000Z', '1984-07-12T10:00:59.999Z'],
    ['1984-07-12T10:00:05+02:00', '1984-07-12T08:00:05.000Z', '1984-07-12T08:00:05.999Z'],
    ['1984-07-12T10:00:05.25Z', '1984-07-12T10:00:05.250Z', '1984-07-12T10:00:05.250Z'],
    ['0044', '0044-01-01T00:00:00.000Z', '0044-12-31T23:59:59.999Z'],
  ])('%s', (text, lo, hi) => {
    expect(dateRange(text)).toEqual({ lo: at(lo), hi: at(hi) });
  });
  it.each(['', 'yesterday', '12/07/1984', '1984-13', '1984-07-32', '1984-07-12T99:00'])(
    '%s is none',
    (text) => {
      expect(dateRange(text)).toBeNull();
    },
  );
});

it('strings meet without case, accents and punctuation', () => {
  expect([' Jean‑Pierre  D’AUBIGNÉ ', 'Łódź', 'Øystein', 'Cœur', 'STRASSE', 'Straße'].map(normalise)).toEqual(
    ['jean pierre d aubigne', 'lodz', 'oystein', 'coeur', 'strasse', 'strasse'],
  );
});

it('no two parameters of R4 share a number', () => {
  expect(loadParameters).not.toThrow();
  expect(parameterOf('Observation', 'code-value-quantity')?.components.map((c) => c.kind)).toEqual([
    'token',
    'quantity',
  ]);
  expect(parameterOf('Patient', 'gender')?.isCode).toBe(true);
});
