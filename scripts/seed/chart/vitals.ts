import type { Observation } from '@medplum/fhirtypes';
import { news2, news2Codes, news2Parameters, vitalCodes, type Consciousness } from '@keneyapp/clinical';
import { consciousnessCodings } from '@keneyapp/fhir-model/vital-codes';
import { systems } from '../codes/systems.ts';
import { staffRef } from '../hospital/staff.ts';
import type { Chart } from './chart.ts';

export interface Vitals {
  systolic?: number;
  diastolic?: number;
  heartRate?: number;
  respRate?: number;
  spo2?: number;
  temperature?: number;
  weight?: number;
  height?: number;
  head?: number;
  pain?: number;
  /** L/min, 0 in room air. */
  oxygen?: number;
  consciousness?: Consciousness;
  hour?: number;
  by?: string;
}

const measures = {
  heartRate: ['8867-4', 'Fréquence cardiaque', '/min', '/min', 0],
  respRate: ['9279-1', 'Fréquence respiratoire', '/min', '/min', 0],
  spo2: ['2708-6', 'Saturation en oxygène', '%', '%', 0],
  temperature: ['8310-5', 'Température', 'Cel', '°C', 1],
  weight: ['29463-7', 'Poids', 'kg', 'kg', 1],
  height: ['8302-2', 'Taille', 'cm', 'cm', 0],
  bmi: ['39156-5', 'Indice de masse corporelle', 'kg/m2', 'kg/m²', 1],
  head: ['9843-4', 'Périmètre crânien', 'cm', 'cm', 1],
  pain: ['72514-3', 'Douleur (échelle numérique)', '{score}', '/10', 0],
  oxygen: [vitalCodes.supplementalOxygen, 'Débit d’oxygène', 'L/min', 'L/min', 1],
} as const;
const vitalProfiles: Partial<Record<keyof typeof measures, string>> = {
  heartRate: 'heartrate',
  respRate: 'resp-rate',
  spo2: 'saturation-oxygen',
  temperature: 'body-temperature',
  weight: 'body-weight',
  height: 'body-height',
  bmi: 'bmi',
  head: 'head-circum',
};

/** One round of vital signs; each given measure is an Observation; the BMI follows from weight and height of the same round, the NEWS2 from its seven. */
export function vitals(chart: Chart, day: number, v: Vitals): void {
  const hour = v.hour ?? 8,
    base: Omit<Observation, 'code' | 'id'> = {
      resourceType: 'Observation',
      status: 'final',
      category: [
        { coding: [{ system: systems.observationCategory, code: 'vital-signs', display: 'Vital Signs' }] },
      ],
      subject: chart.subject,
      ...chart.within,
      effectiveDateTime: chart.calendar.at(day, hour),
      issued: chart.calendar.at(day, hour, 5),
      performer: [staffRef(v.by ?? 'infirmier')],
    };
  const rounded = (key: 'respRate' | 'spo2' | 'heartRate' | 'temperature') =>
    v[key] === undefined ? undefined : Number(v[key].toFixed(measures[key][4]));
  const one = (key: keyof typeof measures, value: number) => {
    const [code, display, ucum, unit, decimals] = measures[key],
      profile = vitalProfiles[key];
    chart.add({
      ...base,
      id: chart.id('vit'),
      ...(profile ? { meta: { profile: [`${systems.frCore}/fr-core-observation-${profile}`] } } : {}),
      code: {
        coding: [
          ...(key === 'spo2'
            ? [{ system: systems.loinc, code: '59408-5', display: 'SpO₂ par oxymétrie de pouls' }]
            : []),
          { system: systems.loinc, code, display },
        ],
        text: display,
      },
      valueQuantity: { value: Number(value.toFixed(decimals)), unit, system: systems.ucum, code: ucum },
    });
  };
  if (v.systolic !== undefined && v.diastolic !== undefined) {
    const part = (code: string, display: string, value: number) => ({
      code: { coding: [{ system: systems.loinc, code, display }], text: display },
      valueQuantity: { value: Math.round(value), unit: 'mmHg', system: systems.ucum, code: 'mm[Hg]' },
    });
    chart.add({
      ...base,
      id: chart.id('vit'),
      meta: { profile: [`${systems.frCore}/fr-core-observation-bp`] },
      code: {
        coding: [{ system: systems.loinc, code: '85354-9', display: 'Pression artérielle' }],
        text: 'Pression artérielle',
      },
      component: [
        part('8480-6', 'Pression systolique', v.systolic),
        part('8462-4', 'Pression diastolique', v.diastolic),
      ],
    });
  }
  for (const key of [
    'heartRate',
    'respRate',
    'spo2',
    'temperature',
    'weight',
    'height',
    'head',
    'pain',
    'oxygen',
  ] as const) {
    const value = v[key];
    if (value !== undefined) one(key, value);
  }
  if (v.weight !== undefined && v.height !== undefined && chart.age(day) >= 2)
    one('bmi', v.weight / (v.height / 100) ** 2);
  if (v.consciousness !== undefined) {
    const { codings, text } = consciousnessCodings[v.consciousness];
    chart.add({
      ...base,
      id: chart.id('vit'),
      code: {
        coding: [{ system: systems.loinc, code: vitalCodes.consciousness, display: 'Conscience' }],
        text: 'Conscience (ACVPU)',
      },
      valueCodeableConcept: { coding: codings, text },
    });
  }
  earlyWarning(chart, day, base, {
    respiratoryRate: rounded('respRate'),
    oxygenSaturation: rounded('spo2'),
    supplementalOxygen: v.oxygen === undefined ? undefined : v.oxygen > 0,
    systolic: v.systolic === undefined ? undefined : Math.round(v.systolic),
    heartRate: rounded('heartRate'),
    consciousness: v.consciousness,
    temperature: rounded('temperature'),
  });
}

/** NEWS2 of the round that was just written, when it is complete and meant for this person. */
function earlyWarning(
  chart: Chart,
  day: number,
  base: Omit<Observation, 'code' | 'id'>,
  input: Parameters<typeof news2>[0],
): void {
  const result = news2(input, { ageYears: chart.age(day), spo2Scale: 1, isPregnant: isPregnant(chart) });
  if (result.status !== 'complete') return;
  const score = (value: number) => ({ value, unit: '{score}', system: systems.ucum, code: '{score}' });
  const level = { low: 'N', 'low-medium': 'H', medium: 'H', high: 'HH' }[result.risk];
  chart.add({
    ...base,
    id: chart.id('vit'),
    category: [
      { coding: [{ system: systems.observationCategory, code: 'survey', display: 'Survey' }] },
      ...(base.category ?? []),
    ],
    code: {
      coding: [{ system: systems.snomed, code: news2Codes.total, display: 'NEWS2 total score' }],
      text: 'NEWS2',
    },
    valueQuantity: score(result.total),
    interpretation: [{ coding: [{ system: systems.interpretation, code: level }] }],
    component: news2Parameters.map((parameter) => ({
      code: { coding: [{ system: systems.snomed, code: news2Codes.parameters[parameter] }] },
      valueQuantity: score(result.scores[parameter]),
    })),
  });
}

const isPregnant = (chart: Chart): boolean =>
  chart.resources.some((r) => r.resourceType === 'Condition' && r.code?.coding?.[0]?.code === 'Z34.9');
