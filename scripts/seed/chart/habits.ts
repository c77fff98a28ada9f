import type { HabitAnswer, HabitKind } from '@keneyapp/fhir-model/habit-kinds';
import { habitOf, type HabitDetails } from '@keneyapp/fhir-model/habit';
import type { Observation } from '@medplum/fhirtypes';
import { staffRef } from '../hospital/staff.ts';
import type { Chart } from './chart.ts';

const nothing: HabitDetails = {
  perDay: null,
  packYears: null,
  perWeek: null,
  which: null,
  stopped: null,
  due: null,
};

/** An answer of how somebody lives, or of a pregnancy, on a day. */
export function habit(
  chart: Chart,
  kind: HabitKind,
  answer: HabitAnswer,
  o: { day: number; by: string } & Partial<HabitDetails>,
): Observation {
  const { day, by, ...details } = o;
  const { component, ...said } = habitOf(kind, answer, { ...nothing, ...details });
  return chart.add({
    resourceType: 'Observation',
    id: chart.id('habit'),
    status: 'final',
    ...said,
    ...(component.length > 0 ? { component } : {}),
    subject: chart.subject,
    effectiveDateTime: chart.calendar.at(day, 10),
    performer: [staffRef(by)],
  });
}
