import type { Encounter, Observation } from '@medplum/fhirtypes';
import { vitalDefinitions } from '@keneyapp/clinical';
import type { Chart } from '../chart/chart.ts';
import { vitals, type Vitals } from '../chart/vitals.ts';

const signs = {
  heartRate: 'heartRate',
  respRate: 'respiratoryRate',
  spo2: 'oxygenSaturation',
  temperature: 'temperature',
  pain: 'pain',
} as const;

/** Stays told up to yesterday evening go on: a round of an hour or two ago, near the last one. */
export function roundOfToday(chart: Chart): void {
  const stay = chart.resources.find(
    (r): r is Encounter & { id: string } => r.resourceType === 'Encounter' && r.status === 'in-progress',
  );
  if (!stay) return;
  const measured = chart.resources.filter(
    (r): r is Observation & { id: string } =>
      r.resourceType === 'Observation' && r.encounter?.reference === `Encounter/${stay.id}`,
  );
  const last = (code: string): Observation | undefined =>
    measured.findLast((o) => o.code.coding?.some((c) => c.code === code));
  const round: Vitals = { oxygen: 0, consciousness: 'alert' };
  for (const [key, sign] of Object.entries(signs)) {
    const value = last(vitalDefinitions[sign].loinc[0])?.valueQuantity?.value;
    if (value !== undefined) round[key as keyof typeof signs] = value;
  }
  const [systolic, diastolic] = last('85354-9')?.component?.map((c) => c.valueQuantity?.value) ?? [];
  if (systolic !== undefined && diastolic !== undefined) Object.assign(round, { systolic, diastolic });
  const before = chart.encounter;
  chart.encounter = { reference: `Encounter/${stay.id}` };
  const nurse = stay.participant?.at(-1)?.individual?.reference?.replace('Practitioner/pract-', '');
  vitals(chart, 0, {
    ...round,
    hour: chart.calendar.hour - 0.7 - chart.random.next() * 0.8,
    ...(nurse ? { by: nurse } : {}),
  });
  chart.encounter = before;
}
