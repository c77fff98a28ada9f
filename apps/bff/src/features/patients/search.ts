import { folded, insSystems } from '@keneyapp/clinical';
import { escapeParam, type FhirClient, type SearchParams } from '@keneyapp/fhir-client';
import type { Patient } from '@medplum/fhirtypes';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { recordedLess } from './birth-dates.ts';
import type { PatientNumbers } from './numbers.ts';
import type { PatientQuery } from './query.ts';
import { brokenUp, mayBeMistyped, parted, sameWords } from './spelling.ts';

/** Patients asked for in each way beyond those shown: some to rank among. */
const spare = 10;
/** Of neighbours in spelling many are asked for, for few are meant. */
const neighbours = 60;
const maxGuesses = 30;

export interface Candidate {
  patient: Patient;
  /** Found by a part of what was typed, or by what may be meant: only if it answers to all of it is it shown. */
  isGuess: boolean;
}
export interface Candidates {
  candidates: Candidate[];
  hasMore: boolean;
  /** The server left a part of the question unanswered: that nobody is found does not say that there is nobody. */
  isPartial: boolean;
}
interface Search {
  params: SearchParams;
  isGuess?: boolean;
  count?: number;
}

/**
 * Asks the server for everybody who may be meant, with the search parameters of the standard alone. String search is "begins
 * with", without case and accents. A second request, when the beginnings do not fill the list, asks for the middle of names
 * (`:contains`), names that were typed without their break (`nguessan`), dates recorded less precisely than typed, and, where
 * nothing was found, for what is one letter off. So it is one request for a common name, two for a rare one; a server that
 * does not know a part of it costs nothing but that part.
 */
export async function findPatients(
  fhir: FhirClient,
  query: PatientQuery,
  enough = 20,
  numbers: Pick<PatientNumbers, 'beginningWith'> | null = null,
): Promise<Candidates> {
  const found = new Found();
  await found.ask(
    fhir,
    searchesFor(query).map((params) => ({ params })),
    enough + spare,
  );
  const wider =
    found.size < enough
      ? [...searchInside(query), ...(found.size === 0 ? [...numberedNames(query), ...misspelt(query)] : [])]
      : [];
  // what the first request answered stands, should the second fail
  if (wider.length > 0) await found.ask(fhir, wider, enough + spare);
  if (found.size === 0 && numbers && query.identifier !== null && query.ins.length === 0) {
    const ids = await numbers.beginningWith(query.identifier, enough);
    if (ids === null) found.failure ??= new Error('numbers not read yet');
    else if (ids.length > 0) await found.ask(fhir, [numbered(query, ids)], ids.length);
    if (ids !== null && ids.length > enough) found.hasMore = true;
  }
  if (found.failure !== null && found.size === 0 && !found.isAnswered) throw found.failure;
  return { candidates: [...found.byId.values()], hasMore: found.hasMore, isPartial: found.failure !== null };
}

/** What came of the questions so far. */
class Found {
  readonly byId = new Map<string, Candidate>();
  hasMore = false;
  /** A part was answered, were it with nobody. */
  isAnswered = false;
  failure: unknown = null;

  get size(): number {
    return this.byId.size;
  }

  async ask(fhir: FhirClient, searches: readonly Search[], count: number): Promise<void> {
    if (searches.length === 0) return;
    const answers = await fhir
      .batchSearch(
        searches.map((search) => ({
          type: 'Patient',
          params: { ...search.params, _count: search.count ?? count },
        })),
      )
      .catch((error: unknown) => searches.map(() => error));
    answers.forEach((answer, i) => {
      if (!isBundle(answer)) {
        this.failure ??= answer;
        return;
      }
      this.isAnswered = true;
      const isGuess = searches[i]?.isGuess === true;
      for (const patient of matches(answer, 'Patient')) {
        const known = patient.id ? this.byId.get(patient.id) : undefined;
        if (patient.id && (!known || (known.isGuess && !isGuess)))
          this.byId.set(patient.id, { patient, isGuess });
      }
      // more neighbours in spelling are no more answers
      if (!isGuess && hasNext(answer)) this.hasMore = true;
    });
  }
}

const isBundle = (answer: unknown): answer is Parameters<typeof hasNext>[0] =>
  typeof answer === 'object' && answer !== null && !(answer instanceof Error) && 'resourceType' in answer;

const numbered = ({ birthDate, names }: PatientQuery, ids: readonly string[]): Search => ({
  params: {
    _id: ids.join(','),
    birthdate: birthDate ?? undefined,
    ...(names.length > 0 ? { name: names } : {}),
  },
});

