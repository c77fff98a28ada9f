import type {
  AllergyIntolerance,
  CarePlan,
  Condition,
  Flag,
  Immunization,
  Procedure,
} from '@medplum/fhirtypes';
import { problems, type ProblemKey } from '../codes/problems.ts';
import {
  procedures,
  reactions,
  substances,
  vaccines,
  type ProcedureKey,
  type ReactionKey,
  type SubstanceKey,
  type VaccineKey,
} from '../codes/substances-vaccines-procedures.ts';
import { systems } from '../codes/systems.ts';
import { hospitalRef, type ServiceKey } from '../hospital/hospital.ts';
import { staffRef } from '../hospital/staff.ts';
import type { Chart } from './chart.ts';

const status = (system: string, code: string, display: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code, display }],
});

export interface ProblemOptions {
  since: number;
  until?: number;
  severity?: 'mild' | 'moderate' | 'severe';
  provisional?: boolean;
  note?: string;
  diagnosis?: boolean;
  by?: string;
}
const severities = {
  mild: ['255604002', 'Légère'],
  moderate: ['6736007', 'Modérée'],
  severe: ['24484000', 'Sévère'],
} as const;

/** A problem of the list, or with `diagnosis` the diagnosis of the current encounter. `since` and `until` are days. */
export function problem(chart: Chart, key: ProblemKey, options: ProblemOptions): Condition & { id: string } {
  const code = problems[key],
    over = options.until !== undefined;
  const snomed = 'snomed' in code ? [{ system: systems.snomed, code: code.snomed }] : [];
  return chart.add({
    resourceType: 'Condition',
    id: chart.id('prob'),
    clinicalStatus: over
      ? status('condition-clinical', 'resolved', 'Resolved')
      : status('condition-clinical', 'active', 'Active'),
    verificationStatus: options.provisional
      ? status('condition-ver-status', 'provisional', 'Provisional')
      : status('condition-ver-status', 'confirmed', 'Confirmed'),
    category: [
      options.diagnosis
        ? status('condition-category', 'encounter-diagnosis', 'Encounter Diagnosis')
        : status('condition-category', 'problem-list-item', 'Problem List Item'),
    ],
    ...(options.severity
      ? {
          severity: {
            coding: [
              {
                system: systems.snomed,
                code: severities[options.severity][0],
                display: severities[options.severity][1],
              },
            ],
          },
        }
      : {}),
    code: {
      coding: [{ system: systems.cim10, code: code.code, display: code.display }, ...snomed],
      text: code.display,
    },
    subject: chart.subject,
    ...(options.diagnosis ? chart.within : {}),
    onsetDateTime: chart.calendar.date(options.since),
    recordedDate:
      options.since === 0 ? chart.calendar.ago(0.2) : chart.calendar.at(Math.min(options.since + 1, -1), 9),
    ...(over ? { abatementDateTime: chart.calendar.date(options.until ?? 0) } : {}),
    recorder: staffRef(options.by ?? 'medecin'),
    ...(options.note ? { note: [{ text: options.note }] } : {}),
  });
}

export interface AllergyOptions {
  since: number;
  criticality: 'low' | 'high' | 'unable-to-assess';
  reactions: readonly ReactionKey[];
  severity?: 'mild' | 'moderate' | 'severe';
  unconfirmed?: boolean;
  resolved?: boolean;
  intolerance?: boolean;
}

export function allergy(chart: Chart, key: SubstanceKey, options: AllergyOptions): AllergyIntolerance {
  const s = substances[key];
  return chart.add({
    resourceType: 'AllergyIntolerance',
    id: chart.id('all'),
    clinicalStatus: options.resolved
      ? status('allergyintolerance-clinical', 'resolved', 'Resolved')
      : status('allergyintolerance-clinical', 'active', 'Active'),
    verificationStatus: options.unconfirmed
      ? status('allergyintolerance-verification', 'unconfirmed', 'Unconfirmed')
      : status('allergyintolerance-verification', 'confirmed', 'Confirmed'),
    type: options.intolerance ? 'intolerance' : 'allergy',
    category: [s.category],
    criticality: options.criticality,
    code: {
      coding: [
        { system: systems.snomed, code: s.snomed, display: s.display },
        ...('atc' in s ? [{ system: systems.atc, code: s.atc }] : []),
      ],
      text: s.display,
    },
    patient: chart.subject,
    onsetDateTime: chart.calendar.date(options.since),
    recordedDate: chart.calendar.at(Math.min(options.since + 2, -1), 10),
    recorder: staffRef('medecin'),
    reaction: [
      {
        manifestation: options.reactions.map((r) => ({
          coding: [{ system: systems.snomed, code: reactions[r].snomed, display: reactions[r].display }],
          text: reactions[r].display,
        })),
        ...(options.severity ? { severity: options.severity } : {}),
      },
    ],
  });
}

