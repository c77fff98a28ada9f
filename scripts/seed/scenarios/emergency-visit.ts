import type { Chart } from '../chart/chart.ts';
import { allergy, noKnownAllergy, problem } from '../chart/clinical.ts';
import { drug } from '../chart/drugs.ts';
import { panel, type Values } from '../chart/results.ts';
import { coverage, relative, stay } from '../chart/stays.ts';
import { vitals, type Vitals } from '../chart/vitals.ts';
import type { PanelKey } from '../codes/labs.ts';
import type { SubstanceKey } from '../codes/substances-vaccines-procedures.ts';
import type { ProblemKey } from '../codes/problems.ts';
import { examined } from '../imaging/report.ts';
import { waitingRoomRef } from '../hospital/hospital.ts';
import type { WardOrder } from './ward-illnesses.ts';

export interface EmergencyVisit {
  /** Without one: in the waiting room, seen by the triage nurse alone. */
  bed?: number;
  /** Hours since arrival. */
  since: number;
  triage: 2 | 3 | 4 | 5;
  reason: string;
  diagnosis?: ProblemKey;
  history?: readonly ProblemKey[];
  allergy: SubstanceKey | 'none' | 'not asked';
  /** At arrival, and now where it changed. */
  signs: Omit<Vitals, 'hour' | 'by'>;
  now?: Omit<Vitals, 'hour' | 'by'>;
  results?: readonly (readonly [PanelKey, Values])[];
  orders?: readonly WardOrder[];
  exam?: Pick<Parameters<typeof examined>[1], 'exam' | 'question' | 'conclusion'>;
}

/** In the emergency unit now, since a few hours. */
export function emergencyVisit(chart: Chart, o: EmergencyVisit): void {
  const { hour } = chart.calendar;
  coverage(chart, false);
  relative(chart, 'sibling', chart.person.family, chart.isMale ? 'Sandra' : 'Vincent', '06 39 98 15 18');
  for (const key of o.history ?? []) problem(chart, key, { since: -1800, by: 'vasseur' });
  if (o.allergy === 'none') noKnownAllergy(chart, 0, hour - o.since * 0.9);
  else if (o.allergy !== 'not asked')
    allergy(chart, o.allergy, { since: -3000, criticality: 'low', reactions: ['rash'], severity: 'mild' });
  stay(
    chart,
    {
      class: 'EMER',
      service: 'urgences',
      from: 0,
      fromHour: hour - o.since,
      ...(o.bed === undefined ? { place: waitingRoomRef, status: 'triaged' as const } : { bed: o.bed }),
      triage: o.triage,
      reason: o.reason,
    },
    (c) => {
      if (o.diagnosis)
        problem(c, o.diagnosis, { since: 0, diagnosis: true, provisional: true, by: 'dasilva' });
      const take = (signs: EmergencyVisit['signs'], ago: number) =>
        vitals(c, 0, { oxygen: 0, consciousness: 'alert', ...signs, hour: hour - ago, by: 'marchetti' });
      take(o.signs, o.since * 0.93);
      if (o.now) take({ ...o.signs, ...o.now }, o.since * 0.2);
      for (const [key, values] of o.results ?? [])
        panel(c, key, 0, values, { hour: hour - o.since * 0.8, turnaround: 0 });
      for (const [key, options] of o.orders ?? [])
        drug(c, key, { ...options, since: 0, hour: hour - o.since * 0.7, inpatient: true, by: 'dasilva' });
      if (o.exam) examined(c, { ...o.exam, ago: o.since * 0.5, by: 'dasilva' });
    },
  );
}
