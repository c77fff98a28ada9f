import { daysInMonth, formatIsoDate, type CivilDate } from '../age.ts';
import { isNoSuchDate, parseTypedDate } from '../typed-date.ts';
import { folded } from '../fold.ts';

/** A birth date: as far as it is known, and as it is written where a whole date is asked for. */
export interface BirthDate {
  /** FHIR date of any precision: `1984`, `1984-07`, `1984-07-12`; empty when nothing was said. */
  known: string;
  /**
   * The whole date that the RNIV writes for it, `1950-12-31`; the same as `known` when that is whole, empty when it is empty.
   * INSi, the datamatrix and labels use this one.
   */
  written: string;
  /** The year is only about right (an age that was guessed): it is then the first of the decade or the year of that age. */
  isEstimated: boolean;
}

export type BirthDateProblem = 'empty' | 'not-a-date' | 'no-such-day' | 'in-future' | 'too-old';

/** The oldest person whose age is beyond doubt lived 122 years (Jeanne Calment); a longer life is a slip of the century. */
const oldestAge = 130;

export const unsaidBirthDate: BirthDate = { known: '', written: '', isEstimated: false };

const partial = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/**
 * A birth date from a FHIR date of any precision. Null for what is none.
 * Source: RNIV 1, collecting the strict traits, incomplete dates: an unknown day is written 01, an unknown month 01, when
 * neither is known 31 December, an unknown year as the year or decade that fits the age, said or guessed.
 * A known day in an unknown month (`dayOfUnknownMonth`) has no place in a FHIR date and is kept in the written one only.
 */
export function birthDateOf(
  text: string,
  { isEstimated = false, dayOfUnknownMonth }: { isEstimated?: boolean; dayOfUnknownMonth?: number } = {},
): BirthDate | null {
  const [, year, month, day] = partial.exec(text) ?? [];
  if (!year || problemOfShape(text) !== null) return null;
  const written = day
    ? text
    : month
      ? `${text}-01`
      : dayOfUnknownMonth === undefined
        ? `${year}-12-31`
        : `${year}-01-${String(dayOfUnknownMonth).padStart(2, '0')}`;
  return { known: text, written, isEstimated };
}

function problemOfShape(known: string): BirthDateProblem | null {
  if (known === '') return 'empty';
  const [, year, month, day] = partial.exec(known) ?? [];
  if (!year) return 'not-a-date';
  if (month && (Number(month) < 1 || Number(month) > 12)) return 'no-such-day';
  if (month && day && (Number(day) < 1 || Number(day) > daysInMonth(Number(year), Number(month))))
    return 'no-such-day';
  return null;
}

/** What is wrong with a birth date; null when nothing is. A year or month that has begun may be that of a birth. */
export function birthDateProblem({ known }: BirthDate, today: CivilDate): BirthDateProblem | null {
  const shape = problemOfShape(known);
  if (shape !== null) return shape;
  if (known > formatIsoDate(today).slice(0, known.length)) return 'in-future';
  return Number(known.slice(0, 4)) < today.year - oldestAge ? 'too-old' : null;
}

/** A whole date that may stand for one of which only the year, or the month, is known: 31 December and 1 January. */
export function mayStandForUnknown({ known }: BirthDate): boolean {
  return /-(12-31|01-01)$/.test(known);
}

export type ReadBirthDate = { ok: true; date: BirthDate } | { ok: false; problem: BirthDateProblem };

const failed = (problem: BirthDateProblem): ReadBirthDate => ({ ok: false, problem });
const about = /^(?:vers|environ|env\.?|circa|about|ca?\.?|~|≈)\s*/;

/**
 * Reads a birth date as it is typed: all that `parseTypedDate` reads, zeros, question marks and crosses for what is not known
 * (`00/00/1950`, `??/07/1984`, `12/00/1950`), and guesses (`vers 1970`, `~1970`, `195?`, `1950s`).
 */
export function readBirthDate(text: string, today: CivilDate): ReadBirthDate {
  const plain = folded(text).trim();
  if (plain === '') return failed('empty');
  const decade = /^(?:annees\s+)?(\d{3})(?:\?|x|0s)$/.exec(plain)?.[1];
  if (decade) return checked(birthDateOf(`${decade}0`, { isEstimated: true }), today);
  const guessed = plain.replace(about, '');
  if (guessed !== plain)
    return /^\d{4}$/.test(guessed)
      ? checked(birthDateOf(guessed, { isEstimated: true }), today)
      : failed('not-a-date');
  const holes = withHoles(plain);
  if (holes !== undefined) return holes === 'no-such-day' ? failed(holes) : checked(holes, today);
  const read = parseTypedDate(plain, today);
  if (read) return checked(birthDateOf(read.value), today);
  if (isNoSuchDate(plain)) return failed('no-such-day');
  if (parseTypedDate(plain, today, { mayLieAhead: true })) return failed('in-future');
  return failed(/(?:^|\D)1[0-8]\d\d(?:\D|$)/.test(plain) ? 'too-old' : 'not-a-date');
}

function checked(date: BirthDate | null, today: CivilDate): ReadBirthDate {
  if (!date) return failed('no-such-day');
  const problem = birthDateProblem(date, today);
  return problem === null ? { ok: true, date } : failed(problem);
}

/** A date of which a part is left open; undefined when none is. */
function withHoles(plain: string): BirthDate | 'no-such-day' | undefined {
  const hole = /^(?:0{1,2}|\?{1,2}|x{1,2}|-)$/;
  const parts =
    /^(\d{2}|\?\?|xx)(\d{2}|\?\?|xx)(\d{4})$/.exec(plain) ??
    /^([\d?x]{1,2})[\s/.-]([\d?x]{1,2})[\s/.-](\d{4})$/.exec(plain);
  const iso = /^(\d{4})-([\d?x]{1,2})-([\d?x]{1,2})$/.exec(plain);
  const [year, month, day] = parts ? [parts[3], parts[2], parts[1]] : iso ? iso.slice(1) : [];
  if (!year || !month || !day) return undefined;
  const [noDay, noMonth] = [hole.test(day), hole.test(month)];
  if (!noDay && !noMonth) return undefined;
  if (noDay && noMonth) return birthDateOf(year) ?? 'no-such-day';
  if (noDay) return birthDateOf(`${year}-${month.padStart(2, '0')}`) ?? 'no-such-day';
  const dayOfUnknownMonth = Number(day);
  if (!(dayOfUnknownMonth >= 1 && dayOfUnknownMonth <= 31)) return 'no-such-day';
  return birthDateOf(year, { dayOfUnknownMonth }) ?? 'no-such-day';
}
