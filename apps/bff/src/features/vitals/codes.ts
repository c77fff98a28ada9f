import { vitalCodes, type VitalSign } from '@keneyapp/clinical';
import type { MeasureName } from '@keneyapp/fhir-model/vital-codes';
import type { CodeableConcept } from '@medplum/fhirtypes';

export const loinc = 'http://loinc.org';
export const snomed = 'http://snomed.info/sct';

const hl7 = 'http://hl7.org/fhir/StructureDefinition/';
const frCore = 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-observation-';

/** Measures that are written with a code of LOINC. */
export type WrittenName = Exclude<MeasureName, 'news2' | 'other'>;

interface Definition {
  code: string;
  display: string;
  text: string;
  profiles: string[];
  sign: VitalSign | null;
  alsoCoded?: readonly string[];
}

/** What is written for each measure. Displays are those of LOINC; texts are what French clinicians read. */
export const definitions: Record<WrittenName, Definition> = {
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
