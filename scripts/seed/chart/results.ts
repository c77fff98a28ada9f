import type { DiagnosticReport, Observation, ObservationReferenceRange, Reference } from '@medplum/fhirtypes';
import type { LabTest } from '../codes/lab-test.ts';
import { labs, panels, type LabKey, type PanelKey } from '../codes/labs.ts';
import { systems } from '../codes/systems.ts';
import { serviceRef } from '../hospital/hospital.ts';
import { staffRef } from '../hospital/staff.ts';
import type { Chart } from './chart.ts';

export type Values = Partial<Record<LabKey, number>>;

const flagNames = { LL: 'Critique bas', L: 'Bas', N: 'Normal', H: 'Haut', HH: 'Critique haut' } as const;

function range(test: LabTest, male: boolean): { low?: number; high?: number } {
  const pair = male ? test.m : test.f;
  if (pair) return { low: pair[0], high: pair[1] };
  return {
    ...(test.low === undefined ? {} : { low: test.low }),
    ...(test.high === undefined ? {} : { high: test.high }),
  };
}

function interpret(
  value: number,
  test: LabTest,
  { low, high }: { low?: number; high?: number },
): keyof typeof flagNames {
  if (test.critLow !== undefined && value <= test.critLow) return 'LL';
  if (test.critHigh !== undefined && value >= test.critHigh) return 'HH';
  if (low !== undefined && value < low) return 'L';
  return high !== undefined && value > high ? 'H' : 'N';
}

/** A plausible normal value: around the middle of the range, or well under its only limit. */
function normal(chart: Chart, test: LabTest): number {
  const { low, high } = range(test, chart.isMale);
  if (low !== undefined && high !== undefined)
    return (low + high) / 2 + chart.random.normal() * (high - low) * 0.13;
  return high !== undefined
    ? high * (0.35 + chart.random.next() * 0.4)
    : (low ?? 1) * (1.25 + chart.random.next() * 0.4);
}

export interface LabOptions {
  hour?: number;
  comparator?: '<' | '>';
  preliminary?: boolean;
  /** Hours until the result is issued, default 2. */
  turnaround?: number;
  note?: string;
  range?: { low?: number; high?: number } | undefined;
}

export function lab(
  chart: Chart,
  key: LabKey,
  day: number,
  value: number,
  options: LabOptions = {},
): Observation & { id: string } {
  const test: LabTest = labs[key],
    rounded = Number(value.toFixed(test.decimals)),
    limits = options.range ?? range(test, chart.isMale),
    mark = interpret(rounded, test, limits);
  const quantity = (v: number) => ({
    value: v,
    unit: test.unit || test.ucum,
    system: systems.ucum,
    code: test.ucum,
  });
  const referenceRange: ObservationReferenceRange[] = [
    {
      ...(limits.low === undefined ? {} : { low: quantity(limits.low) }),
      ...(limits.high === undefined ? {} : { high: quantity(limits.high) }),
    },
  ];
  if (test.critLow !== undefined || test.critHigh !== undefined)
    referenceRange.push({
      type: { text: 'Limites critiques' },
      ...(test.critLow === undefined ? {} : { low: quantity(test.critLow) }),
      ...(test.critHigh === undefined ? {} : { high: quantity(test.critHigh) }),
    });
  return chart.add({
    resourceType: 'Observation',
    id: chart.id('obs'),
    status: options.preliminary ? 'preliminary' : 'final',
    category: [
      { coding: [{ system: systems.observationCategory, code: 'laboratory', display: 'Laboratory' }] },
    ],
    code: { coding: [{ system: systems.loinc, code: test.code, display: test.display }], text: test.display },
    subject: chart.subject,
    ...chart.within,
    effectiveDateTime: chart.calendar.at(day, options.hour ?? 8),
    issued: chart.calendar.at(day, (options.hour ?? 8) + (options.turnaround ?? 2), 20),
    performer: [serviceRef('laboratoire'), staffRef('camara')],
    valueQuantity: {
      ...quantity(rounded),
      ...(options.comparator ? { comparator: options.comparator } : {}),
    },
    interpretation: [{ coding: [{ system: systems.interpretation, code: mark, display: flagNames[mark] }] }],
    referenceRange,
    ...(options.note ? { note: [{ text: options.note }] } : {}),
  });
}

