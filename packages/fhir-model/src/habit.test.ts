import type { Observation } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { answersOf, habitKinds } from './habit-kinds.ts';
import { foreignComponents, habitOf, isHabit, readHabit, sortHabits, type HabitDetails } from './habit.ts';
import { isPregnant, termOn } from './pregnancy.ts';

const now = new Date('2026-06-15T10:00:00Z');
const nothing: HabitDetails = {
  perDay: null,
  packYears: null,
  perWeek: null,
  which: null,
  stopped: null,
  due: null,
};
const all: HabitDetails = {
  perDay: 10,
  packYears: 12.5,
  perWeek: 7,
  which: 'cannabis',
  stopped: '2019',
  due: '2026-09-01',
};
const observed = (more: Partial<Observation>): Observation =>
  ({ resourceType: 'Observation', id: 'a', status: 'final', ...more }) as Observation;

it('reads each answer as it was written, with what belongs to it and nothing else', () => {
  for (const kind of habitKinds)
    for (const answer of answersOf[kind]) {
      const { component, ...written } = habitOf(kind, answer, all);
      const row = readHabit(observed({ ...written, component, effectiveDateTime: '2026-06-01' }), now);
      expect(row).toMatchObject({ kind, answer });
      expect(component, `${kind} ${answer}`).toHaveLength(
        (['perDay', 'packYears', 'perWeek', 'which', 'stopped', 'due'] as const).filter(
          (d) => row[d] !== null,
        ).length,
      );
    }
  expect(readHabit(observed(habitOf('tobacco', 'former', all)), now)).toMatchObject({
    packYears: 12.5,
    stopped: '2019',
    perDay: null,
    due: null,
  });
});

it('reads the answers of other systems: LOINC or SNOMED CT alone, words of their own, questions that are none of ours', () => {
  const tobacco = { coding: [{ system: 'http://loinc.org', code: '72166-2' }] };
  const of = (code: string, system: string) =>
    readHabit(observed({ code: tobacco, valueCodeableConcept: { coding: [{ system, code }] } }), now).answer;
  expect(of('8517006', 'http://snomed.info/sct')).toBe('former');
  expect(of('LA18978-9', 'http://loinc.org')).toBe('never');
  expect(readHabit(observed({ code: tobacco, valueCodeableConcept: { text: 'Chique' } }), now)).toMatchObject(
    { kind: 'tobacco', answer: null, value: { kind: 'coded', coded: { text: 'Chique' } } },
  );
  const housing = observed({
    category: [{ coding: [{ code: 'social-history' }] }],
    code: { text: 'Logement' },
    valueString: 'seule',
  });
  expect(isHabit(housing)).toBe(true);
  expect(readHabit(housing, now)).toMatchObject({ kind: null, answer: null, value: { kind: 'text' } });
  expect(isHabit(observed({ code: { coding: [{ system: 'http://loinc.org', code: '718-7' }] } }))).toBe(
    false,
  );
  const foreign = { code: { text: 'Pipe' }, valueString: 'parfois' };
  expect(
    foreignComponents(observed({ component: [...habitOf('tobacco', 'daily', all).component, foreign] })),
  ).toEqual([foreign]);
});

it('the latest answer of a question stands, the others are earlier; struck out is neither', () => {
  const row = (
    id: string,
    kind: 'tobacco' | 'alcohol',
    at: string,
    status: Observation['status'] = 'final',
  ) => readHabit({ ...observed(habitOf(kind, 'never', nothing)), id, status, effectiveDateTime: at }, now);
  const { current, earlier } = sortHabits([
    row('old', 'tobacco', '2020'),
    row('alcohol', 'alcohol', '2026-01-01'),
    row('wrong', 'tobacco', '2026-02-01', 'entered-in-error'),
    row('new', 'tobacco', '2025-03-04'),
  ]);
  expect(current.map(({ id }) => id)).toEqual(['new', 'alcohol']);
  expect(earlier.map(({ id }) => id)).toEqual(['old']);
});

it('an answer about pregnancy gets old as the checks say: "no" after a month, "yes" after ten', () => {
  const at = (answer: 'yes' | 'no' | 'possible', effectiveDateTime: string) =>
    observed({ ...habitOf('pregnancy', answer, nothing), effectiveDateTime });
  const isOld = (one: Observation) => readHabit(one, now).isOld;
  expect(isOld(at('no', '2026-05-20'))).toBe(false);
  expect(isOld(at('no', '2026-05-10'))).toBe(true);
  expect(isOld(at('possible', '2026-05-10'))).toBe(true);
  expect(isOld(at('yes', '2026-01-10'))).toBe(false);
  expect(isOld(at('yes', '2025-07-10'))).toBe(true);
  expect(isPregnant(at('yes', '2026-01-10'), now.toISOString())).toBe(true);
  expect(isPregnant(at('possible', '2026-06-10'), now.toISOString())).toBe(false);
});

it('counts weeks to a term of 41, as in France', () => {
  expect(termOn('2026-06-15', now)).toEqual({ weeks: 41, days: 0 });
  expect(termOn('2026-06-22', now)).toEqual({ weeks: 40, days: 0 });
  expect(termOn('2026-09-01', now)).toEqual({ weeks: 29, days: 6 });
  expect(termOn('2028-09-01', now)).toBeNull();
  expect(termOn('2025-09-01', now)).toBeNull();
});