const alsoOf = ({ birthDate, identifier }: PatientQuery): SearchParams => ({
  birthdate: birthDate ?? undefined,
  identifier:
    identifier === null
      ? undefined
      : [...new Set([identifier, identifier.toUpperCase()])].map(escapeParam).join(','),
});

function searchesFor(query: PatientQuery): SearchParams[] {
  const { names, birthDate, ins, isEither } = query;
  const { birthdate, identifier } = alsoOf(query);
  if (ins.length > 0) {
    const values = ins.flatMap((value) => Object.values(insSystems).map((system) => `${system}|${value}`));
    return [{ identifier: values.join(','), ...(birthDate === null ? {} : { birthdate: birthDate }) }];
  }
  if (isEither) return [{ birthdate }, { identifier }];
  const [first = ''] = names;
  if (names.length === 0)
    return birthdate === undefined && identifier === undefined ? [] : [{ birthdate, identifier }];
  // a fragment alone may begin a thousand names: sorted, what is exactly so comes before what only begins so
  if (names.length === 1 && birthdate === undefined)
    return [
      { birthdate, identifier, family: first, _sort: 'family' },
      { birthdate, identifier, given: first },
    ];
  return [{ birthdate, identifier, name: names }];
}

/** Letters with digits (`BEBE2`) are a number before they are a name. */
function numberedNames({ birthDate, identifier, names }: PatientQuery): Search[] {
  if (identifier === null || !/^\p{L}.*\d/u.test(identifier)) return [];
  return [{ params: { birthdate: birthDate ?? undefined, name: [...names, folded(identifier)] } }];
}

/** Any of these, of one parameter of a search. */
const anyOf = (values: readonly string[]): string => [...new Set(values)].map(escapeParam).join(',');

/** The middle of names, breaks that were not typed, and dates of which less is known. */
function searchInside(query: PatientQuery): Search[] {
  const { names, birthDate, ins, isEither } = query;
  if (ins.length > 0) return [];
  const also = alsoOf(query);
  const birthdate = birthDate === null ? null : recordedLess(birthDate);
  const lessKnown: Search[] =
    birthdate === null ? [] : [{ params: { birthdate, ...(names.length > 0 ? { name: names } : {}) } }];
  // a number that may be a date: as a date it is answered already
  if (isEither || names.length === 0) return lessKnown;
  const spelt = names.map((name) => anyOf([...sameWords(name), ...brokenUp(name)]));
  return [
    ...(names.some((name) => name.length > 2)
      ? [{ params: { ...also, 'name:contains': names.map((name) => anyOf(sameWords(name))) } }]
      : []),
    ...(spelt.some((values, i) => values !== names[i]) ? [{ params: { ...also, name: spelt } }] : []),
    ...(names.length === 1 && names[0] !== undefined
      ? parted(names[0]).map((parts): Search => ({ params: { ...also, name: parts } }))
      : []),
    ...lessKnown,
  ];
}

/** So many right letters narrow a search to few names. */
const narrowing = 6;

/**
 * Who is one letter off. Wherever the wrong letter is, or two that were exchanged, what stands before and behind is right: one
 * search for each stretch that may hold them, of the beginning and of what follows; stretches overlap by a letter, and in a
 * long name they are long. The ranking looks at the whole word.
 */
function misspelt(query: PatientQuery): Search[] {
  const { names, ins } = query;
  if (ins.length > 0) return [];
  const also = alsoOf(query);
  return names
    .flatMap((name, i) => {
      if (!mayBeMistyped(name)) return [];
      const others = names.filter((_, at) => at !== i);
      return stretches(name.length).flatMap(([from, to]): Search[] => {
        const [before, behind] = [name.slice(0, from), name.slice(to)];
        // what is right has to narrow
        if (before.length + behind.length < 3 && others.length === 0) return [];
        const beginnings = before.length > 1 ? [...others, before] : others;
        const params: SearchParams = {
          ...also,
          ...(beginnings.length > 0 ? { name: beginnings } : {}),
          ...(behind.length > 1 ? { 'name:contains': behind } : {}),
        };
        return params['name'] === undefined && params['name:contains'] === undefined
          ? []
          : [{ params, isGuess: true, count: neighbours }];
      });
    })
    .slice(0, maxGuesses);
}

/** Stretches of a word such that every two letters side by side are in one of them; of a short word the last letter also alone. */
function stretches(length: number): [from: number, to: number][] {
  const wide = Math.max(2, length - narrowing);
  const last = wide === 2 ? length : length - 1;
  return Array.from({ length: Math.ceil(last / (wide - 1)) }, (_, i) => {
    const from = i * (wide - 1);
    return [from, from + wide];
  });
}
