import type { IdentityTraits } from '../../packages/clinical/src/index.ts';
import { Random } from '../seed/random.ts';
import { writtenDown } from './identity-errors.ts';
import { dateIn, givenName, insOf, telephoneOf, truePerson, type TruePerson } from './identity-people.ts';

export interface LabelledPair {
  a: IdentityTraits;
  b: IdentityTraits;
  isSamePerson: boolean;
  /** `same`, or what makes two people hard to tell apart. */
  kind: 'same' | keyof typeof others;
}

type Other = (person: TruePerson, r: Random) => TruePerson;

/** Somebody else, with what this kind of people has in common. The numbers are how many of a thousand pairs of two people. */
const others = {
  twin: [200, twin],
  homonym: [250, homonym],
  parent: [150, parentOfOneName],
  sibling: [100, sibling],
  spouse: [50, spouse],
  sameDay: [50, sameDay],
  anybody: [200, (_person: TruePerson, r: Random) => truePerson(r)],
} satisfies Record<string, [number, Other]>;

/** Two thousand pairs, half of one person each: the same on every run with this seed. */
export function labelledPairs(seed: string): LabelledPair[] {
  const r = new Random(`identity pairs ${seed}`);
  const same = Array.from({ length: 1_000 }, (): LabelledPair => {
    const person = truePerson(r);
    return { a: writtenDown(person, r), b: writtenDown(person, r), isSamePerson: true, kind: 'same' };
  });
  const two = Object.entries(others).flatMap(([kind, [count, otherThan]]) =>
    Array.from({ length: count as number }, (): LabelledPair => {
      const person = truePerson(r);
      const another = (otherThan as Other)(person, r);
      return {
        a: writtenDown(person, r),
        b: writtenDown(another, r),
        isSamePerson: false,
        kind: kind as keyof typeof others,
      };
    }),
  );
  return [...same, ...two];
}

/** One family, one day, one place, one telephone; given names that often begin alike. */
function twin(person: TruePerson, r: Random): TruePerson {
  const sex = r.chance(0.7) ? person.sex : person.sex === 'male' ? 'female' : 'male';
  const first = person.givenNames[0] ?? '';
  const another = (fits: (name: string) => boolean): string => {
    for (let tries = 0; tries < 200; tries += 1) {
      const name = givenName(sex, r);
      if (name !== first && fits(name)) return name;
    }
    return 'Camille';
  };
  const beginsAlike = (name: string) => name.slice(0, 2) === first.slice(0, 2);
  return family(person, r, {
    sex,
    birthDate: person.birthDate,
    birthplace: person.birthplace,
    givenNames: [
      another(r.chance(0.3) ? beginsAlike : () => true),
      ...(r.chance(0.5) ? person.givenNames.slice(1) : []),
    ],
  });
}

/** Both names of another's, and sometimes the year, or year and month, of birth as well. */
function homonym(person: TruePerson, r: Random): TruePerson {
  const [year = '', month = ''] = person.birthDate.split('-');
  const near = r.next();
  const drawn = dateIn(near < 0.3 ? Number(year) : Number(year) + r.int(-30, 30), r);
  return truePerson(r, {
    birthName: person.birthName,
    givenNames: [person.givenNames[0] ?? '', ...(r.chance(0.7) ? [givenName(person.sex, r)] : [])],
    sex: person.sex,
    birthDate: near < 0.08 ? `${year}-${month}-${drawn.slice(8)}` : drawn,
    ...(r.chance(0.3) ? { birthplace: person.birthplace } : {}),
  });
}

/** Father and son, mother and daughter: half of them with one first given name. */
function parentOfOneName(person: TruePerson, r: Random): TruePerson {
  const [first = '', ...further] = person.givenNames;
  return family(person, r, {
    sex: person.sex,
    birthDate: dateIn(Number(person.birthDate.slice(0, 4)) - r.int(20, 38), r),
    ...(r.chance(0.5) ? { birthplace: person.birthplace } : {}),
    givenNames: r.chance(0.5)
      ? [first, givenName(person.sex, r)]
      : [givenName(person.sex, r), first, ...further],
  });
}

function sibling(person: TruePerson, r: Random): TruePerson {
  return family(person, r, {
    birthDate: dateIn(Number(person.birthDate.slice(0, 4)) + r.int(1, 6), r),
    birthplace: person.birthplace,
  });
}

/** The used name of one is the birth name of the other; one telephone, the same age. */
function spouse(person: TruePerson, r: Random): TruePerson {
  return truePerson(r, {
    usedName: person.birthName,
    sex: person.sex === 'male' ? 'female' : 'male',
    birthDate: dateIn(Number(person.birthDate.slice(0, 4)) + r.int(-3, 3), r),
    telephones: person.telephones,
  });
}

/** One given name and one birth date by chance, as a search by them would find. */
function sameDay(person: TruePerson, r: Random): TruePerson {
  return truePerson(r, {
    sex: person.sex,
    birthDate: person.birthDate,
    givenNames: [person.givenNames[0] ?? '', givenName(person.sex, r)],
  });
}

/** Of one family: the name, and mostly the telephone; a matricule of their own. */
function family(person: TruePerson, r: Random, given: Partial<TruePerson>): TruePerson {
  const another = truePerson(r, {
    birthName: person.birthName,
    telephones: r.chance(0.7) ? person.telephones : [telephoneOf(r)],
    ...given,
  });
  return { ...another, ins: insOf(another, r) };
}