/** Someone asked and there is none: not the same as an empty list. */
export function noKnownAllergy(chart: Chart, day: number, hour = 10): AllergyIntolerance {
  return chart.add({
    resourceType: 'AllergyIntolerance',
    id: chart.id('all'),
    clinicalStatus: status('allergyintolerance-clinical', 'active', 'Active'),
    verificationStatus: status('allergyintolerance-verification', 'confirmed', 'Confirmed'),
    code: {
      coding: [{ system: systems.snomed, code: '716186003', display: 'Pas d’allergie connue' }],
      text: 'Pas d’allergie connue',
    },
    patient: chart.subject,
    recordedDate: chart.calendar.at(day, hour),
    recorder: staffRef('medecin'),
  });
}

export function immunization(chart: Chart, key: VaccineKey, day: number, dose?: number): Immunization {
  const v = vaccines[key];
  return chart.add({
    resourceType: 'Immunization',
    id: chart.id('vac'),
    status: 'completed',
    vaccineCode: {
      coding: [{ system: systems.atc, code: v.atc, display: v.display }],
      text: `${v.display} (${v.brand})`,
    },
    patient: chart.subject,
    occurrenceDateTime: chart.calendar.date(day),
    primarySource: true,
    lotNumber: `${v.brand.slice(0, 2).toUpperCase()}${chart.random.int(1000, 9999)}`,
    site: {
      coding: [
        { system: 'http://terminology.hl7.org/CodeSystem/v3-ActSite', code: 'LA', display: 'left arm' },
      ],
      text: 'Bras gauche',
    },
    performer: [{ actor: staffRef('vasseur') }],
    protocolApplied: [{ targetDisease: [{ text: v.disease }], doseNumberPositiveInt: dose ?? 1 }],
  });
}

export function procedure(
  chart: Chart,
  key: ProcedureKey,
  day: number,
  options: { by?: string; note?: string; hour?: number } = {},
): Procedure & { id: string } {
  const p = procedures[key],
    start = options.hour ?? 10;
  return chart.add({
    resourceType: 'Procedure',
    id: chart.id('proc'),
    status: 'completed',
    code: { coding: [{ system: systems.ccam, code: p.ccam, display: p.display }], text: p.display },
    subject: chart.subject,
    ...chart.within,
    performedPeriod: { start: chart.calendar.at(day, start), end: chart.calendar.at(day, start, 40) },
    performer: [{ actor: staffRef(options.by ?? 'medecin') }],
    ...(options.note ? { note: [{ text: options.note }] } : {}),
  });
}

/** Flags of the banner. */
const flags = {
  contact: { category: 'safety', code: '40174006', text: 'Isolement contact' },
  droplet: { category: 'safety', code: '40174006', text: 'Isolement gouttelettes' },
  directives: {
    category: 'advance-directive',
    code: '310301000',
    text: 'Directives anticipées enregistrées',
  },
  fall: { category: 'safety', code: '129839007', text: 'Risque de chute' },
  noCpr: {
    category: 'advance-directive',
    code: '304253006',
    text: 'Limitation de soins : pas de réanimation',
  },
  venous: { category: 'clinical', code: '371631005', text: 'Capital veineux à préserver (bras gauche)' },
} as const;
export type FlagKey = keyof typeof flags;

export function flag(chart: Chart, key: FlagKey, since: number, until?: number): Flag {
  const f = flags[key];
  return chart.add({
    resourceType: 'Flag',
    id: chart.id('flag'),
    status: until === undefined ? 'active' : 'inactive',
    category: [
      { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/flag-category', code: f.category }] },
    ],
    code: { coding: [{ system: systems.snomed, code: f.code }], text: f.text },
    subject: chart.subject,
    period: {
      start: chart.calendar.date(since),
      ...(until === undefined ? {} : { end: chart.calendar.date(until) }),
    },
    author: staffRef('medecin'),
  });
}

export function carePlan(
  chart: Chart,
  title: string,
  since: number,
  activities: readonly string[],
  service: ServiceKey,
): CarePlan {
  return chart.add({
    resourceType: 'CarePlan',
    id: chart.id('plan'),
    status: 'active',
    intent: 'plan',
    title,
    subject: chart.subject,
    period: { start: chart.calendar.date(since) },
    author: staffRef('medecin'),
    contributor: [hospitalRef],
    category: [{ text: service }],
    activity: activities.map((description) => ({ detail: { status: 'in-progress' as const, description } })),
  });
}
