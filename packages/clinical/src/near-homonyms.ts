import { foldedWords } from './fold.ts';
import { nameParticles } from './name-particles.ts';

/** A person as far as their name may be taken for another's. */
export interface Named {
  /** Family names, of birth and in use. */
  families: readonly string[];
  /** Given names, the first of birth and the one in use. */
  givens: readonly string[];
}

/** What has to be alike: the family name alone, or the given name as well, where a list is of one family name anyway. */
export type NamesAlike = 'family' | 'full-name';

/**
 * Which of these people may be taken for one another: those with a family name in common, or a part of a double one, and
 * those whose family and given names sound alike in French, in either order. No standard says when two names are alike; these rules mark rather too much than too little.
 * @returns their places in the list
 */
export function nearHomonyms(people: readonly Named[], alike: NamesAlike = 'family'): Set<number> {
  const byKey = new Map<string, number[]>();
  people.forEach((person, i) => {
    for (const key of new Set(keysOf(person, alike))) byKey.set(key, [...(byKey.get(key) ?? []), i]);
  });
  return new Set([...byKey.values()].filter((places) => places.length > 1).flat());
}

function keysOf({ families, givens }: Named, alike: NamesAlike): string[] {
  const named = families
    .map(foldedWords)
    .filter((name) => name !== '')
    .flatMap((name) => [name, ...partsOf(name)]);
  const given = givens.map(soundOf).filter((sound) => sound !== '');
  return [
    ...(alike === 'family' ? named.map((name) => `= ${name}`) : []),
    // sorted: who registers somebody may swap the two
    ...named.flatMap((name) => given.map((sound) => `~ ${[soundOf(name), sound].sort().join(' ')}`)),
  ];
}

/** Of a double name its parts: `Durand Martin` may be called by either. */
const partsOf = (name: string): string[] => {
  const words = name.split(' ').filter((word) => word.length > 2 && !nameParticles.has(word));
  return words.length > 1 ? words : [];
};

/** In this order: what is said alike in French is written alike. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/ph/g, 'f'],
  [/(?<!c|s)h/g, ''],
  [/sch|sh/g, 'ch'],
  [/y/g, 'i'],
  [/eau|au/g, 'o'],
  [/ai[ns]?$|ei[ns]?$/g, 'in'],
  [/ai|ei|ae|oe/g, 'e'],
  [/en(?=[^aeiou]|$)|am(?=[bp])|em(?=[bp])/g, 'an'],
  [/c(?=[ei])|z/g, 's'],
  [/qu|q|ck|c(?!h)/g, 'k'],
  [/w/g, 'v'],
  [/bv/g, 'v'],
  [/(.)\1+/g, '$1'],
  [/l(?=[td]s?$)/g, ''],
  [/(?<=..)[stdxep]+$/g, ''],
];

/** How a name sounds, roughly: `Dupond` and `Dupont`, `Lefebvre` and `Lefèvre`, `Philippe` and `Filip` are one. */
export function soundOf(name: string): string {
  return foldedWords(name)
    .split(' ')
    .map((word) => rules.reduce((said, [written, sound]) => said.replaceAll(written, sound), word))
    .join('');
}
