import { expect, it } from 'vitest';
import { parseUdi } from './udi.ts';

const read = { di: '00844588003288', lot: '7654321D', serial: '10987654d321', expiry: '2014-11-20' };

it('reads what is printed with brackets, and what a scanner hands over', () => {
  // the example of the FDA's "UDI formats by issuing agency"
  const printed = '(01)00844588003288(17)141120(10)7654321D(21)10987654d321';
  expect(parseUdi(printed)).toEqual(read);
  const gs = '\u001d';
  const scan = `0100844588003288171411201 07654321D`.replace(' ', '') + `${gs}2110987654d321`;
  expect(parseUdi(scan)).toEqual(read);
  expect(parseUdi(`]d2${gs}${scan}`)).toEqual(read);
  expect(parseUdi('0100844588003288')).toEqual({ di: read.di, lot: null, serial: null, expiry: null });
  expect(parseUdi('(01)00844588003288(17)141100')?.expiry).toBe('2014-11');
});

it('refuses what was read wrongly, and what is none of GS1', () => {
  for (const text of [
    '(01)00844588003289', // check digit
    '(01)0084458800328', // too short
    '(01)00844588003288(17)141320', // month 13
    '(10)LOT', // of no device
    '+H123PARTNO1234567890120/$$420020216LOT123456789012345', // HIBCC
    '0100844588003288999',
    'n’importe quoi',
    '',
  ])
    expect(parseUdi(text), text).toBeNull();
});
