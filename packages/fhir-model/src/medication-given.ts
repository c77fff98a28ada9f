import type { MedicationAdministration, MedicationDispense } from '@medplum/fhirtypes';
import { oneOf } from './coded.ts';
import { date } from './dates.ts';
import { rateOf, type Dosage } from './dosage.ts';
import { nameBehind } from './names.ts';
import { exactAmount } from './quantity.ts';
import { allCoded } from './reasons.ts';
import type { Lookup } from './references.ts';
import type { Amount, Coded } from './shapes.ts';
import { notes, words } from './text.ts';
import { readRoute, type Route } from './route.ts';

const statuses = [
  'preparation',
  'in-progress',
  'not-done',
  'on-hold',
  'completed',
  'entered-in-error',
  'stopped',
  'cancelled',
  'declined',
  'unknown',
] as const;

/** That an ordered drug was given to the patient, or handed out by a pharmacy; or that it was not, and why. */
export interface MedicationGiven {
  id: string;
  kind: 'administration' | 'dispense';
  status: (typeof statuses)[number];
  statusReasons: Coded[];
  /** When it was given or handed out; `end` of an infusion. */
  at: string | null;
  end: string | null;
  /** What was given at once, or the quantity that was handed out. */
  amount: Amount | null;
  /** How long what was handed out should last. */
  supply: Amount | null;
  rate: Dosage['rate'];
  route: Route | null;
  /** The dose in words of its author. */
  text: string | null;
  by: string[];
  note: string | null;
}

export function readAdministration(a: MedicationAdministration, lookup: Lookup): MedicationGiven {
  const { dosage } = a;
  return {
    id: a.id ?? '',
    kind: 'administration',
    status: oneOf(statuses, a.status) ?? 'unknown',
    statusReasons: allCoded(a.statusReason),
    at: date(a.effectiveDateTime) ?? date(a.effectivePeriod?.start),
    end: date(a.effectivePeriod?.end),
    amount: exactAmount(dosage?.dose) ?? null,
    supply: null,
    rate: rateOf(dosage),
    route: readRoute(dosage?.route),
    text: words(dosage?.text),
    by: (a.performer ?? []).flatMap(({ actor }) => nameBehind(actor, lookup, a) ?? []),
    note: notes(a.note),
  };
}

export function readDispense(d: MedicationDispense, lookup: Lookup): MedicationGiven {
  return {
    id: d.id ?? '',
    kind: 'dispense',
    status: oneOf(statuses, d.status) ?? 'unknown',
    statusReasons: allCoded([d.statusReasonCodeableConcept]),
    at: date(d.whenHandedOver) ?? date(d.whenPrepared),
    end: null,
    amount: exactAmount(d.quantity) ?? null,
    supply: exactAmount(d.daysSupply) ?? null,
    rate: null,
    route: null,
    text: null,
    by: (d.performer ?? []).flatMap(({ actor }) => nameBehind(actor, lookup, d) ?? []),
    note: notes(d.note),
  };
}
