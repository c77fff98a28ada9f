import { checkIns, compactIns, folded, insKey, parseTypedDate, type CivilDate } from '@keneyapp/clinical';
import { narrows } from './spelling.ts';
import type { SearchHint } from './view.ts';

/** What was typed, understood. */
export interface PatientQuery {
  /** Fragments of names, folded, at most 6. */
  names: string[];
  /** FHIR date of any precision. */
  birthDate: string | null;
  /** Matricules to look for: as typed, and with the right key when the typed one is wrong or missing. */
  ins: string[];
  /** An IPP or another number, as typed. */
  identifier: string | null;
  /** Digits that may be a date or a number: `12071984` is both. */
  isEither: boolean;
  hint: SearchHint | null;
}

const insShape =
  /(?<![\p{L}\d])[1-478](?:[\s.-]?\d){4}[\s.-]?(?:\d[\s.-]?\d|2[\s.-]?[AB])(?:[\s.-]?\d){6}(?:[\s.-]?\d[\s.-]?\d)?(?![\p{L}\d])/iu;
const far: CivilDate = { year: 2899, month: 12, day: 31 };

/** Reads one line of search. Never throws: what is not understood is left out. */
export function readQuery(typed: string, today: CivilDate): PatientQuery {
  let rest = typed
    .normalize('NFC')
    .replaceAll(/(?<=\p{L}):(?=\s*\d)/gu, ' ')
    .replaceAll(/[^\p{L}\p{M}\p{N}\s/.'’,-]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  const query: PatientQuery = {
    names: [],
    birthDate: null,
    ins: [],
    identifier: null,
    isEither: false,
    hint: null,
  };
  const label = takeLabel(rest);
  rest = label.rest;
  const birthDay = label.isNumber ? null : takeDate(rest, today);
  // eight digits with names around are a date; a whole line that is shaped like an INS is no date
  const matricule = insShape.exec(rest)?.[0];
  if (matricule !== undefined) {
    rest = rest.replace(matricule, ' ');
    Object.assign(query, readIns(matricule));
  } else if (birthDay) {
    query.birthDate = birthDay.value;
    rest = birthDay.rest;
    if (/^\d{4,8}$/.test(birthDay.words)) {
      query.identifier = birthDay.words;
      query.isEither = true;
    }
  } else query.hint = wrongDate(rest, today);
  readWords(rest, query);
  if (query.isEither && (query.names.length > 0 || query.ins.length > 0)) {
    query.isEither = false;
    query.identifier = null;
  }
  return query;
}

function readIns(text: string): Pick<PatientQuery, 'ins' | 'hint'> {
  const compact = compactIns(text);
  const number = compact.slice(0, 13);
  const key = insKey(number);
  if (key === null) return { ins: [compact], hint: null };
  if (compact.length === 13) return { ins: [number + key], hint: null };
  return checkIns(compact).ok
    ? { ins: [compact], hint: null }
    : { ins: [compact, number + key], hint: 'ins-key' };
}

/** Words that say what the others are: a way to address somebody, or what a number is. Alone they are a name (`Ins`, `Mme`). */
const address = new Set(
  'mme madame mlle mademoiselle mr monsieur dr docteur pr professeur mrs ms miss mister'.split(' '),
);
const born = new Set('ne nee epouse epse veuve vve dit dite born'.split(' '));
const numbered = new Set('ipp nip dossier numero no mrn'.split(' '));
const insWords = new Set('ins nir matricule'.split(' '));

function takeLabel(text: string): { rest: string; isNumber: boolean } {
  const words = text.split(' ');
  const plain = words.map((word) => folded(word).replaceAll(/[^\p{L}\p{N}]+/gu, ''));
  const hasDigits = /\d/.test(text);
  const isNumber = hasDigits && plain.some((word) => numbered.has(word));
  const rest = words.filter((_, i) => {
    const word = plain[i] ?? '';
    if (address.has(word) || born.has(word)) return false;
    if (hasDigits && (numbered.has(word) || insWords.has(word))) return false;
    // `née le 12/07/1984`
    return !(word === 'le' && i > 0 && born.has(plain[i - 1] ?? '') && /^\d/.test(plain[i + 1] ?? ''));
  });
  return rest.some((word) => word !== '')
    ? { rest: rest.join(' '), isNumber }
    : { rest: text, isNumber: false };
}

/** The longest run of up to four words that is a date; without a digit it is a name (`Mars`, `Avril`). */
function takeDate(text: string, today: CivilDate): { value: string; words: string; rest: string } | null {
  const all = text.split(' ');
  for (let length = Math.min(4, all.length); length > 0; length -= 1) {
    for (let from = 0; from + length <= all.length; from += 1) {
      const words = all.slice(from, from + length).join(' ');
      const found = /\d/.test(words) ? parseTypedDate(words.replace(/,$/, ''), today) : null;
      if (found)
        return {
          value: found.value,
          words,
          rest: [...all.slice(0, from), ...all.slice(from + length)].join(' '),
        };
    }
  }
  return null;
}

/** Something written as a whole date that is none, or lies ahead. */
function wrongDate(text: string, today: CivilDate): SearchHint | null {
  const written = /(?<!\d)(\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d{1,2}-\d{1,2})(?!\d)/.exec(text)?.[0];
  if (written === undefined) return null;
  return parseTypedDate(written, today) === null && parseTypedDate(written, far) !== null
    ? 'date-future'
    : 'date';
}

function readWords(text: string, query: PatientQuery): void {
  const numbers: string[] = [];
  for (const word of text.split(' ')) {
    if (/^\d[\d/.-]*$/.test(word)) {
      if (/^[\d-]+$/.test(word) && !query.hint?.startsWith('date')) numbers.push(word);
      continue;
    }
    if (/\d/.test(word)) {
      query.identifier ??= word.slice(0, 40).replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
      continue;
    }
    for (const part of folded(word).split(/[^\p{L}]+/u)) if (part !== '') query.names.push(part.slice(0, 40));
  }
  const digits = numbers.join('');
  if (query.ins.length === 0 && /^\d{11,}$/.test(digits)) query.hint ??= 'ins-length';
  if (digits !== '' && !query.isEither) query.identifier ??= digits.slice(0, 40);
  const long = query.names.filter(narrows);
  const others = query.birthDate !== null || query.ins.length > 0 || query.identifier !== null;
  if (query.names.length > 0 && long.length === 0 && !others) query.hint ??= 'too-short';
  // a single letter (`d’Ormesson`, an initial) would only slow things down beside longer fragments
  query.names = (long.length > 0 || others ? long : []).slice(0, 6);
}
