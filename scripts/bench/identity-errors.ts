import type { IdentityTraits } from '../../packages/clinical/src/index.ts';
import type { Random } from '../seed/random.ts';
import { placeOf, telephoneOf, type TruePerson } from './identity-people.ts';

/**
 * How a person is written down by somebody in a hurry: the error model of the labelled pairs, of its own and not taken from
 * what the comparison knows. Shares follow what is told of French admission offices, not a count: no such count is published
 * for all of these errors.
 */
export function writtenDown(person: TruePerson, r: Random): IdentityTraits {
  const names = writtenNames(person, r);
  return {
    ...names,
    birthDate: r.chance(0.004) ? undefined : writtenDate(person.birthDate, r),
    sex: r.chance(0.01) ? 'unknown' : r.chance(0.005) ? other(person.sex) : person.sex,
    birthplace: writtenPlace(person.birthplace, r),
    ins: r.chance(0.45) ? person.ins : undefined,
    telephones: r.chance(0.2)
      ? []
      : r.chance(0.15)
        ? [telephoneOf(r)]
        : [r.pick(person.telephones)].map((one) => spaced(one, r)),
  };
}

const other = (sex: TruePerson['sex']) => (sex === 'male' ? 'female' : 'male');

function writtenNames(person: TruePerson, r: Random): Partial<IdentityTraits> {
  let birthName = writtenName(person.birthName, r, 1);
  let usedName = person.usedName && r.chance(0.7) ? writtenName(person.usedName, r, 1) : undefined;
  // the name in use as that of birth
  if (person.usedName && r.chance(0.05))
    [birthName, usedName] = [writtenName(person.usedName, r, 0.5), undefined];
  const [first = '', ...further] = person.givenNames;
  let firstGiven = writtenName(first, r, 0.7);
  if (r.chance(0.005)) firstGiven = firstGiven.slice(0, 1);
  let givenNames = [firstGiven, ...(r.chance(0.5) ? further.map((name) => writtenName(name, r, 0.5)) : [])];
  // called by the second
  if (further.length > 0 && r.chance(0.01)) givenNames = [further[0] ?? '', first, ...further.slice(1)];
  if (givenNames.length > 1 && r.chance(0.1)) givenNames = [givenNames.join(' ')];
  if (r.chance(0.01)) [birthName, givenNames] = [givenNames[0] ?? '', [birthName]];
  return { birthName, usedName, givenNames };
}

/** @param careless how much more or less often than usual there are errors in it */
function writtenName(name: string, r: Random, careless: number): string {
  let written = name;
  if (/[-’ ]/.test(written) && r.chance(0.3 * careless)) written = otherJoint(written, r);
  if (r.chance(0.03 * careless)) written = spelledBySound(written, r);
  if (r.chance(0.04 * careless)) written = mistyped(written, r);
  const style = r.next();
  if (style < 0.5) return written.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
  return style < 0.7 ? written.toUpperCase() : written;
}

/** Hyphens, apostrophes, blanks and particles: otherwise, glued or left out; of a compound name one part. */
function otherJoint(name: string, r: Random): string {
  const kind = r.next();
  if (kind < 0.35) return name.replaceAll(/[-’ ]/g, ' ');
  if (kind < 0.6) return name.replaceAll(/[-’ ]/g, '');
  if (kind < 0.7) return name.replaceAll(/[’ ]/g, '-');
  const parts = name.split(/[-’ ]/);
  return r.chance(0.7) ? (parts.at(-1) ?? name) : (parts[0] ?? name).length > 2 ? (parts[0] ?? name) : name;
}

/** Of what is said alike, one for the other. */
const soundsAlike: readonly [RegExp, string][] = [
  [/eau/, 'o'],
  [/au/, 'o'],
  [/ph/, 'f'],
  [/f/, 'ph'],
  [/y/, 'i'],
  [/i/, 'y'],
  [/ss/, 'c'],
  [/c(?=[eiéè])/, 's'],
  [/qu/, 'k'],
  [/c(?=[aou])/, 'k'],
  [/th/, 't'],
  [/t(?=[aeiou])/, 'th'],
  [/nn/, 'n'],
  [/n(?=[aeiou])/, 'nn'],
  [/ll/, 'l'],
  [/l(?=[aeiou])/, 'll'],
  [/tt/, 't'],
  [/r(?=[aeiou])/, 'rr'],
  [/ain/, 'in'],
  [/in$/, 'ain'],
  [/en/, 'an'],
  [/an/, 'en'],
  [/ault$/, 'aud'],
  [/aud$/, 'ault'],
  [/ard$/, 'art'],
  [/et$/, 'ey'],
  [/er$/, 'ez'],
  [/ont$/, 'ond'],
  [/fe(b?)vre/, 'fèvre'],
  [/fèvre/, 'febvre'],
  [/z/, 's'],
  [/h/, ''],
  [/é/, 'ée'],
];

function spelledBySound(name: string, r: Random): string {
  const fitting = soundsAlike.filter(([is]) => is.test(name));
  if (fitting.length === 0) return name;
  const [is, instead] = r.pick(fitting);
  return name.replace(is, instead);
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** One letter too many, too few, another, or two that changed places. */
function mistyped(name: string, r: Random): string {
  const at = r.int(0, name.length - 1),
    letter = letters[r.int(0, 25)] ?? 'e';
  const kind = r.int(0, 3);
  if (kind === 0) return name.slice(0, at) + letter + name.slice(at);
  if (kind === 1) return name.length > 3 ? name.slice(0, at) + name.slice(at + 1) : name;
  if (kind === 2) return name.slice(0, at) + letter + name.slice(at + 1);
  return name.slice(0, at) + (name[at + 1] ?? '') + (name[at] ?? '') + name.slice(at + 2);
}

function writtenDate(date: string, r: Random): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const kind = r.next();
  if (kind < 0.015) return slipped(date, r);
  if (kind < 0.022 && Number(day) <= 12) return `${year}-${day}-${month}`;
  if (kind < 0.026) return `${year}-${month}-${String(r.int(1, 28)).padStart(2, '0')}`;
  if (kind < 0.029) return `${Number(year) + r.int(-9, 9)}-${month}-${String(r.int(1, 28)).padStart(2, '0')}`;
  if (kind < 0.034) return `${year}-12-31`;
  if (kind < 0.037) return `${year}-01-01`;
  if (kind < 0.039) return year;
  return kind < 0.04 ? `${year}-${month}` : date;
}

/** One digit; again until it is a day that may be. */
function slipped(date: string, r: Random): string {
  for (let tries = 0; tries < 20; tries += 1) {
    const at = r.pick([2, 3, 6, 8, 9]);
    const wrong = date.slice(0, at) + String(r.int(0, 9)) + date.slice(at + 1);
    const [, month = 0, day = 0] = wrong.split('-').map(Number);
    if (wrong !== date && month >= 1 && month <= 12 && day >= 1 && day <= 28) return wrong;
  }
  return date;
}

function writtenPlace(place: string, r: Random): string | undefined {
  if (r.chance(0.2)) return undefined;
  if (r.chance(0.02)) return placeOf(r);
  if (r.chance(0.3))
    return place
      .replace(/^751\d\d$/, '75056')
      .replace(/^6938\d$/, '69123')
      .replace(/^132\d\d$/, '13055');
  return place;
}

const spaced = (number: string, r: Random): string => {
  if (r.chance(0.3)) return `+33 ${number.slice(1)}`;
  return r.chance(0.5) ? number.replaceAll(/(\d\d)(?=\d)/g, '$1 ') : number;
};
