import {
  interpretationCodes,
  levelIn,
  printUnit,
  ucumSystem,
  vitalBand,
  vitalDefinitions,
  type AgeBand,
  type Interpretation,
  type VitalSign,
  type VitalSubject,
} from '@keneyapp/clinical';
import type {
  CodeableConcept,
  Encounter,
  Observation,
  ObservationReferenceRange,
  Practitioner,
  Quantity,
  Reference,
} from '@medplum/fhirtypes';
import type { Reading } from './validate-reading.ts';
import { patientReference } from '@keneyapp/fhir-model/references';
import { consciousnessCodings, setSystem, type MeasureName } from '@keneyapp/fhir-model/vital-codes';
import { definitions, loinc, vitalSignsCategory, type WrittenName as CodedName } from './codes.ts';

export interface Circumstances {
  patientId: string;
  takenAt: string;
  /** Key of the set. */
  key: string | null;
  /** Id of an Observation of this set. */
  idOf(name: MeasureName): string;
  performer: Reference<Practitioner>;
  encounter: Reference<Encounter> | null;
  note: string | null;
  person: VitalSubject;
}
type WrittenName = Exclude<CodedName, 'bmi'>;

/** The Observations of a reading, in the order of the form. */
export function buildObservations(reading: Reading, at: Circumstances): Observation[] {
  const values = new Map<WrittenName, Partial<Observation>>();
  const { values: v, consciousness, oxygen } = reading;
  if (v.systolic !== undefined && v.diastolic !== undefined)
    values.set('bloodPressure', pressureValue(v.systolic, v.diastolic, at.person));
  for (const name of [
    'heartRate',
    'respiratoryRate',
    'oxygenSaturation',
    'temperature',
    'pain',
    'glucose',
    'weight',
    'height',
    'headCircumference',
  ] as const) {
    const value = v[name];
    if (value !== undefined) values.set(name, numberValue(name, value, at.person));
  }
  if (oxygen) values.set('oxygen', oxygenValue(oxygen));
  if (consciousness) values.set('consciousness', consciousnessValue(consciousness));
  return [...values].map(([name, value], i) => ({
    ...frame(name, at),
    ...(i === 0 && at.note ? { note: [noteOf(at.note, at)] } : {}),
    ...value,
  }));
}

function noteOf(text: string, { performer }: Circumstances) {
  return { authorReference: performer, time: new Date().toISOString(), text };
}

/** What every vital sign carries: profile, code, person, time, who. */
export function frame(name: CodedName, at: Circumstances): Observation {
  const { code, display, text, profiles, alsoCoded } = definitions[name];
  return {
    resourceType: 'Observation',
    id: at.idOf(name),
    ...(profiles.length > 0 ? { meta: { profile: profiles } } : {}),
    ...(at.key === null ? {} : { identifier: [{ system: setSystem, value: at.key }] }),
    status: 'final',
    category: [vitalSignsCategory],
    code: {
      coding: [
        { system: loinc, code, display },
        ...(alsoCoded ?? []).map((c) => ({ system: loinc, code: c })),
      ],
      text,
    },
    subject: { reference: patientReference(at.patientId) },
    effectiveDateTime: at.takenAt,
    performer: [at.performer],
    ...(at.encounter ? { encounter: at.encounter } : {}),
  };
}

export function numberValue(sign: VitalSign, value: number, person: VitalSubject): Partial<Observation> {
  return { valueQuantity: quantity(value, vitalDefinitions[sign].unit), ...judgement(sign, value, person) };
}

export function pressureValue(
  systolic: number,
  diastolic: number,
  person: VitalSubject,
): Partial<Observation> {
  const component = (sign: 'systolic' | 'diastolic', value: number) => ({
    code: {
      coding: [
        {
          system: loinc,
          code: vitalDefinitions[sign].loinc[0],
          display: sign === 'systolic' ? 'Systolic blood pressure' : 'Diastolic blood pressure',
        },
      ],
    },
    valueQuantity: quantity(value, vitalDefinitions[sign].unit),
    ...judgement(sign, value, person),
  });
  return { component: [component('systolic', systolic), component('diastolic', diastolic)] };
}

/** In room air the flow is 0 L/min. */
export function oxygenValue(oxygen: NonNullable<Reading['oxygen']>): Partial<Observation> {
  return { valueQuantity: quantity(oxygen.source === 'air' ? 0 : oxygen.flow, 'L/min') };
}

export function consciousnessValue(level: NonNullable<Reading['consciousness']>): Partial<Observation> {
  const { codings, text } = consciousnessCodings[level];
  return {
    valueCodeableConcept: { coding: codings, text },
    interpretation: [interpretationConcept(level === 'alert' ? 'normal' : 'critical-low')],
  };
}

export function quantity(value: number, unit: string): Quantity {
  return { value, unit: printUnit(unit) || unit, system: ucumSystem, code: unit };
}

const words: Record<Exclude<Interpretation, 'unknown'>, string> = {
  'critical-low': 'Critical low',
  low: 'Low',
  normal: 'Normal',
  high: 'High',
  'critical-high': 'Critical high',
};
export function interpretationConcept(level: Exclude<Interpretation, 'unknown'>): CodeableConcept {
  return {
    coding: [
      {
        system: 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation',
        code: interpretationCodes[level],
        display: words[level],
      },
    ],
  };
}

/** Interpretation and the normal range it was judged by, when there is one for this age. */
function judgement(
  sign: VitalSign,
  value: number,
  person: VitalSubject,
): { interpretation?: CodeableConcept[]; referenceRange?: ObservationReferenceRange[] } {
  const band = vitalBand(sign, person);
  const level = band ? levelIn(band, value) : 'unknown';
  const range = band ? normalRange(sign, band) : null;
  return {
    ...(level === 'unknown' ? {} : { interpretation: [interpretationConcept(level)] }),
    ...(range ? { referenceRange: [range] } : {}),
  };
}

/** FHIR ranges include both ends, bands exclude the upper one: the last value that can be written below it stands for it. */
function normalRange(sign: VitalSign, { low, high }: AgeBand): ObservationReferenceRange | null {
  if (low === null && high === null) return null;
  const { unit, decimals } = vitalDefinitions[sign];
  const end = (value: number) => ({ value, unit: printUnit(unit) || unit, system: ucumSystem, code: unit });
  return {
    ...(low === null ? {} : { low: end(low) }),
    ...(high === null ? {} : { high: end(Number((high - 10 ** -decimals).toFixed(decimals))) }),
  };
}
