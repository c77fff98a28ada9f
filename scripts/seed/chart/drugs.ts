import {
  emptyRegimen,
  emptyStep,
  type Dose,
  type DoseScale,
  type Regimen,
  type RegimenRoute,
  type RegimenTiming,
} from '@keneyapp/clinical/prescribing';
import { dosagesOf } from '@keneyapp/fhir-model/dosage-write';
import type { MedicationAdministration, MedicationRequest } from '@medplum/fhirtypes';
import { drugs, routes, type Drug, type DrugKey, type Route } from '../codes/drugs.ts';
import { systems } from '../codes/systems.ts';
import { serviceRef } from '../hospital/hospital.ts';
import { staffRef } from '../hospital/staff.ts';
import type { Chart } from './chart.ts';

type When = 'morning' | 'noon' | 'evening' | 'bed';
const whens = { morning: 'MORN', noon: 'NOON', evening: 'EVE', bed: 'HS' } as const;
const doseUnits: Readonly<Record<string, string>> = {
  µg: 'ug',
  'µg/h': 'ug/h',
  UI: '[iU]',
  bouffée: '{bouffée}',
  goutte: '{goutte}',
  sachet: '{sachet}',
};
const drugRoutes = {
  O: 'oral',
  SC: 'subcutaneous',
  IV: 'intravenous',
  IH: 'inhalation',
  TD: 'transdermal',
  OP: 'ocular',
} as const satisfies Record<Route, RegimenRoute>;

export interface DrugOptions {
  /** Of one take, in the unit of the drug. */
  dose: number;
  /** Strength printed in the name when it differs from the dose. */
  strength?: number | string;
  /** Before each meal, by what is measured then; `dose` is the usual one, and is not written. */
  scale?: DoseScale;
  when?: readonly When[];
  /** Every so many hours, or days for weekly and longer ones. */
  everyHours?: number;
  everyDays?: number;
  prn?: string;
  /** As needed: at most so much in 24 hours, where it is less than the rhythm would give. */
  perDay?: number;
  since: number;
  /** Hour it is written on that day, default 11. */
  hour?: number;
  until?: number;
  why?: string;
  stopReason?: string;
  by?: string;
  days?: number;
  inpatient?: boolean;
  hold?: boolean;
  plan?: boolean;
}

/** Dose as the French write it: decimal comma, no trailing zero. */
const number = (n: number): string => String(n).replace('.', ',');

/** `brand strength form`, or the DCI when there is no brand. */
function drugName(drug: Drug, strength: number | string): string {
  const name = drug.brand ?? drug.dci.charAt(0).toUpperCase() + drug.dci.slice(1);
  return `${name} ${typeof strength === 'number' ? `${number(strength)} ${drug.unit}` : strength}, ${drug.form}`;
}

/** As a person would have ordered it here, so that it can be renewed, revised and checked like any order. */
function regimenOf(drug: Drug, o: DrugOptions): Regimen {
  const dose: Dose = { value: String(o.dose), unit: doseUnits[drug.unit] ?? drug.unit };
  const at = (o.when ?? []).map((when) => whens[when]);
  const apart = o.everyHours ?? (o.everyDays ?? 1) * 24;
  const timing: RegimenTiming = o.scale
    ? { at: ['ACM', 'ACD', 'ACV'] }
    : at.length > 0
      ? { times: { count: at.length, per: { value: 1, unit: 'd' } }, at }
      : { every: { value: o.everyHours ?? o.everyDays ?? 1, unit: o.everyHours ? 'h' : 'd' } };
  return {
    ...emptyRegimen,
    route: drugRoutes[drug.route],
    steps: [
      {
        ...emptyStep,
        ...(o.scale ? { scale: o.scale } : { dose }),
        timing: o.prn ? null : timing,
        duration: o.days ? { value: o.days, unit: 'd' } : null,
      },
    ],
    asNeeded: o.prn
      ? {
          condition: o.prn,
          interval: { value: apart, unit: 'h' },
          maxPerDay: { ...dose, value: String(o.perDay ?? o.dose * Math.max(1, Math.floor(24 / apart))) },
        }
      : null,
  };
}

const concept = (drug: Drug, strength: number | string) => ({
  coding: [
    { system: systems.atc, code: drug.atc, display: drug.dci },
    { system: systems.whoAtc, code: drug.atc },
  ],
  text: drugName(drug, strength),
});

export function drug(chart: Chart, key: DrugKey, o: DrugOptions): MedicationRequest & { id: string } {
  const d: Drug = drugs[key],
    over = o.until !== undefined && o.until <= 0;
  return chart.add({
    resourceType: 'MedicationRequest',
    id: chart.id('med'),
    status: o.hold ? 'on-hold' : over ? (o.stopReason ? 'stopped' : 'completed') : 'active',
    intent: o.plan ? 'plan' : 'order',
    category: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/medicationrequest-category',
            code: o.inpatient ? 'inpatient' : 'community',
          },
        ],
      },
    ],
    ...(o.stopReason ? { statusReason: { text: o.stopReason } } : {}),
    medicationCodeableConcept: concept(d, o.strength ?? o.dose),
    subject: chart.subject,
    ...(o.inpatient ? chart.within : {}),
    authoredOn: orderedAt(chart, o),
    requester: staffRef(o.by ?? 'medecin'),
    ...(o.why ? { reasonCode: [{ text: o.why }] } : {}),
    dosageInstruction: dosagesOf(regimenOf(d, o), chart.calendar.date(o.since)),
    dispenseRequest: {
      performer: serviceRef('pharmacie'),
      validityPeriod: {
        start: chart.calendar.date(o.since),
        ...(o.until === undefined ? {} : { end: chart.calendar.date(o.until) }),
      },
      ...(o.days
        ? { expectedSupplyDuration: { value: o.days, unit: 'jours', system: systems.ucum, code: 'd' } }
        : {}),
    },
  });
}

/** What is ordered in a stay is not ordered before it. */
function orderedAt(chart: Chart, o: DrugOptions): string {
  const at = chart.calendar.at(o.since, o.hour ?? 11);
  const stay = chart.resources.findLast((r) => chart.encounter?.reference === `${r.resourceType}/${r.id}`);
  const start = o.inpatient && stay?.resourceType === 'Encounter' ? stay.period?.start : undefined;
  return start !== undefined && Date.parse(at) < Date.parse(start) ? start : at;
}

/** Something given by a nurse, against its order. */
export function given(
  chart: Chart,
  order: MedicationRequest & { id: string },
  key: DrugKey,
  dose: number,
  day: number,
  hour: number,
  by: string,
): MedicationAdministration {
  const d: Drug = drugs[key];
  return chart.add({
    resourceType: 'MedicationAdministration',
    id: chart.id('adm'),
    status: 'completed',
    medicationCodeableConcept: concept(d, dose),
    subject: chart.subject,
    ...(chart.encounter ? { context: chart.encounter } : {}),
    effectiveDateTime: chart.calendar.at(day, hour),
    performer: [{ actor: staffRef(by) }],
    request: { reference: `MedicationRequest/${order.id}` },
    dosage: {
      route: {
        coding: [{ system: systems.snomed, code: routes[d.route].snomed, display: routes[d.route].display }],
      },
      dose: { value: dose, unit: d.unit, system: systems.ucum, code: d.ucum },
    },
  });
}
