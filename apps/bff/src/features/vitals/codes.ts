import {
  news2Codes,
  vitalCodes,
  vitalDefinitions,
  type Consciousness,
  type VitalSign,
} from '@keneyapp/clinical';
import type { CodeableConcept, Coding } from '@medplum/fhirtypes';
import type { MeasureName } from './view.ts';

export const loinc = 'http://loinc.org';
export const snomed = 'http://snomed.info/sct';
/** Observations recorded together share an identifier of this system; its value is the key of the form. */
export const setSystem = 'https://keneyapp.example/vitals-set';
/** LOINC Pregnancy status; its answer LA15173-0 or SNOMED 77386006 says pregnant. */
export const pregnancyStatus = '82810-3';
export const pregnantCodes = new Set(['LA15173-0', '77386006']);

const hl7 = 'http://hl7.org/fhir/StructureDefinition/';
const frCore = 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-observation-';

interface Definition {
  code: string;
  display: string;
  text: string;
  profiles: string[];
  sign: VitalSign | null;
  alsoCoded?: readonly string[];
}

/** What is written for each measure. Displays are those of LOINC; texts are what French clinicians read. */
export const definitions: Record<Exclude<MeasureName, 'news2'>, Definition> = {
  bloodPressure: {
    code: vitalCodes.bloodPressure,
    display: 'Blood pressure panel with all children optional',
    text: 'Pression artérielle',
    profiles: [`${hl7}bp`, `${frCore}bp`],
    sign: null,
  },
  heartRate: {
    code: '8867-4',
    display: 'Heart rate',
    text: 'Fréquence cardiaque',
    profiles: [`${hl7}heartrate`, `${frCore}heartrate`],
    sign: 'heartRate',
  },
  respiratoryRate: {
    code: '9279-1',
    display: 'Respiratory rate',
    text: 'Fréquence respiratoire',
    profiles: [`${hl7}resprate`, `${frCore}resp-rate`],
    sign: 'respiratoryRate',
  },
  oxygenSaturation: {
    code: '2708-6',
    display: 'Oxygen saturation in Arterial blood',
    text: 'Saturation en oxygène',
    profiles: [`${hl7}oxygensat`, `${frCore}saturation-oxygen`],
    sign: 'oxygenSaturation',
    alsoCoded: ['59408-5'],
  },
  oxygen: {
    code: vitalCodes.supplementalOxygen,
    display: 'Inhaled oxygen flow rate',
    text: 'Oxygène',
    profiles: [`${hl7}vitalsigns`],
    sign: null,
  },
  temperature: {
    code: '8310-5',
    display: 'Body temperature',
    text: 'Température',
    profiles: [`${hl7}bodytemp`, `${frCore}body-temperature`],
    sign: 'temperature',
  },
  consciousness: {
    code: vitalCodes.consciousness,
    display: 'Level of responsiveness',
    text: 'Conscience (ACVPU)',
    profiles: [`${hl7}vitalsigns`],
    sign: null,
  },
  pain: {
    code: '72514-3',
    display: 'Pain severity - 0-10 verbal numeric rating [Score] - Reported',
    text: 'Douleur (EN)',
    profiles: [`${hl7}vitalsigns`],
    sign: 'pain',
  },
  glucose: {
    code: '41653-7',
    display: 'Glucose [Mass/volume] in Capillary blood by Glucometer',
    text: 'Glycémie capillaire',
    profiles: [],
    sign: 'glucose',
  },
  weight: {
    code: '29463-7',
    display: 'Body weight',
    text: 'Poids',
    profiles: [`${hl7}bodyweight`, `${frCore}body-weight`],
    sign: 'weight',
  },
  height: {
    code: '8302-2',
    display: 'Body height',
    text: 'Taille',
    profiles: [`${hl7}bodyheight`, `${frCore}body-height`],
    sign: 'height',
  },
  bmi: {
    code: vitalCodes.bmi,
    display: 'Body mass index (BMI) [Ratio]',
    text: 'IMC',
    profiles: [`${hl7}bmi`, `${frCore}bmi`],
    sign: null,
  },
  headCircumference: {
    code: '9843-4',
    display: 'Head Occipital-frontal circumference',
    text: 'Périmètre crânien',
    profiles: [`${hl7}headcircum`, `${frCore}head-circum`],
    sign: 'headCircumference',
  },
};

/** Old and alternative codes of the panels that are met in real data. */
const alternatives: Record<string, MeasureName> = {
  '55284-4': 'bloodPressure',
  '35094-2': 'bloodPressure',
  '80288-4': 'consciousness',
};
const byLoinc = new Map<string, MeasureName>([
  ...Object.entries(definitions).flatMap(([name, { code, sign }]): [string, MeasureName][] =>
    [code, ...(sign ? vitalDefinitions[sign].loinc : [])].map((c) => [c, name as MeasureName]),
  ),
  ...(Object.entries(alternatives) as [string, MeasureName][]),
]);

/** Every code the feature reads, for one search. */
export const readCodes = [
  ...[...byLoinc.keys()].map((code) => `${loinc}|${code}`),
  `${news2Codes.system}|${news2Codes.total}`,
].join(',');

export function measureOf(code: CodeableConcept | undefined): MeasureName | null {
  for (const coding of code?.coding ?? []) {
    if (coding.system === news2Codes.system && coding.code === news2Codes.total) return 'news2';
    const name = coding.system === loinc ? byLoinc.get(coding.code ?? '') : undefined;
    if (name) return name;
  }
  return null;
}

export const isCode = (concept: CodeableConcept | undefined, codes: readonly string[]): boolean =>
  concept?.coding?.some((c) => c.system === loinc && codes.includes(c.code ?? '')) ?? false;

/** ACVPU: SNOMED CT as the RCP's implementation guidance has it, LOINC answers where the list LL1162-8 has one. */
export const consciousnessCodings: Record<Consciousness, { codings: Coding[]; text: string }> = {
  alert: {
    text: 'Alerte',
    codings: [
      { system: snomed, code: '248234008', display: 'Mentally alert' },
      { system: loinc, code: 'LA9340-6', display: 'Alert' },
    ],
  },
  confusion: {
    text: 'Confusion nouvelle',
    codings: [
      { system: snomed, code: '130987000', display: 'Acute confusion' },
      { system: loinc, code: 'LA6560-2', display: 'Confused' },
    ],
  },
  voice: {
    text: 'Réagit à la voix',
    codings: [
      { system: snomed, code: '300202002', display: 'Responds to voice' },
      { system: loinc, code: 'LA17108-4', display: 'Verbal' },
    ],
  },
  pain: {
    text: 'Réagit à la douleur',
    codings: [
      { system: snomed, code: '450847001', display: 'Responds to pain' },
      { system: loinc, code: 'LA17107-6', display: 'Painful' },
    ],
  },
  unresponsive: {
    text: 'Sans réaction',
    codings: [
      { system: snomed, code: '422107003', display: 'Unresponsive' },
      { system: loinc, code: 'LA9343-0', display: 'Unresponsive' },
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

export const vitalSignsCategory: CodeableConcept = {
  coding: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/observation-category',
      code: 'vital-signs',
      display: 'Vital Signs',
    },
  ],
};
export const surveyCategory: CodeableConcept = {
  coding: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/observation-category',
      code: 'survey',
      display: 'Survey',
    },
  ],
};