/** CKD-EPI 2009 without ethnicity (Levey, Ann Intern Med 2009): creatinine in µmol/L, result in mL/min/1,73 m². */
function ckdEpi(creatinine: number, age: number, male: boolean): number {
  const kappa = male ? 0.9 : 0.7,
    alpha = male ? -0.411 : -0.329,
    ratio = creatinine / 88.4 / kappa;
  return 141 * Math.min(ratio, 1) ** alpha * Math.max(ratio, 1) ** -1.209 * 0.993 ** age * (male ? 1 : 1.018);
}

/** One panel: given values, others drawn as normal, derived ones computed. As a DiagnosticReport with its Observations. */
export function panel(
  chart: Chart,
  key: PanelKey,
  day: number,
  values: Values = {},
  options: LabOptions = {},
): DiagnosticReport & { id: string } {
  const p = panels[key],
    all: Values = { ...values };
  const child = chart.age(day) < 16;
  for (const test of p.tests as readonly LabKey[]) all[test] ??= normal(chart, labs[test]);
  if (child && values.creatinine === undefined && all.creatinine !== undefined)
    all.creatinine = 25 + chart.age(day) * 2.2;
  if (p.tests.some((t) => t === 'egfr'))
    all.egfr = values.egfr ?? Math.min(125, ckdEpi(all.creatinine ?? 70, chart.age(day), chart.isMale));
  if (values.hemoglobin !== undefined && key === 'bloodCount') {
    all.hematocrit = values.hematocrit ?? values.hemoglobin * 3;
    all.redCells = values.redCells ?? (all.hematocrit / (all.mcv ?? 89)) * 10;
  }
  if (values.inr !== undefined) all.prothrombin = values.prothrombin ?? Math.max(8, 100 / values.inr ** 1.25);
  const tests = (p.tests as readonly LabKey[]).filter((t) => !(t === 'egfr' && child));
  const observations = tests.map((t) =>
    lab(chart, t, day, all[t] ?? 0, values[t] === undefined ? { ...options, range: undefined } : options),
  ); // a range of its own is that of the value given, not of its neighbours
  return chart.add({
    resourceType: 'DiagnosticReport',
    id: chart.id('rep'),
    status: options.preliminary ? 'preliminary' : 'final',
    category: [
      {
        coding: [
          { system: 'http://terminology.hl7.org/CodeSystem/v2-0074', code: 'LAB', display: 'Laboratory' },
        ],
      },
    ],
    code: {
      ...(p.code ? { coding: [{ system: systems.loinc, code: p.code, display: p.display }] } : {}),
      text: p.display,
    },
    subject: chart.subject,
    ...chart.within,
    effectiveDateTime: chart.calendar.at(day, options.hour ?? 8),
    issued: chart.calendar.at(day, (options.hour ?? 8) + (options.turnaround ?? 2), 30),
    performer: [serviceRef('laboratoire')],
    resultsInterpreter: [staffRef('camara')],
    result: observations.map((o): Reference<Observation> => ({
      reference: `Observation/${o.id}`,
      display: o.code.text ?? '',
    })),
  });
}

/** The same panel repeated over years; `values` gets t from 0 (first) to 1 (last). */
export function repeatPanel(
  chart: Chart,
  key: PanelKey,
  when: { from: number; to: number; every: number },
  values: (t: number, day: number) => Values,
  options: LabOptions = {},
): void {
  for (let day = when.from; day <= when.to; day += when.every)
    panel(chart, key, day, values((day - when.from) / Math.max(1, when.to - when.from), day), {
      hour: 7 + chart.random.next() * 3,
      ...options,
    });
}
