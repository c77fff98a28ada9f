import type { Chart } from '../chart/chart.ts';
import type { PersonSeed } from './person.ts';

/** A synthetic patient and what happened to them. */
export interface Entry {
  person: Omit<PersonSeed, 'ipp'>;
  tell: (chart: Chart) => void;
}

type Draft = Omit<PersonSeed, 'ipp' | 'id' | 'sex' | 'family' | 'given' | 'birthDate'>;

/** Puts a patient at the end of the roster. Given names are separated by a space. */
export type Add = (
  sex: 'male' | 'female',
  family: string,
  given: string,
  birthDate: string,
  tell: Entry['tell'],
  more?: Draft & { id?: string },
) => void;

/** A person of a table, with what makes their stay. */
export type Row<Stay> = readonly [
  sex: 'male' | 'female',
  family: string,
  given: string,
  birthDate: string,
  stay: Stay,
];

export const F = 'female';
export const M = 'male';
/** Somebody known by name alone. */
export const nothing = () => undefined;
