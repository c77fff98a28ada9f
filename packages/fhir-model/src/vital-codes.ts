import {
  alternativeCodes,
  news2Codes,
  vitalCodes,
  vitalDefinitions,
  type Consciousness,
  type VitalSign,
} from '@keneyapp/clinical';
import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import { systemOf, systems } from './systems.ts';

/** Observations recorded together share an identifier of this system; its value is the key of the form. */
export const setSystem = 'https://keneyapp.example/vitals-set';

/** Rows of the flowsheet. Blood pressure is one measure with two numbers; `other` is any vital sign that is not listed here. */
export const measureNames = [
  'bloodPressure',
  'heartRate',
  'respiratoryRate',
  'oxygenSaturation',
  'oxygen',
  'temperature',
  'consciousness',
  'news2',
  'pain',
  'glucose',
  'weight',
  'height',
  'bmi',
  'headCircumference',
  'other',
] as const;
export type MeasureName = (typeof measureNames)[number];

/** Signs that are a measure of their own, with their codes in `vitalDefinitions`. */
const single = [
  'heartRate',
  'respiratoryRate',
  'oxygenSaturation',
  'temperature',
  'pain',
  'glucose',
  'weight',
  'height',
  'headCircumference',
] as const satisfies readonly (VitalSign & MeasureName)[];

export const signOf = (name: MeasureName): VitalSign | null => single.find((s) => s === name) ?? null;

const { systolic, diastolic } = vitalDefinitions;
const listed: readonly (readonly [MeasureName, loinc: readonly string[], snomed: readonly string[]])[] = [
  [
    'bloodPressure',
    [
      vitalCodes.bloodPressure,
      ...alternativeCodes.bloodPressure.loinc,
      ...systolic.loinc,
      ...diastolic.loinc,
    ],
    [...alternativeCodes.bloodPressure.snomed, ...systolic.snomed, ...diastolic.snomed],
  ],
  ...single.map((sign) => [sign, vitalDefinitions[sign].loinc, vitalDefinitions[sign].snomed] as const),
  ['oxygen', [vitalCodes.supplementalOxygen], []],
  ['consciousness', [vitalCodes.consciousness, ...alternativeCodes.consciousness.loinc], []],
  ['bmi', [vitalCodes.bmi], alternativeCodes.bmi.snomed],
  ['news2', [], [news2Codes.total]],
];
const byCode = new Map<string, MeasureName>(
  listed.flatMap(([name, loinc, snomed]) => [
    ...loinc.map((code) => [`${systems.loinc}|${code}`, name] as const),
    ...snomed.map((code) => [`${systems.snomed}|${code}`, name] as const),
  ]),
);

/** Every listed code, for one search. */
export const listedCodes = [...byCode.keys()].join(',');

/** The measure a code names; null for a code that is not listed. */
export function measureOf(code: CodeableConcept | undefined): MeasureName | null {
  for (const coding of code?.coding ?? []) {
    const name = byCode.get(`${systemOf(coding)}|${coding.code ?? ''}`);
    if (name) return name;
  }
  return null;
}

export function isSign(concept: CodeableConcept | undefined, sign: VitalSign): boolean {
  const { loinc, snomed } = vitalDefinitions[sign];
  return (
    concept?.coding?.some(
      (c) =>
        (systemOf(c) === systems.loinc && loinc.includes(c.code ?? '')) ||
        (systemOf(c) === systems.snomed && snomed.includes(c.code ?? '')),
    ) ?? false
  );
}

/** ACVPU: SNOMED CT as the RCP's implementation guidance has it, LOINC answers where the list LL1162-8 has one. */
export const consciousnessCodings: Record<Consciousness, { codings: Coding[]; text: string }> = {
  alert: {
    text: 'Alerte',
    codings: [
      { system: systems.snomed, code: '248234008', display: 'Mentally alert' },
      { system: systems.loinc, code: 'LA9340-6', display: 'Alert' },
    ],
  },
  confusion: {
    text: 'Confusion nouvelle',
    codings: [
      { system: systems.snomed, code: '130987000', display: 'Acute confusion' },
      { system: systems.loinc, code: 'LA6560-2', display: 'Confused' },
    ],
  },
  voice: {
    text: 'Réagit à la voix',
    codings: [
      { system: systems.snomed, code: '300202002', display: 'Responds to voice' },
      { system: systems.loinc, code: 'LA17108-4', display: 'Verbal' },
    ],
  },
  pain: {
    text: 'Réagit à la douleur',
    codings: [
      { system: systems.snomed, code: '450847001', display: 'Responds to pain' },
      { system: systems.loinc, code: 'LA17107-6', display: 'Painful' },
    ],
  },
  unresponsive: {
    text: 'Sans réaction',
    codings: [
      { system: systems.snomed, code: '422107003', display: 'Unresponsive' },
      { system: systems.loinc, code: 'LA9343-0', display: 'Unresponsive' },
    ],
  },
};

export function consciousnessOf(concept: CodeableConcept | undefined): Consciousness | null {
  const codes = new Set(concept?.coding?.map((c) => c.code));
  const found = (Object.entries(consciousnessCodings) as [Consciousness, { codings: Coding[] }][]).find(
    ([, { codings }]) => codings.some((c) => codes.has(c.code)),
  );
  return found?.[0] ?? null;
}
