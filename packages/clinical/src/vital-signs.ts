/** The vital signs the application records: one place for codes, units and how they are typed. */
export const vitalSigns = [
  'systolic',
  'diastolic',
  'heartRate',
  'respiratoryRate',
  'oxygenSaturation',
  'temperature',
  'pain',
  'glucose',
  'weight',
  'height',
  'headCircumference',
] as const;
export type VitalSign = (typeof vitalSigns)[number];

export interface VitalDefinition {
  /** LOINC; the first is written, all are read. */
  loinc: readonly [string, ...string[]];
  /** SNOMED CT, read as well. */
  snomed: readonly string[];
  /** UCUM. */
  unit: string;
  /** Digits after the decimal separator that are kept. */
  decimals: number;
}

/** LOINC and UCUM of FHIR R4 vital signs (http://hl7.org/fhir/R4/observation-vitalsigns.html) and of fr-core; all read variants are met in real data. */
export const vitalDefinitions: Record<VitalSign, VitalDefinition> = {
  systolic: { loinc: ['8480-6'], snomed: ['271649006'], unit: 'mm[Hg]', decimals: 0 },
  diastolic: { loinc: ['8462-4'], snomed: ['271650006'], unit: 'mm[Hg]', decimals: 0 },
  heartRate: { loinc: ['8867-4'], snomed: ['364075005', '78564009'], unit: '/min', decimals: 0 },
  respiratoryRate: { loinc: ['9279-1'], snomed: ['86290005'], unit: '/min', decimals: 0 },
  oxygenSaturation: {
    loinc: ['2708-6', '59408-5'],
    snomed: ['431314004', '442476006', '103228002'],
    unit: '%',
    decimals: 0,
  },
  temperature: {
    loinc: ['8310-5', '8331-1', '8332-9', '8333-7', '8329-5'],
    snomed: ['386725007', '276885007'],
    unit: 'Cel',
    decimals: 1,
  },
  pain: { loinc: ['72514-3'], snomed: ['225908003'], unit: '{score}', decimals: 0 },
  glucose: { loinc: ['41653-7', '2339-0'], snomed: [], unit: 'g/L', decimals: 2 },
  weight: { loinc: ['29463-7', '3141-9', '3142-7'], snomed: ['27113001'], unit: 'kg', decimals: 1 },
  height: { loinc: ['8302-2', '8306-3', '8308-9'], snomed: ['50373000'], unit: 'cm', decimals: 1 },
  headCircumference: { loinc: ['9843-4'], snomed: ['363812007'], unit: 'cm', decimals: 1 },
};

/** LOINC of what is not a plain number of the form, and of what is computed. */
export const vitalCodes = {
  bloodPressure: '85354-9',
  panel: '85353-1',
  supplementalOxygen: '3151-8',
  consciousness: '67775-7',
  bmi: '39156-5',
} as const;
/** Panels and readings that mean the same, in other codes of real records. */
export const alternativeCodes = {
  bloodPressure: { loinc: ['55284-4', '35094-2'], snomed: ['75367002', '163020007'] },
  consciousness: { loinc: ['80288-4'], snomed: ['1104441000000107'] },
  bmi: { loinc: [], snomed: ['60621009'] },
} as const;

/** SNOMED CT (UK extension) of the score and of the points of each parameter: LOINC has none. */
export const news2Codes = {
  system: 'http://snomed.info/sct',
  total: '1104051000000101',
  parameters: {
    respiratoryRate: '1104301000000104',
    oxygenSaturation: '1104311000000102',
    supplementalOxygen: '1104331000000105',
    systolic: '1104341000000101',
    heartRate: '1104351000000103',
    consciousness: '1104361000000100',
    temperature: '1104371000000107',
  },
  /** Oxygen saturation scale 2 has its own code for the points. */
  oxygenSaturationScale2: '1104321000000108',
} as const;
