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
    '(01)00844588003288(17)260230', // no such day
    '(01)00844588003288(17)1411\n0', // no figure
    '(01)00844588003288(10)A\u0000B', // no character of a carrier
    '(01)00844588003288(10)A\u202eB',
    '(01)00844588003288(10)AB(01)00844588003295', // of two devices
    `(01)00844588003288(21)${'9'.repeat(21)}`, // longer than a serial number is
    '0100844588003288\u001d0100844588003295',
    '(10)LOT', // of no device
    '+H123PARTNO1234567890120/$$420020216LOT123456789012345', // HIBCC
    '0100844588003288999',
    'n’importe quoi',
    '',
  ])
    expect(parseUdi(text), text).toBeNull();
});
