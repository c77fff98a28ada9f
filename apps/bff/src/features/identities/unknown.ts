import { birthDateOf, unknownPlaceCode, unsaidBirthDate, type StrictTraits } from '@keneyapp/clinical';
import type { z } from 'zod';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { unknownFamily } from '../../identities/compared.ts';
import type { registerUnknownInput } from './schema.ts';

/** Words that are said over a radio and heard right (ICAO, Annex 10), and that nobody takes for a given name. */
const spoken = [
  ...['ALFA', 'BRAVO', 'DELTA', 'ECHO', 'FOXTROT', 'GOLF', 'HOTEL', 'INDIA', 'KILO', 'LIMA', 'NOVEMBER'],
  ...['PAPA', 'QUEBEC', 'SIERRA', 'TANGO', 'UNIFORM', 'WHISKEY', 'XRAY', 'YANKEE', 'ZULU'],
];

/**
 * Traits of somebody who cannot say who they are. The family name says what it is, the given name tells apart those who are
 * there at one time; the year follows from the age that was guessed.
 * Source: RNIV 1: a fictive identity is recognised as such by its name.
 */
export function unknownTraits(
  { sex, age }: z.output<typeof registerUnknownInput>,
  ipp: string,
  now: Date,
): StrictTraits {
  const number = Number(ipp.replaceAll(/\D/g, '').slice(-6)) || 0;
  const given = [number, Math.floor(number / spoken.length)]
    .map((place) => spoken[place % spoken.length] ?? '')
    .join(' ');
  const year = age === null ? null : String(Number(dayOf(now).slice(0, 4)) - age);
  return {
    birthName: unknownFamily,
    firstGivenName: given,
    givenNames: [given],
    birthDate: (year === null ? null : birthDateOf(year, { isEstimated: true })) ?? unsaidBirthDate,
    sex,
    birthPlace: { code: unknownPlaceCode, name: null },
  };
}
