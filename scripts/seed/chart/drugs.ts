import type { Dosage, MedicationAdministration, MedicationRequest } from '@medplum/fhirtypes';
import { drugs, routes, type Drug, type DrugKey } from '../codes/drugs.ts';
import { systems } from '../codes/systems.ts';
import { serviceRef } from '../hospital/hospital.ts';
import { staffRef } from '../hospital/staff.ts';
import type { Chart } from './chart.ts';

type When = 'morning' | 'noon' | 'evening' | 'bed';
const whens = {
  morning: ['MORN', 'le matin'],
  noon: ['NOON', 'le midi'],
  evening: ['EVE', 'le soir'],
  bed: ['HS', 'au coucher'],
} as const;

export interface DrugOptions {
  /** Of one take, in the unit of the drug. */
  dose: number;
  /** Strength printed in the name when it differs from the dose. */
  strength?: number | string;
  when?: readonly When[];
  /** Every so many hours, or days for weekly and longer ones. */
  everyHours?: number;
  everyDays?: number;
  prn?: string;
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

function dosage(drug: Drug, o: DrugOptions): Dosage {
  const when = o.when ?? [];
  const rhythm =
    when.length > 0
      ? when
          .map((w) => whens[w][1])
          .join(', ')
          .replace(/, ([^,]*)$/, ' et $1')
      : o.everyHours
        ? `toutes les ${o.everyHours} heures`
        : (o.everyDays ?? 1) > 1
          ? o.everyDays === 7
            ? 'une fois par semaine'
            : `tous les ${o.everyDays} jours`
          : 'une fois par jour';
  const repeat =
    when.length > 0
      ? { frequency: when.length, period: 1, periodUnit: 'd' as const, when: when.map((w) => whens[w][0]) }
      : o.everyHours
        ? { frequency: 1, period: o.everyHours, periodUnit: 'h' as const }
        : { frequency: 1, period: o.everyDays ?? 1, periodUnit: 'd' as const };
  const unit =
    drug.unit === 'bouffée' || drug.unit === 'goutte' || drug.unit === 'sachet'
      ? o.dose > 1
        ? `${drug.unit}s`
        : drug.unit
      : drug.unit;
  return {
    text: `${number(o.dose)} ${unit}, ${routes[drug.route].display}, ${rhythm}${o.prn ? `, si besoin (${o.prn})` : ''}`,
    timing: {
      repeat: {
        ...repeat,
        ...(o.days
          ? { boundsDuration: { value: o.days, unit: 'jours', system: systems.ucum, code: 'd' } }
          : {}),
      },
    },
    ...(o.prn ? { asNeededCodeableConcept: { text: o.prn } } : {}),
    route: {
      coding: [
        { system: systems.snomed, code: routes[drug.route].snomed, display: routes[drug.route].display },
      ],
      text: routes[drug.route].display,
    },
    doseAndRate: [
      { doseQuantity: { value: o.dose, unit: drug.unit, system: systems.ucum, code: drug.ucum } },
    ],
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
    dosageInstruction: [dosage(d, o)],
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
