export type { Alert, ChecksView } from '../../decision-support/checks-view.ts';
export type { PapersView } from '../../ordering/paper/print.ts';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { actsOf, type OrderAct } from '@keneyapp/fhir-model/order-acts';
import type { OrderSet, OrderTemplate } from '@keneyapp/fhir-model/order-set';
import { lookupIn } from '@keneyapp/fhir-model/references';
import {
  answersByOrder,
  readServiceRequest,
  sortOrders,
  type OrderAnswer,
  type ServiceOrder,
} from '@keneyapp/fhir-model/service-request';
import type { Bundle } from '@medplum/fhirtypes';

import type { OrderFavourite } from '../../ordering/favourites.ts';

export type { OrderFavourite };
export type { ProtocolCheck } from '../../ordering/protocols/apply-protocol.ts';
export type { ProtocolRow, ProtocolsView } from '../../ordering/protocols/read-protocols.ts';
export type { SignedView } from '../../ordering/sign.ts';
export type { TypedOrder } from '../../ordering/typed-order.ts';
export type { OrderAnswer, OrderSet, OrderTemplate };

export interface FavouritesView {
  /** By name. */
  favourites: OrderFavourite[];
  /** Services where the person works. */
  services: { id: string; name: string }[];
}

export interface OrderSetsView {
  /** By title. One of which not everything could be taken over has no lines. */
  sets: OrderSet[];
  truncated: boolean;
}

/** A test, an image, a nursing act, an advice that was asked for. */
export interface OrderRow extends ServiceOrder {
  /** By whoever may sign orders. What is done once is not renewed, but asked for anew. */
  acts: OrderAct[];
}
export interface OrdersView {
  /** The longest waiting first. */
  pending: OrderRow[];
  answered: OrderRow[];
  /** Stopped, or over without an answer. */
  ended: OrderRow[];
  /** Proposed, drafts, what is not to be done. */
  other: OrderRow[];
  /** There are more. */
  truncated: boolean;
  /** What came back was not read as a whole: what seems to wait may have been answered. */
  areAnswersCut: boolean;
}

/** @param answers null: this person reads no results, or they could not be read */
export function ordersView(requests: Bundle, answers: readonly (Bundle | null)[], now: Date): OrdersView {
  const read = answers.flatMap((bundle) => bundle ?? []);
  const lookup = lookupIn(requests);
  const byOrder = answersByOrder(
    read.flatMap(({ entry = [] }) => entry.flatMap((one) => one.resource ?? [])),
  );
  const rows = matches(requests, 'ServiceRequest').map((request): OrderRow => {
    const of = byOrder.get(`ServiceRequest/${request.id ?? ''}`) ?? [];
    return {
      ...readServiceRequest(request, lookup, { now, answers: of }),
      acts: actsOf(request, { now, isAnswered: of.length > 0 }),
    };
  });
  return {
    ...sortOrders(rows),
    truncated: hasNext(requests),
    areAnswersCut: read.length < answers.length || read.some(hasNext),
  };
}
