import type { ComparableDate } from './birth-date.ts';
import type { ComparableIdentity } from './identity.ts';
import type { ComparableName } from './normalise.ts';

/**
 * Under which keys a person is filed. Who is possibly the same person has a key in common, so that only these are compared.
 * - `family:` sound of a family name (of birth, in use, parts of compound ones) and birth year;
 * - `date:` birth date, also with day and month swapped; what sounds alike and is born on that day is among them;
 * - `names:` sounds of family and given name in alphabetical order: they may be swapped, and the birth date may be anything;
 * - `telephone:` last nine digits; `ins:` matricule without its key.
 * A blank value makes no key.
 */
export function blockingKeys(person: ComparableIdentity): string[] {
  const families = [person.birthName, person.usedName].flatMap(soundsOf),
    givens = soundsOf(person.firstGivenName);
  const { birthDate } = person;
  return [
    ...new Set([
      ...(birthDate === null ? [] : families.map((sound) => `family:${sound} ${birthDate.year}`)),
      ...datesOf(birthDate).map((date) => `date:${date}`),
      ...families.flatMap((family) => givens.map((given) => `names:${[family, given].sort().join(' ')}`)),
      ...person.telephones.map((number) => `telephone:${number}`),
      ...(person.ins === null ? [] : [`ins:${person.ins}`]),
    ]),
  ];
}

/** Of a compound name also those of its first parts: the more there are, the more people would be found by chance. */
const soundsOf = (name: ComparableName | null): string[] =>
  name === null ? [] : [...new Set([name.coreSound, name.wholeSound, ...name.partSounds])];

function datesOf(date: ComparableDate | null): string[] {
  if (date === null || date.month === null || date.day === null) return [];
  const { year, month, day } = date;
  return [`${year}-${month}-${day}`, ...(day <= 12 && day !== month ? [`${year}-${day}-${month}`] : [])];
}
