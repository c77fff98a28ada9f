import { wardStay } from '../scenarios/ward-stay.ts';
import type { Add } from './entry.ts';
import { steady } from './ward-steady.ts';
import { watched } from './ward-watched.ts';

/** Fills the cardiology ward: with those who lay there already, every bed is taken. */
export function cardiologyWard(add: Add): void {
  for (const [sex, family, given, birthDate, stay] of [...watched, ...steady])
    add(sex, family, given, birthDate, (c) => wardStay(c, stay));
}
