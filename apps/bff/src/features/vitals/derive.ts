import {
  bmiClass,
  bodyMassIndex,
  news2,
  news2Codes,
  news2Parameters,
  type News2Input,
} from '@keneyapp/clinical';
import type { Observation } from '@medplum/fhirtypes';
import { frame, interpretationConcept, quantity, type Circumstances } from './build-observation.ts';
import { setSystem, type MeasureName } from '@keneyapp/fhir-model/vital-codes';
import { ageMonthsAt } from '@keneyapp/fhir-model/observation/sign';
import { patientReference } from '@keneyapp/fhir-model/references';
import { readMeasure } from '@keneyapp/fhir-model/vital-sign';
import { snomed, surveyCategory, vitalSignsCategory } from './codes.ts';
import type { Measure, VitalsSubject } from './view.ts';

/** Members by name, as the derived Observation would use them. */
export type Members = Partial<Record<MeasureName, { observation: Observation; measure: Measure }>>;

/** The members that stand, the last one winning where a name occurs twice. */
export function membersOf(
  observations: readonly Observation[],
  subject: Pick<VitalsSubject, 'birthDate' | 'sex' | 'spo2Scale'>,
): Members {
  const members: Members = {};
  for (const observation of observations) {
    const measure = readMeasure(observation, subject);
    if (measure && measure.state !== 'entered-in-error' && !measure.isDerived && measure.name !== 'other')
      members[measure.name] = { observation, measure };
  }
  return members;
}

function news2InputOf(members: Members): News2Input {
  // `< 70` is not 70: a score is made of what was measured
  const value = (name: MeasureName) =>
    members[name]?.measure.comparator ? undefined : (members[name]?.measure.value ?? undefined);
  const flow = value('oxygen');
  return {
    respiratoryRate: value('respiratoryRate'),
    oxygenSaturation: value('oxygenSaturation'),
    supplementalOxygen: flow === undefined ? undefined : flow > 0,
    systolic: value('bloodPressure'),
    heartRate: value('heartRate'),
    consciousness: members.consciousness?.measure.consciousness ?? undefined,
    temperature: value('temperature'),
  };
}

const sources: Record<(typeof news2Parameters)[number], MeasureName> = {
  respiratoryRate: 'respiratoryRate',
  oxygenSaturation: 'oxygenSaturation',
  supplementalOxygen: 'oxygen',
  systolic: 'bloodPressure',
  heartRate: 'heartRate',
  consciousness: 'consciousness',
  temperature: 'temperature',
};

/** NEWS2 of the members, when all seven are there and the score is meant for this person. */
export function buildNews2(
  members: Members,
  subject: VitalsSubject,
  spo2Scale: 1 | 2,
  at: Circumstances,
): Observation | null {
  const months = ageMonthsAt(subject.birthDate, at.takenAt);
  const result = news2(news2InputOf(members), {
    ageYears: months === null ? null : Math.floor(months / 12),
    isPregnant: subject.isPregnant,
    spo2Scale,
  });
  if (result.status !== 'complete') return null;
  const level = result.risk === 'high' ? 'critical-high' : result.risk === 'low' ? 'normal' : 'high';
  const points = (parameter: (typeof news2Parameters)[number]) =>
    parameter === 'oxygenSaturation' && spo2Scale === 2
      ? news2Codes.oxygenSaturationScale2
      : news2Codes.parameters[parameter];
  return {
    resourceType: 'Observation',
    id: at.idOf('news2'),
    ...(at.key === null ? {} : { identifier: [{ system: setSystem, value: at.key }] }),
    status: 'final',
    category: [surveyCategory, vitalSignsCategory],
    code: {
      coding: [
        {
          system: snomed,
          code: news2Codes.total,
          display: 'Royal College of Physicians NEWS2 (National Early Warning Score 2) total score',
        },
      ],
      text: 'NEWS2',
    },
    subject: { reference: patientReference(at.patientId) },
    effectiveDateTime: at.takenAt,
    performer: [at.performer],
    ...(at.encounter ? { encounter: at.encounter } : {}),
    valueQuantity: quantity(result.total, '{score}'),
    interpretation: [interpretationConcept(level)],
    derivedFrom: news2Parameters.flatMap((p) => referenceTo(members[sources[p]])),
    component: news2Parameters.map((p) => ({
      code: { coding: [{ system: snomed, code: points(p) }] },
      valueQuantity: quantity(result.scores[p], '{score}'),
    })),
  };
}

/** BMI of a weight and a height; the height may come from an earlier set. */
export function buildBmi(members: Members, subject: VitalsSubject, at: Circumstances): Observation | null {
  const { weight, height } = members;
  if (weight?.measure.value == null || height?.measure.value == null) return null;
  const bmi = bodyMassIndex(weight.measure.value, height.measure.value);
  if (bmi === null) return null;
  const months = ageMonthsAt(subject.birthDate, at.takenAt);
  const who = months === null ? null : bmiClass(bmi, Math.floor(months / 12));
  const level =
    who === null
      ? null
      : who === 'underweight'
        ? 'low'
        : who === 'normal' || who === 'overweight'
          ? 'normal'
          : 'high';
  return {
    ...frame('bmi', at),
    valueQuantity: quantity(bmi, 'kg/m2'),
    ...(level ? { interpretation: [interpretationConcept(level)] } : {}),
    derivedFrom: [...referenceTo(weight), ...referenceTo(height)],
  };
}

const referenceTo = (member: Members[MeasureName]) =>
  member?.observation.id ? [{ reference: `Observation/${member.observation.id}` }] : [];

/** Adults keep their height; a child's counts for a month. */
export function isHeightUsable(
  heightTakenAt: string,
  weightTakenAt: string,
  birthDate: string | null,
): boolean {
  const months = ageMonthsAt(birthDate, heightTakenAt);
  const days = (Date.parse(weightTakenAt) - Date.parse(heightTakenAt)) / 86_400_000;
  return days >= 0 && (days <= 31 || (months !== null && months >= 216));
}
