import type { MedicationRequest, ServiceRequest } from '@medplum/fhirtypes';
import { isOver } from './dates.ts';
import { readRequest, requestExtensions } from './medication.ts';
import { regimenOf } from './regimen-read.ts';
import { readServiceRequest } from './service-request.ts';
import { rhythmOfOccurrence } from './service-timing.ts';

/** What can be done with an order that was given. */
const orderActs = ['renew', 'revise', 'stop'] as const;
export type OrderAct = (typeof orderActs)[number];
/** Why not: it is over, is no order, was renewed already, is held, was answered, or a copy of it would lose something. */
export type ActRefusal = 'ended' | 'no-order' | 'renewed' | 'on-hold' | 'answered' | 'not-renewable';

interface Known {
  now: Date;
  /** Something came back of it. */
  isAnswered: boolean;
}
const nothing = () => undefined;
const isOnce = (order: MedicationRequest | ServiceRequest): boolean =>
  order.resourceType === 'ServiceRequest' && order.occurrenceTiming === undefined;

/** Why an order cannot be renewed, revised or stopped; null when it can. What a page offers and what signing takes are this one answer. */
export function refusalOf(
  order: MedicationRequest | ServiceRequest,
  act: OrderAct,
  { now, isAnswered }: Known,
): ActRefusal | null {
  if (order.status !== 'active' && order.status !== 'on-hold') return 'ended';
  if (order.intent !== 'order' || order.doNotPerform) return 'no-order';
  if (act !== 'renew') {
    const { end } =
      order.resourceType === 'MedicationRequest'
        ? readRequest(order, nothing, now)
        : readServiceRequest(order, nothing, { now });
    // what ended by itself is not stopped, nor what was sampled or done and is answered
    return isOver(end, now) ? 'ended' : isOnce(order) && isAnswered ? 'answered' : null;
  }
  // a later renewal was signed already: another one would be a second order of it
  if (order.extension?.some(({ url }) => url === requestExtensions.succeededBy)) return 'renewed';
  // renewed it would be given again, and nobody would have said so
  if (order.status === 'on-hold') return 'on-hold';
  return isRenewable(order) ? null : 'not-renewable';
}

/** Nothing of what it says may be lost: written by another system, or in steps, it is ordered anew; so is what is done once. */
function isRenewable(order: MedicationRequest | ServiceRequest): boolean {
  if (order.resourceType === 'ServiceRequest')
    return !isOnce(order) && order.code !== undefined && rhythmOfOccurrence(order) !== null;
  const regimen = regimenOf(order.dosageInstruction);
  return regimen?.steps.length === 1 && order.medicationCodeableConcept !== undefined;
}

export const actsOf = (order: MedicationRequest | ServiceRequest, known: Known): OrderAct[] =>
  orderActs.filter((act) => refusalOf(order, act, known) === null);
