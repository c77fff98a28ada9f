import {
  birthDateOf,
  insAgainstTraits,
  insSystems,
  isIsoDay,
  isPlaceCode,
  spellRniv,
  type StrictTraits,
} from '@keneyapp/clinical';
import { readTraits } from '@keneyapp/fhir-model/identity-traits';
import type { Patient } from '@medplum/fhirtypes';
import { Calendar } from '../seed/calendar.ts';
import { insMatricule } from '../seed/people/ins.ts';
import { makePerson, patientResource } from '../seed/people/person.ts';
import { roster } from '../seed/people/roster.ts';
import { Random } from '../seed/random.ts';

/** The INSi of the demonstration: it knows the qualified patients of the seed, and answers by name in every way there is (docs/insi.md). */
const slowMs = 30_000;

export interface Question {
  birthName: string;
  givenName: string;
  birthDate: string;
  sex: 'M' | 'F';
  birthPlaceCode?: string;
  matricule?: string;
  oid?: string;
}

/** Reads what was asked; null for what is no question. A matricule and its OID belong to `verify` alone. */
export function readQuestion(json: unknown, path: 'by-traits' | 'verify'): Question | null {
  if (typeof json !== 'object' || json === null) return null;
  const values = json as Record<string, unknown>;
  const must = ['birthName', 'givenName', 'birthDate', ...(path === 'verify' ? ['matricule', 'oid'] : [])];
  if (!must.every((name) => typeof values[name] === 'string' && values[name] !== '')) return null;
  const place = values['birthPlaceCode'];
  const isRight =
    isIsoDay(String(values['birthDate'])) &&
    (values['sex'] === 'M' || values['sex'] === 'F') &&
    (place === undefined || (typeof place === 'string' && isPlaceCode(place)));
  return isRight ? (json as Question) : null;
}

interface Known {
  matricule: string;
  oid: string;
  birthName: string;
  givenNames: string[];
  birthDate: string;
  sex: 'M' | 'F';
  birthPlaceCode: string;
}

/** What to answer, and after how long. */
export interface SimulatedAnswer {
  status: number;
  body: unknown;
  afterMs?: number;
}

const testOid = insSystems.test.replace('urn:oid:', '');
const one = (identity: Known): SimulatedAnswer => ({ status: 200, body: { answer: 'one', identity } });
const none: SimulatedAnswer = { status: 200, body: { answer: 'none' } };

/** Birth names that mean an answer, for whatever person they are given to. */
const triggers: Record<string, (question: Question) => SimulatedAnswer> = {
  'ESSAI-UN': (question) => one(invented(question)),
  'ESSAI-AUCUN': () => none,
  'ESSAI-PLUSIEURS': () => ({ status: 200, body: { answer: 'several' } }),
  'ESSAI-PROCHE': (question) => {
    const known = invented(question);
    return one({ ...known, givenNames: ['CAMILLE', ...known.givenNames] });
  },
  'ESSAI-ABSENT': () => ({ status: 503, body: { error: 'away' } }),
  'ESSAI-LENT': (question) => ({ ...one(invented(question)), afterMs: slowMs }),
  'ESSAI-ILLISIBLE': () => ({ status: 200, body: { answer: 'perhaps' } }),
};

/** Somebody with the traits that were asked about: the matricule follows from them, so that it can be verified afterwards. */
function invented({ birthName, givenName, birthDate, sex, birthPlaceCode = '99100' }: Question): Known {
  return {
    matricule: insMatricule(sex === 'M' ? 'male' : 'female', birthDate, birthPlaceCode, 1),
    oid: testOid,
    birthName: spellRniv(birthName),
    givenNames: [spellRniv(givenName)],
    birthDate,
    sex,
    birthPlaceCode,
  };
}

export class InsiSimulator {
  readonly #people: Known[];
  constructor(people = seedPeople()) {
    this.#people = people;
  }

  byTraits(question: Question): SimulatedAnswer {
    const trigger = triggers[spellRniv(question.birthName)];
    if (trigger) return trigger(question);
    const found = this.#people.filter((known) => isSame(known, question));
    const [first, second] = found;
    if (second) return { status: 200, body: { answer: 'several' } };
    return first ? one(first) : none;
  }

  verify(question: Question): SimulatedAnswer {
    const trigger = triggers[spellRniv(question.birthName)];
    if (trigger) return isOf(question) ? trigger(question) : none;
    const known = this.#people.find(
      ({ matricule, oid }) => matricule === question.matricule && oid === question.oid,
    );
    return known ? one(known) : none;
  }
}

/** A matricule of a trigger's person is right when it contradicts nothing. */
function isOf({ matricule = '', birthDate, sex, birthPlaceCode = '99999' }: Question): boolean {
  const date = birthDateOf(birthDate);
  const traits: StrictTraits | null = date && {
    birthName: '',
    givenNames: [],
    firstGivenName: '',
    birthDate: date,
    sex: sex === 'M' ? 'male' : 'female',
    birthPlace: { code: birthPlaceCode, name: null },
  };
  return traits !== null && insAgainstTraits(matricule, traits)?.length === 0;
}

/** The place tells people apart where it is said; the first given name may be asked for with or without the others. */
function isSame(known: Known, asked: Question): boolean {
  const given = spellRniv(asked.givenName).replaceAll('-', ' ');
  return (
    known.birthName === spellRniv(asked.birthName) &&
    `${known.givenNames.join(' ').replaceAll('-', ' ')} `.startsWith(`${given} `) &&
    known.birthDate === asked.birthDate &&
    known.sex === asked.sex &&
    (asked.birthPlaceCode === undefined || asked.birthPlaceCode === known.birthPlaceCode)
  );
}

/** The demo hospital's patients whose identity is qualified: the same people that the seed makes. */
export function seedPeople(calendar = Calendar.now()): Known[] {
  return roster(calendar)
    .map(({ person }) => patientResource(makePerson(person, new Random(`person ${person.id}`))))
    .flatMap((patient) => knownOf(patient) ?? []);
}

function knownOf(patient: Patient): Known | null {
  const matricule = patient.identifier?.find(({ system }) => system === insSystems.test)?.value;
  if (matricule === undefined) return null;
  const { birthName, givenNames, birthDate, sex, birthPlace } = readTraits(patient, new Date());
  return {
    matricule,
    oid: testOid,
    birthName: spellRniv(birthName),
    givenNames: givenNames.map(spellRniv),
    birthDate: birthDate.written,
    sex: sex === 'male' ? 'M' : 'F',
    birthPlaceCode: birthPlace.code,
  };
}
