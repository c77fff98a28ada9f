import { fold, folded } from '@keneyapp/clinical';
import type { Identity } from '@keneyapp/fhir-model/identity';
import { mayBeSame } from './birth-dates.ts';
import type { PatientQuery } from './query.ts';
import { isInSigns, isOneOff, mayBeMistyped, sameWords } from './spelling.ts';
import type { MatchedPart } from './view.ts';

type NameField = 'birthName' | 'usedName' | 'givenNames' | 'usedGivenName';
type Field = readonly [field: NameField, index: number, text: string, weight: number];
interface Found {
  cost: number;
  part: MatchedPart;
}

/**
 * How far a person is from what was typed: exact before the beginning of a name before its middle before one letter off; name of
 * birth before name in use before given names. 0 is best. `isAnswer` when every word is one of theirs and the date may be.
 */
export function rank(
  person: Identity,
  insValue: string | null,
  query: PatientQuery,
): { cost: number; matched: MatchedPart[]; isAnswer: boolean } {
  const matched: MatchedPart[] = [];
  const fields = fieldsOf(person);
  const former = person.otherNames.map(({ text }) => folded(text));
  let cost = 0;
  let isAnswer = true;
  for (const name of query.names) {
    const best = bestMatch(fields, name);
    // found by the server in something that is not shown beside the person: an old name, a nickname
    cost += best?.cost ?? 40;
    if (!best && !former.some((text) => sameWords(name).some((word) => text.includes(word))))
      isAnswer = false;
    if (
      best &&
      !matched.some(
        (m) => m.field === best.part.field && m.index === best.part.index && m.start === best.part.start,
      )
    )
      matched.push(best.part);
  }
  const { birthDate } = query;
  if (birthDate !== null && person.birthDate?.startsWith(birthDate))
    matched.push({ field: 'birthDate', index: 0, start: 0, length: birthDate.length });
  // less is known than was typed
  else if (birthDate !== null && !query.isEither) {
    cost += 3;
    isAnswer &&= person.birthDate === null || mayBeSame(person.birthDate, birthDate);
  }
  const number = query.identifier?.toUpperCase();
  if (number !== undefined && person.ipp?.toUpperCase().startsWith(number))
    matched.push({ field: 'ipp', index: 0, start: 0, length: number.length });
  else if (query.identifier !== null && query.isEither && !person.birthDate?.startsWith(birthDate ?? '-'))
    cost += 5;
  else if (query.identifier !== null) {
    const named = bestMatch(fields, folded(query.identifier));
    if (named) matched.push(named.part);
  }
  const at = insValue === null ? -1 : query.ins.indexOf(insValue);
  return {
    cost:
      cost +
      (at > 0 ? 5 : 0) +
      (person.active && person.replacedBy === null ? 0 : 20) +
      (person.deceased ? 0.5 : 0),
    matched,
    isAnswer,
  };
}

function fieldsOf(person: Identity): Field[] {
  const own = (field: NameField, text: string | null, weight: number): Field[] =>
    text === null ? [] : [[field, 0, text, weight]];
  return [
    ...own('birthName', person.birthName, 0),
    ...own('usedName', person.usedName, 1),
    ...own('usedGivenName', person.usedGivenName, 2),
    ...person.givenNames.map((given, i): Field => ['givenNames', i, given, i === 0 ? 2 : 3]),
  ];
}

function bestMatch(fields: readonly Field[], name: string): Found | null {
  const spelt = fields.flatMap((field) => [
    ...sameWords(name).flatMap((word, i) => withCost(matchIn(field, word), i === 0 ? 0 : 1)),
    ...withCost(matchJoined(field, name), 1),
  ]);
  const found = spelt.length > 0 ? spelt : [...acrossFields(fields, name), ...mistyped(fields, name)];
  return found.toSorted((a, b) => a.cost - b.cost)[0] ?? null;
}

const withCost = (found: Found | null, more: number): Found[] =>
  found ? [{ ...found, cost: found.cost + more }] : [];
const isLetter = (c: string | undefined) => c !== undefined && /\p{L}/u.test(c);

function matchIn([field, index, text, weight]: Field, name: string): Found | null {
  const { folded: plain, origin } = fold(text);
  let best: Found | null = null;
  for (let at = plain.indexOf(name); at >= 0; at = plain.indexOf(name, at + 1)) {
    const [begins, ends] = [!isLetter(plain[at - 1]), !isLetter(plain[at + name.length])];
    const whole = plain.length === name.length;
    const kind = whole ? 0 : begins && ends ? 4 : begins ? (at === 0 ? 10 : 14) : 20;
    const start = origin[at] ?? 0;
    const end = origin[at + name.length] ?? text.length;
    if (!best || kind + weight < best.cost)
      best = { cost: kind + weight, part: { field, index, start, length: end - start } };
  }
  return best;
}

/** A name typed without its breaks, from the beginning of one of its parts: `dossantos` in `Dos Santos`. */
function matchJoined([field, index, text, weight]: Field, name: string): Found | null {
  const { folded: plain, origin } = fold(text);
  const kept = [...plain].flatMap((c, i) => (isLetter(c) ? [i] : []));
  if (kept.length === plain.length) return null;
  const joined = kept.map((i) => plain[i]).join('');
  for (let at = joined.indexOf(name); at >= 0; at = joined.indexOf(name, at + 1)) {
    const first = kept[at] ?? 0;
    if (at > 0 && isLetter(plain[first - 1])) continue;
    const start = origin[first] ?? 0;
    const end = origin[(kept[at + name.length - 1] ?? plain.length) + 1] ?? text.length;
    const kind = joined.length === name.length ? 0 : at === 0 ? 10 : 14;
    return { cost: kind + weight, part: { field, index, start, length: end - start } };
  }
  return null;
}

/** Family and given name written as one, `山田太郎`, in either order. */
function acrossFields(fields: readonly Field[], name: string): Found[] {
  if (!isInSigns(name)) return [];
  return fields.flatMap(([field, index, text, weight]) => {
    const plain = folded(text);
    const rest = name.startsWith(plain)
      ? name.slice(plain.length)
      : name.endsWith(plain)
        ? name.slice(0, -plain.length)
        : null;
    return rest !== null && plain !== '' && fields.some((other) => folded(other[2]).startsWith(rest))
      ? [{ cost: 2 + weight, part: { field, index, start: 0, length: text.length } }]
      : [];
  });
}

/** One letter off a name or a part of it. */
function mistyped(fields: readonly Field[], name: string): Found[] {
  if (!mayBeMistyped(name)) return [];
  return fields.flatMap(([field, index, text, weight]) => {
    const words = folded(text).split(/[^\p{L}]+/u);
    return [words.join(''), ...words].some((word) => isOneOff(word, name))
      ? [{ cost: 30 + weight, part: { field, index, start: 0, length: text.length } }]
      : [];
  });
}
