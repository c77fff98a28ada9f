import type { Identity } from '@keneyapp/fhir-model/identity';
import { fold } from '@keneyapp/clinical';
import type { PatientQuery } from './query.ts';
import type { MatchedPart } from './view.ts';

type NameField = 'birthName' | 'usedName' | 'givenNames' | 'usedGivenName';
interface Found {
  cost: number;
  part: MatchedPart;
}

/** How far a person is from what was typed: exact before the beginning of a name before its middle; name of birth before name in use before given names. 0 is best. */
export function rank(
  person: Identity,
  insValue: string | null,
  query: PatientQuery,
): { cost: number; matched: MatchedPart[] } {
  const matched: MatchedPart[] = [];
  let cost = 0;
  for (const name of query.names) {
    const best = bestMatch(person, name);
    // found by the server in something that is not shown: an old name, a nickname
    cost += best?.cost ?? 40;
    if (
      best &&
      !matched.some(
        (m) => m.field === best.part.field && m.index === best.part.index && m.start === best.part.start,
      )
    )
      matched.push(best.part);
  }
  if (query.birthDate !== null && person.birthDate?.startsWith(query.birthDate))
    matched.push({ field: 'birthDate', index: 0, start: 0, length: query.birthDate.length });
  const isNumber = query.identifier !== null && person.ipp?.toUpperCase() === query.identifier.toUpperCase();
  if (isNumber && person.ipp) matched.push({ field: 'ipp', index: 0, start: 0, length: person.ipp.length });
  else if (
    query.identifier !== null &&
    query.isEither &&
    !person.birthDate?.startsWith(query.birthDate ?? '-')
  )
    cost += 5;
  const at = insValue === null ? -1 : query.ins.indexOf(insValue);
  if (at >= 0 && person.ins)
    matched.push({ field: 'ins', index: 0, start: 0, length: person.ins.value.length });
  return {
    cost:
      cost +
      (at > 0 ? 5 : 0) +
      (person.active && person.replacedBy === null ? 0 : 20) +
      (person.deceased ? 0.5 : 0),
    matched,
  };
}

function bestMatch(person: Identity, name: string): Found | null {
  const fields: [NameField, number, string | null, number][] = [
    ['birthName', 0, person.birthName, 0],
    ['usedName', 0, person.usedName, 1],
    ['usedGivenName', 0, person.usedGivenName, 2],
    ...person.givenNames.map((given, i): [NameField, number, string, number] => [
      'givenNames',
      i,
      given,
      i === 0 ? 2 : 3,
    ]),
  ];
  const found = fields.flatMap(([field, index, text, weight]) =>
    text === null ? [] : (matchIn(field, index, text, weight, name) ?? []),
  );
  return found.toSorted((a, b) => a.cost - b.cost)[0] ?? null;
}

function matchIn(field: NameField, index: number, text: string, weight: number, name: string): Found | null {
  const { folded, origin } = fold(text);
  const isLetter = (c: string | undefined) => c !== undefined && /\p{L}/u.test(c);
  let best: Found | null = null;
  for (let at = folded.indexOf(name); at >= 0; at = folded.indexOf(name, at + 1)) {
    const [begins, ends] = [!isLetter(folded[at - 1]), !isLetter(folded[at + name.length])];
    const whole = folded.length === name.length;
    const kind = whole ? 0 : begins && ends ? 4 : begins ? (at === 0 ? 10 : 14) : 20;
    const start = origin[at] ?? 0;
    const end = origin[at + name.length] ?? text.length;
    if (!best || kind + weight < best.cost)
      best = { cost: kind + weight, part: { field, index, start, length: end - start } };
  }
  return best;
}
