import { foldedWords } from '@keneyapp/clinical';
import type { Element, HumanName, Period } from '@medplum/fhirtypes';
import { date, epochMs, isOver } from './dates.ts';
import { words } from './text.ts';

/** One name, whatever form it was recorded in. */
export interface NameParts {
  family: string | null;
  given: string[];
  /** `Mme`, `Dr`. */
  prefix: string | null;
  /** `Sr`, `Jr`: tells a father from his son. */
  suffix: string | null;
}

const ownName = 'http://hl7.org/fhir/StructureDefinition/humanname-own-name';

export function readName(name: HumanName): NameParts {
  const given = givenNames(name);
  const [prefix, suffix] = [joined(name.prefix), joined(name.suffix)];
  const family = familyOf(name) ?? restOfText(name, [...given, prefix, suffix]);
  return { family, given, prefix, suffix };
}

/** Every name of a person, sorted by what it says: a name that has ended is not in use, a name that begins later not yet. */
export interface PersonNames {
  /** Name of birth; undefined when there is no name at all. */
  birth: HumanName | undefined;
  /** Name in use, where one is recorded beside the name of birth. */
  used: HumanName | undefined;
  /** The official name in force, which may be either of them. */
  official: HumanName | undefined;
  /** What stands in none of the above: ended, old, nicknames, anonymous. */
  others: HumanName[];
}

/**
 * French records: `official` is of birth, `usual` in use. Others: `maiden` is of birth, then `official` is in use. Old names
 * and nicknames count only when there is nothing else; of several of one use the one whose period holds now, else the latest.
 */
export function namesOf(names: readonly HumanName[] | undefined, now: Date): PersonNames {
  const all = (names ?? []).filter((n) => hasWords(n));
  const of = (use: HumanName['use']) =>
    best(
      all.filter((n) => n.use === use),
      now,
    );
  const maiden = best(
    all.filter((n) => n.use === 'maiden' && readName(n).family !== null),
    now,
  );
  const official =
    of('official') ??
    best(
      all.filter((n) => n.use === undefined && readName(n).family !== null),
      now,
    );
  const usual = best(
    all.filter((n) => n.use === 'usual' && isInForce(n.period, now)),
    now,
  );
  const any =
    official ??
    usual ??
    of('usual') ??
    best(
      all.filter((n) => n.use !== 'old'),
      now,
    ) ??
    best(all, now);
  const birth = maiden ?? any;
  const used = usual ?? (maiden ? (official ?? (any === maiden ? undefined : any)) : undefined);
  return { birth, used, official, others: all.filter((n) => n !== birth && n !== used && n !== official) };
}

/** A name in one line, as its parts say it or as it stands: `Dr Claire Moreau`. */
export function nameWords(name: HumanName): string | null {
  const { prefix, given, family, suffix } = readName(name);
  return [prefix, ...given, family, suffix].filter(Boolean).join(' ') || words(name.text);
}

/** BIRTH NAME Given Sr, as the banner has it; null without any name. */
export function patientName(names: readonly HumanName[] | undefined, now: Date): string | null {
  const { birth, used } = namesOf(names, now);
  const [one, other] = [birth, used].map((n) => (n ? readName(n) : null));
  const family = (one?.family ?? other?.family)?.toLocaleUpperCase('fr');
  return [family, one?.given[0] ?? other?.given[0], one?.suffix].filter(Boolean).join(' ') || null;
}

function best(names: readonly HumanName[], now: Date): HumanName | undefined {
  const rank = (n: HumanName) => (isInForce(n.period, now) ? 1 : 0);
  const since = (n: HumanName) => epochMs(date(n.period?.start) ?? date(n.period?.end));
  return names.toSorted((a, b) => rank(b) - rank(a) || compared(since(b), since(a)))[0];
}
const compared = (a: number, b: number): number => (a === b ? 0 : a - b);

function isInForce(period: Period | undefined, now: Date): boolean {
  const [start, end] = [date(period?.start), date(period?.end)];
  return !isOver(end, now) && !(start !== null && epochMs(start) > now.getTime());
}

const hasWords = (name: HumanName): boolean => {
  const { family, given } = readName(name);
  return family !== null || given.length > 0;
};

const joined = (parts: readonly string[] | undefined): string | null =>
  words((parts ?? []).flatMap((p) => words(p) ?? []).join(' '));

/** Family name; some records carry only its parts, as extensions. */
function familyOf(name: HumanName): string | null {
  const parts = (name as { _family?: Element })._family?.extension;
  const own = parts?.find((e) => e.url === ownName)?.valueString;
  const anyPart = parts
    ?.filter((e) => e.valueString !== undefined && /humanname-(fathers|mothers|partner)-/.test(e.url))
    .map((e) => e.valueString)
    .join(' ');
  return words(name.family) ?? words(own) ?? words(anyPart);
}

/** What the text says beside the parts that are recorded on their own: `Jean Texte` with the given name Jean is Texte. */
function restOfText({ text }: HumanName, known: readonly (string | null)[]): string | null {
  const left = new Map<string, number>();
  for (const word of known.flatMap((k) => foldedWords(k ?? '').split(' ')))
    left.set(word, (left.get(word) ?? 0) + 1);
  const rest = (words(text) ?? '').split(' ').filter((part) => {
    const own = foldedWords(part).split(' ');
    if (!own.every((word) => (left.get(word) ?? 0) > 0)) return true;
    for (const word of own) left.set(word, (left.get(word) ?? 0) - 1);
    return false;
  });
  return words(rest.join(' ').replaceAll(/^[\s,]+|[\s,]+$/g, ''));
}

/** Given names in order; the French list of birth given names, one text, beats what is in `given`. */
function givenNames(name: HumanName): string[] {
  const list = name.extension?.find((e) =>
    /birth-list-given-name$|BirthGivenNames$|birth-list-given-names$/i.test(e.url),
  )?.valueString;
  const given = (name.given ?? []).flatMap((g) => words(g) ?? []);
  const listed = words(list)?.split(' ') ?? [];
  if (listed.length === 0 || listed.join(' ') === given.join(' ')) return given;
  // the first given name may itself hold a blank (`Marie Anne`): keep it whole
  const first = given[0];
  const rest = first ? listed.join(' ').slice(first.length).trim() : '';
  return first && listed.join(' ').toLocaleUpperCase('fr').startsWith(first.toLocaleUpperCase('fr'))
    ? [first, ...rest.split(' ').filter((r) => r !== '')]
    : listed;
}
