import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { habitKinds, type HabitKind } from '@keneyapp/fhir-model/habit-kinds';
import { isHabit, readHabit, sortHabits, type HabitRow, type SortedHabits } from '@keneyapp/fhir-model/habit';
import { mayBePregnant, termOn } from '@keneyapp/fhir-model/pregnancy';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import type { Bundle, Patient } from '@medplum/fhirtypes';
import type { StatementVersions } from '../../statement-versions.ts';

export type { HabitRow };
export type HabitVersions = StatementVersions<HabitRow>;

export interface HabitsView extends SortedHabits {
  /** Questions without any answer: nobody asked, or nobody wrote it down. */
  notAsked: HabitKind[];
  /** Of these questions an answer was struck out, and none stands. */
  struckOut: HabitKind[];
  /** Why a pregnancy is not asked for unprompted, with what the record says; null where it is. */
  notOffered: { sex: string | null; ageYears: number | null } | null;
  /** Weeks and days of amenorrhoea today, of a pregnancy that stands. */
  term: { weeks: number; days: number } | null;
  truncated: boolean;
}

const ofPregnancy: readonly HabitKind[] = ['pregnancy', 'breastfeeding'];

export function habitsView(
  bundles: readonly Bundle[],
  { gender = 'unknown', birthDate }: Patient,
  now: Date,
): HabitsView {
  // one answer may be found by its code and by its category
  const found = new Map(
    bundles.flatMap((bundle) => matches(bundle, 'Observation').map((one) => [one.id, one] as const)),
  );
  const rows = [...found.values()].filter(isHabit).map((one) => readHabit(one, now));
  const sorted = sortHabits(rows);
  const ageMonths = ageMonthsAt(birthDate ?? null, now.toISOString());
  const isOffered = mayBePregnant({ sex: gender, ageMonths });
  const answered = new Set(sorted.current.map(({ kind }) => kind));
  const struckOut = new Set(
    rows.filter(({ status }) => status === 'entered-in-error').map(({ kind }) => kind),
  );
  const pregnancy = sorted.current.find(({ kind }) => kind === 'pregnancy');
  return {
    ...sorted,
    notAsked: habitKinds.filter((kind) => !answered.has(kind) && (isOffered || !ofPregnancy.includes(kind))),
    struckOut: habitKinds.filter((kind) => !answered.has(kind) && struckOut.has(kind)),
    notOffered:
      isOffered || ofPregnancy.some((kind) => answered.has(kind))
        ? null
        : { sex: gender, ageYears: ageMonths === null ? null : Math.floor(ageMonths / 12) },
    term:
      pregnancy?.answer === 'yes' && !pregnancy.isOld && pregnancy.due ? termOn(pregnancy.due, now) : null,
    truncated: bundles.some(hasNext),
  };
}
