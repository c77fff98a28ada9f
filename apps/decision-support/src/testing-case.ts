import { dosagesOf } from '@keneyapp/fhir-model/dosage-write';
import { systems } from '@keneyapp/fhir-model/systems';
import { emptyRegimen, emptyStep, type Regimen, type RegimenStep } from '@keneyapp/clinical/prescribing';
import type {
  AllergyIntolerance,
  Bundle,
  MedicationRequest,
  Observation,
  Patient,
  Resource,
} from '@medplum/fhirtypes';
import examples from './data/interaction-examples.json' with { type: 'json' };
import { readCase, type Case, type Handed } from './case/read-case.ts';
import { substanceSystem } from './case/drug.ts';
import type { AlertFinding, Finding } from './findings.ts';
import { Interactions } from './knowledge/interactions.ts';
import { interactionsFile } from './knowledge/interactions-file.ts';
import { ruleData } from './knowledge/rule-data.ts';
import { check } from './rules/all.ts';
import type { Knowledge } from './rules/rule.ts';

const now = new Date('2026-11-30T09:00:00Z');
const subject = { reference: 'Patient/p' };

export const bundleOf = (...resources: Resource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});

interface Given {
  id?: string;
  atc?: string;
  name?: string;
  substances?: string[];
  regimen?: Partial<Regimen>;
  step?: Partial<RegimenStep>;
  reason?: string;
}

/** A drug as it is ordered: what is written of it comes from a regimen, as the order form writes it. */
export function order({
  id = 'line-0',
  atc,
  name,
  substances = [],
  regimen = {},
  step = {},
  reason,
}: Given): MedicationRequest {
  return {
    resourceType: 'MedicationRequest',
    id,
    status: 'active',
    intent: 'order',
    subject,
    medicationCodeableConcept: {
      coding: [
        ...(atc ? [{ system: systems.atc, code: atc, ...(name ? { display: name } : {}) }] : []),
        ...substances.map((display) => ({ system: substanceSystem, display })),
      ],
      ...(name ? { text: name } : {}),
    },
    dosageInstruction: dosagesOf(
      { ...emptyRegimen, steps: [{ ...emptyStep, ...step }], ...regimen },
      '2026-11-30',
    ),
    ...(reason ? { reasonCode: [{ text: reason }] } : {}),
  };
}

export const timesADay = (count: number): RegimenStep['timing'] => ({
  times: { count, per: { value: 1, unit: 'd' } },
});
export const weekly: RegimenStep['timing'] = { times: { count: 1, per: { value: 1, unit: 'wk' } } };

export const patient = (birthDate: string | undefined, gender: Patient['gender'] = 'female'): Patient => ({
  resourceType: 'Patient',
  id: 'p',
  ...(birthDate ? { birthDate } : {}),
  ...(gender ? { gender } : {}),
});
export const observation = (code: string, value: number, unit: string, at: string): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: systems.loinc, code }] },
  subject,
  effectiveDateTime: at,
  valueQuantity: { value, unit, code: unit, system: systems.ucum },
});
export const pregnancyAnswer = (code: string, at: string): Observation => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: systems.loinc, code: '82810-3' }] },
  subject,
  effectiveDateTime: at,
  valueCodeableConcept: { coding: [{ system: systems.loinc, code }] },
});
export const allergy = (
  coding: { system: string; code: string; display?: string }[],
  more: Partial<AllergyIntolerance> = {},
): AllergyIntolerance => ({
  resourceType: 'AllergyIntolerance',
  id: 'a1',
  patient: subject,
  type: 'allergy',
  clinicalStatus: { coding: [{ code: 'active' }] },
  verificationStatus: { coding: [{ code: 'confirmed' }] },
  code: { coding, text: coding[0]?.display ?? 'sans code' },
  ...more,
});

/** A woman of 70 without anything, whose chart was handed over whole. */
export const handed = (more: Partial<Handed> = {}): Handed => ({
  patient: patient('1956-05-04'),
  medications: bundleOf(),
  statements: bundleOf(),
  allergies: bundleOf(),
  conditions: bundleOf(),
  kidney: bundleOf(),
  weight: bundleOf(),
  pregnancy: bundleOf(),
  ...more,
});

export const knowledge: Knowledge = {
  data: ruleData,
  interactions: new Interactions(interactionsFile.parse(examples)),
  settings: { doseEquation: 'cockcroft', renalDays: 90 },
};

const caseOf = (orders: MedicationRequest[], more: Partial<Handed> = {}): Case =>
  readCase(bundleOf(...orders), handed(more), now);

export function findings(
  orders: MedicationRequest[],
  more: Partial<Handed> = {},
  with_ = knowledge,
): Finding[] {
  return check(caseOf(orders, more), with_, (rule, error) => {
    throw new Error(`${rule} failed`, { cause: error });
  });
}
export const alerts = (orders: MedicationRequest[], more: Partial<Handed> = {}): AlertFinding[] =>
  findings(orders, more).filter((one) => one.kind === 'alert');
/** `rule level`, for what is one line to read. */
export const said = (orders: MedicationRequest[], more: Partial<Handed> = {}): string[] =>
  alerts(orders, more).map(({ rule, level, canLift }) => `${rule} ${level}${canLift ? ' liftable' : ''}`);
export const notCheckedIn = (orders: MedicationRequest[], more: Partial<Handed> = {}): string[] =>
  findings(orders, more).flatMap((one) =>
    one.kind === 'not-checked' ? [`${one.rule}: ${one.detail.fr}`] : [],
  );
