import { expect, it } from 'vitest';
import { insKey } from '../ins.ts';
import { birthDateOf, unsaidBirthDate } from './birth-date.ts';
import { insAgainstTraits } from './ins-against-traits.ts';
import type { StrictTraits } from './strict-traits.ts';

const traits = (
  birthDate: string,
  code: string,
  sex: StrictTraits['sex'] = 'female',
  isEstimated = false,
) => ({
  birthName: 'DURAND',
  givenNames: [],
  firstGivenName: 'JEANNE',
  birthDate: birthDateOf(birthDate, { isEstimated }) ?? unsaidBirthDate,
  sex,
  birthPlace: { code, name: null },
});
const differences = (thirteen: string, of: StrictTraits) =>
  insAgainstTraits(thirteen + (insKey(thirteen) ?? ''), of)?.map(
    (d) => `${d.trait} ${d.inNumber}≠${d.inTraits} ${d.weight}`,
  );

it.each<[string, StrictTraits, string[]]>([
  ['2840737261001', traits('1984-07-12', '37261'), []],
  ['8840737261001', traits('1984-07-12', '37261'), []],
  ['1840737261001', traits('1984-07-12', '37261'), ['sex male≠female contradiction']],
  ['1840737261001', traits('1984-07-12', '37261', 'unknown'), []],
  ['2850737261001', traits('1984-07-12', '37261'), ['birth-year 85≠84 contradiction']],
  ['2850737261001', traits('1984', '37261', 'female', true), ['birth-year 85≠84 look']],
  ['2840837261001', traits('1984-07-12', '37261'), ['birth-month 08≠07 contradiction']],
  ['2840837261001', traits('1984-12-31', '37261'), ['birth-month 08≠12 look']],
  ['2840837261001', traits('1984', '37261'), []],
  ['2842037261001', traits('1984-07-12', '37261'), []],
  ['2843137261001', traits('1984-07-12', '37261'), []],
  ['2849937261001', traits('1984-07-12', '37261'), []],
  // a place that nobody knows, a commune that merged, another department
  ['2840737261001', traits('1984-07-12', '99999'), []],
  ['2840737261001', traits('1984-07-12', ''), []],
  ['2840737261001', traits('1984-07-12', '37233'), ['birth-place 37261≠37233 look']],
  ['2840737261001', traits('1984-07-12', '41018'), ['birth-place 37261≠41018 contradiction']],
  // Corsica now and before 1976
  ['284072A004001', traits('1984-07-12', '2A004'), []],
  ['2700720004001', traits('1970-07-12', '2A004'), []],
  ['2700720033001', traits('1970-07-12', '2A004'), ['birth-place 20033≠2A004 look']],
  ['284072B033001', traits('1984-07-12', '2A004'), ['birth-place 2B033≠2A004 contradiction']],
  // Seine before 1968
  ['2500775048001', traits('1950-07-12', '93048'), ['birth-place 75048≠93048 look']],
  // overseas
  ['2840797411001', traits('1984-07-12', '97411'), []],
  ['2840797123001', traits('1984-07-12', '97701'), ['birth-place 97123≠97701 look']],
  ['2840798818001', traits('1984-07-12', '98818'), []],
  ['2840797411001', traits('1984-07-12', '75114'), ['birth-place 97411≠75114 contradiction']],
  // abroad, and a territory that was French on the day
  ['2840799352001', traits('1984-07-12', '99352'), []],
  ['2840799352001', traits('1984-07-12', '99350'), ['birth-place 99352≠99350 look']],
  ['2500791352001', traits('1950-07-12', '99352'), ['birth-place 91352≠99352 look']],
  ['2840799352001', traits('1984-07-12', '37261'), ['birth-place 99352≠37261 contradiction']],
  [
    '1850841018001',
    traits('1984-07-12', '37261'),
    [
      'sex male≠female contradiction',
      'birth-year 85≠84 contradiction',
      'birth-month 08≠07 contradiction',
      'birth-place 41018≠37261 contradiction',
    ],
  ],
])('%s', (thirteen, of, expected) => {
  expect(differences(thirteen, of)).toEqual(expected);
});

it('compares no matricule that is wrong in itself', () => {
  expect(insAgainstTraits('284073726100100', traits('1984-07-12', '37261'))).toBeNull();
});
