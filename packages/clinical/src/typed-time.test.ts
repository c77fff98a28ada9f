import { expect, it } from 'vitest';
import { parseTypedTime } from './typed-time.ts';

it.each(['8:30', '08:30', '08h30', '8 h 30', '8H30', '8.30', '0830', '830', ' 08:30 '])(
  '%j is half past eight',
  (text) => expect(parseTypedTime(text)).toBe('08:30'),
);
it.each([
  ['8', '08:00'],
  ['8h', '08:00'],
  ['0', '00:00'],
  ['23:59', '23:59'],
  ['2359', '23:59'],
  ['000', '00:00'],
])('%j is %s', (text, time) => expect(parseTypedTime(text)).toBe(time));
it.each(['', '24:00', '12:60', '8:3', '8h3', '12345', '99', 'midi', '8:30:15', '-1', '08:30 pm', 'h30'])(
  'refuses %j',
  (text) => expect(parseTypedTime(text)).toBeNull(),
);
