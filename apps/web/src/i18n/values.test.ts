import { createTranslator } from 'next-intl';
import { describe, expect, it } from 'vitest';
import { makeFormats } from './formats.ts';
import type { Locale } from './locale.ts';
import { loadMessages } from './messages.ts';
import type { RecordedValue } from './values.ts';

const formats = async (locale: Locale) =>
  makeFormats(
    locale,
    createTranslator({ locale, messages: { ...(await loadMessages(locale)) }, namespace: 'common' }),
  );
type Comparator = '<' | '<=' | '>=' | '>' | null;
const a = (
  digits: string,
  unit: string | null = null,
  code: string | null = null,
  comparator: Comparator = null,
) => ({ value: Number(digits), digits, unit, code, comparator });
const quantity = (...of: Parameters<typeof a>): RecordedValue => ({ kind: 'quantity', amount: a(...of) });
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('a recorded value in words', () => {
  it.each<[RecordedValue, string, string]>([
    [quantity('1.00', 'mg/dL', 'mg/dL'), '1,00 mg/dL', '1.00 mg/dL'],
    [quantity('0.45', null, '[iU]/mL'), '0,45 UI/mL', '0.45 IU/mL'],
    [quantity('80', 'µg/dL', 'ug/dL'), '80 µg/dL', '80 µg/dL'],
    [quantity('70', '%', '%', '<'), '< 70 %', '< 70 %'],
    [quantity('70', '%', '%', '<='), '≤ 70 %', '≤ 70 %'],
    [quantity('12345.67', 'µg/L', 'ug/L'), '12 345,67 µg/L', '12,345.67 µg/L'],
    [{ kind: 'integer', value: 3 }, '3', '3'],
    [{ kind: 'boolean', value: true }, 'Oui', 'Yes'],
    [{ kind: 'boolean', value: false }, 'Non', 'No'],
    [{ kind: 'text', text: 'ECBU\n  E. coli' }, 'ECBU\n  E. coli', 'ECBU\n  E. coli'],
    [{ kind: 'coded', coded: { text: null, codes: [{ system: 's', code: 'X1' }] } }, 'Code X1', 'Code X1'],
    [{ kind: 'range', low: a('10', '/champ'), high: a('20', '/champ') }, '10 – 20 /champ', '10 – 20 /champ'],
    [{ kind: 'range', low: a('50', '/champ'), high: null }, '≥ 50 /champ', '≥ 50 /champ'],
    [{ kind: 'range', low: null, high: a('5', 'g/L') }, '≤ 5 g/L', '≤ 5 g/L'],
    [{ kind: 'range', low: a('1', 'mg'), high: a('2', 'g') }, '1 mg – 2 g', '1 mg – 2 g'],
    [{ kind: 'ratio', numerator: a('1'), denominator: a('80', null, null, '>=') }, '≥ 1:80', '≥ 1:80'],
    [{ kind: 'ratio', numerator: a('1', null, null, '<'), denominator: a('10') }, '< 1:10', '< 1:10'],
    [
      { kind: 'ratio', numerator: a('30', 'mg'), denominator: a('1', 'mmol') },
      '30 mg / 1 mmol',
      '30 mg / 1 mmol',
    ],
    [{ kind: 'ratio', numerator: a('30', 'mg'), denominator: null }, '30 mg / –', '30 mg / –'],
    [{ kind: 'pressure', systolic: a('82', null, 'mm[Hg]'), diastolic: null }, '82/– mmHg', '82/– mmHg'],
    [{ kind: 'pressure', systolic: null, diastolic: a('45', null, 'mm[Hg]') }, '–/45 mmHg', '–/45 mmHg'],
    [{ kind: 'dateTime', at: '2026-04-02' }, '02/04/2026', '02/04/2026'],
    [{ kind: 'dateTime', at: '2026-04' }, '04/2026', '04/2026'],
    [{ kind: 'time', at: '07:30:00' }, '07:30', '07:30'],
    [{ kind: 'time', at: '07:30:12' }, '07:30:12', '07:30:12'],
    [
      { kind: 'period', start: '2026-05-09T08:00:00+02:00', end: '2026-05-10T08:00:00+02:00' },
      '09/05/2026 08:00 – 10/05/2026 08:00',
      '09/05/2026 08:00 – 10/05/2026 08:00',
    ],
    [{ kind: 'period', start: null, end: '2026' }, 'jusqu’au 2026', 'until 2026'],
    [{ kind: 'consciousness', level: 'confusion' }, 'Confusion nouvelle (C)', 'New confusion'],
    [{ kind: 'roomAir' }, 'Air ambiant', 'Room air'],
    [{ kind: 'absent', reason: null }, 'Sans valeur', 'No value'],
    [
      { kind: 'absent', reason: { text: 'Agitation', codes: [] } },
      'Sans valeur : Agitation',
      'No value: Agitation',
    ],
    [
      { kind: 'absent', reason: { text: null, codes: [{ system: 's', code: 'not-performed' }] } },
      'Sans valeur : non réalisée',
      'No value: not performed',
    ],
    [
      {
        kind: 'sampled',
        sampled: {
          count: 6,
          errors: 1,
          below: 1,
          above: 1,
          dimensions: 1,
          period: '10',
          least: 1,
          most: 3,
          unit: 'mV',
          code: null,
          lowerLimit: null,
          upperLimit: '5',
          start: '1 2 3 E U L',
        },
      },
      'Tracé de 6 valeurs, de 1 à 3 mV, une toutes les 10 ms, limite haute 5, 1 trop basses, 1 trop hautes, 1 erreur',
      'Trace of 6 values, from 1 to 3 mV, one every 10 ms, upper limit 5, 1 too low, 1 too high, 1 error',
    ],
  ])('%j', async (value, french, english) => {
    expect(plain((await formats('fr')).value(value))).toBe(french);
    expect(plain((await formats('en')).value(value))).toBe(english);
  });

  it('that was cut has all its digits at hand', async () => {
    const f = await formats('fr');
    expect(f.valueParts(quantity('173.4217404631797', 'cm', 'cm'))).toEqual({
      text: '173,4',
      unit: 'cm',
      exact: '173,4217404631797',
    });
    expect(f.valueParts(quantity('12345.67')).exact).toBeNull();
  });

  it('has its ranges with whom they are for, and why they do not judge', async () => {
    const [fr, en] = [await formats('fr'), await formats('en')];
    const range = {
      low: a('13', 'g/dL', 'g/dL'),
      high: a('17', 'g/dL', 'g/dL'),
      text: null,
      sex: 'male' as const,
      age: { low: a('18', 'a', 'a'), high: null },
      appliesTo: [],
      meaning: null,
    };
    expect(plain(fr.recordedRange(range))).toBe('13 – 17 g/dL (homme, ≥ 18 ans)');
    expect(plain(en.recordedRange(range))).toBe('13 – 17 g/dL (male, ≥ 18 years)');
    expect(
      fr.range({
        low: 3.5,
        high: 5,
        criticalLow: null,
        criticalHigh: null,
        digits: { low: '3.50', high: '5.0' },
        text: null,
      }),
    ).toBe('3,50 – 5,0');
    expect(fr.notJudged('unit')).toBe('référence dans une autre unité');
    expect(
      en.said([
        { text: null, codes: [{ system: 's', code: 'R' }] },
        { text: 'douteux', codes: [] },
      ]),
    ).toBe('resistant, douteux');
  });
});
