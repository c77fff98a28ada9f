import type {
  CodeableConcept,
  DiagnosticReport,
  ImagingStudy,
  Observation,
  Resource,
  ServiceRequest,
} from '@medplum/fhirtypes';
import { versionOf } from './bundles.ts';
import { coded, oneOf } from './coded.ts';
import { date, epochMs, isOver, latestFirst } from './dates.ts';
import { requestExtensions } from './medication.ts';
import { nameBehind } from './names.ts';
import { allCoded, reasonsOf } from './reasons.ts';
import { referenceKey, type Lookup } from './references.ts';
import { rhythmOfOccurrence, type Rhythm } from './service-timing.ts';
import type { Coded } from './shapes.ts';
import { systems } from './systems.ts';
import { notes, words } from './text.ts';

/** What can be ordered that is no drug. */
export const serviceCategories = ['laboratory', 'imaging', 'nursing', 'advice'] as const;
export type ServiceCategory = (typeof serviceCategories)[number];

const ofHouse = 'https://keneyapp.example/fhir/CodeSystem/order-category';
/** Of the first two the specification names codes (https://hl7.org/fhir/R4/valueset-servicerequest-category.html); all have the house's. */
const publishedCategories: Partial<Record<ServiceCategory, string>> = {
  laboratory: '108252007',
  imaging: '363679005',
};
/** Codes that other systems write for the same. */
const otherNames: Readonly<Record<string, ServiceCategory>> = { LAB: 'laboratory', RAD: 'imaging' };

export const categoryConcept = (category: ServiceCategory): CodeableConcept => ({
  coding: [
    { system: ofHouse, code: category },
    ...(publishedCategories[category]
      ? [{ system: systems.snomed, code: publishedCategories[category] }]
      : []),
  ],
});

export function categoryOf(concept: CodeableConcept): ServiceCategory | null {
  const codes = concept.coding?.map(({ code }) => code ?? '') ?? [];
  return (
    oneOf(serviceCategories, concept) ??
    serviceCategories.find((one) => codes.includes(publishedCategories[one] ?? '-')) ??
    codes.map((code) => otherNames[code]).find((one) => one !== undefined) ??
    null
  );
}

/** What R4 has no element for: why it has its status (a published extension), since when, and what took its place. */
export const serviceExtensions = {
  statusReason: 'http://hl7.org/fhir/StructureDefinition/request-statusReason',
  statusChanged: 'https://keneyapp.example/fhir/StructureDefinition/status-changed',
  succeededBy: requestExtensions.succeededBy,
  /** Who wrote down what somebody else orders. */
  recorder: 'https://keneyapp.example/fhir/StructureDefinition/recorder',
} as const;

/** What an order brought back. */
export interface OrderAnswer {
  type: 'DiagnosticReport' | 'Observation' | 'ImagingStudy';
  id: string;
  what: Coded;
  at: string | null;
  status: string | null;
  /** Nothing of it is expected any more. */
  isFinal: boolean;
}

export interface ServiceOrder {
  id: string;
  version: string | null;
  category: ServiceCategory | null;
  /** Other categories, in words. */
  categories: Coded[];
  what: Coded;
  status: 'active' | 'on-hold' | 'revoked' | 'completed' | 'entered-in-error' | 'draft' | 'unknown';
  statusReasons: Coded[];
  /**
   * `pending`: asked for and not answered as a whole; `answered`, or done; `ended`: stopped, or its time is over; `other`: what is no
   * order (proposed, a draft, not to be done).
   */
  standing: 'pending' | 'answered' | 'ended' | 'other';
  priority: 'routine' | 'urgent' | 'asap' | 'stat' | null;
  authoredOn: string | null;
  requester: string | null;
  /** When it was due to begin: the later one of when it was asked and for when; null of what is not pending, or begins later. */
  pendingSince: string | null;
  start: string | null;
  end: string | null;
  /** How often, in the words of who wrote it; null: once. */
  rhythmText: string | null;
  /** So that it can be renewed or revised; null where it says something that a copy would lose. */
  rhythm: Rhythm | null;
  reasons: Coded[];
  /** Who is asked. */
  performers: string[];
  note: string | null;
  isProhibited: boolean;
  answers: OrderAnswer[];
}

const statuses = [
  'active',
  'on-hold',
  'revoked',
  'completed',
  'entered-in-error',
  'draft',
  'unknown',
] as const;
const priorities = ['routine', 'urgent', 'asap', 'stat'] as const;
const noOrder = ['proposal', 'plan', 'option'];
const finalStatuses = ['final', 'amended', 'corrected', 'appended', 'available'];

/** What is based on orders, by the order it answers (`ServiceRequest/1`); what was entered in error answers nothing. */
export function answersByOrder(resources: readonly Resource[]): Map<string, OrderAnswer[]> {
  const found = new Map<string, OrderAnswer[]>();
  for (const resource of resources) {
    if (!isAnswer(resource) || ['entered-in-error', 'cancelled'].includes(resource.status ?? '')) continue;
    const answer = readAnswer(resource);
    for (const { reference = '' } of resource.basedOn ?? []) {
      const key = referenceKey(reference);
      if (key?.startsWith('ServiceRequest/')) found.set(key, [...(found.get(key) ?? []), answer]);
    }
  }
  return found;
}

const isAnswer = (resource: Resource): resource is DiagnosticReport | Observation | ImagingStudy =>
  ['DiagnosticReport', 'Observation', 'ImagingStudy'].includes(resource.resourceType);

function readAnswer(resource: DiagnosticReport | Observation | ImagingStudy): OrderAnswer {
  const isStudy = resource.resourceType === 'ImagingStudy';
  return {
    type: resource.resourceType,
    id: resource.id ?? '',
    what: isStudy ? { text: words(resource.description), codes: [] } : coded(resource.code),
    at: isStudy
      ? date(resource.started)
      : (date(resource.issued) ?? date(resource.effectiveDateTime) ?? date(resource.effectivePeriod?.end)),
    status: words(resource.status),
    // pictures are no report
    isFinal: !isStudy && finalStatuses.includes(resource.status ?? ''),
  };
}

/** One order that is no drug; the same reading for every page. @param answers of this order */
export function readServiceRequest(
  request: ServiceRequest,
  lookup: Lookup,
  { now, answers = [] }: { now: Date; answers?: readonly OrderAnswer[] },
): ServiceOrder {
  const status = oneOf(statuses, request.status) ?? 'unknown';
  const { occurrenceDateTime, occurrencePeriod, occurrenceTiming } = request;
  const bounds = occurrenceTiming?.repeat?.boundsPeriod ?? occurrencePeriod;
  const start = date(occurrenceDateTime) ?? date(bounds?.start);
  const changed = extensionOf(request, serviceExtensions.statusChanged)?.valueDateTime;
  const end =
    status === 'revoked' || status === 'completed' ? (date(changed) ?? date(bounds?.end)) : date(bounds?.end);
  const authoredOn = date(request.authoredOn);
  const isOrder = !noOrder.includes(request.intent) && request.doNotPerform !== true;
  const isRepeated = occurrenceTiming !== undefined;
  const standing = standingOf({ status, isOrder, isRepeated, isOver: isOver(end, now), answers });
  const due =
    [authoredOn, start].filter((one) => one !== null).toSorted((a, b) => epochMs(b) - epochMs(a))[0] ?? null;
  return {
    id: request.id ?? '',
    version: versionOf(request),
    category: (request.category ?? []).map(categoryOf).find((one) => one !== null) ?? null,
    categories: allCoded(request.category?.filter((one) => categoryOf(one) === null)),
    what: coded(request.code),
    status,
    statusReasons: allCoded([extensionOf(request, serviceExtensions.statusReason)?.valueCodeableConcept]),
    standing,
    priority: oneOf(priorities, request.priority),
    authoredOn,
    requester: nameBehind(request.requester, lookup, request),
    pendingSince: standing === 'pending' && due !== null && epochMs(due) <= now.getTime() ? due : null,
    start,
    end,
    rhythmText: words(occurrenceTiming?.code?.text),
    rhythm: rhythmOfOccurrence(request),
    reasons: reasonsOf(request.reasonCode, request.reasonReference, lookup, request),
    performers: [
      ...(request.performer ?? []).flatMap((one) => nameBehind(one, lookup, request) ?? []),
      ...(request.performerType ? [coded(request.performerType).text ?? ''].filter((one) => one !== '') : []),
    ],
    note: notes(request.note),
    isProhibited: request.doNotPerform === true,
    answers: answers.toSorted(latestFirst(({ at }) => at)),
  };
}

const extensionOf = ({ extension = [] }: ServiceRequest, url: string) =>
  extension.find((one) => one.url === url);

function standingOf({
  status,
  isOrder,
  isRepeated,
  isOver,
  answers,
}: {
  status: ServiceOrder['status'];
  isOrder: boolean;
  isRepeated: boolean;
  isOver: boolean;
  answers: readonly OrderAnswer[];
}): ServiceOrder['standing'] {
  if (!isOrder || status === 'draft' || status === 'unknown') return 'other';
  const isAnswered = answers.some(({ isFinal }) => isFinal);
  if (status === 'revoked') return 'ended';
  if (status === 'completed') return isAnswered || !isRepeated ? 'answered' : 'ended';
  // what repeats is waited for until its time is over
  if (isOver) return isAnswered ? 'answered' : 'ended';
  return isAnswered && !isRepeated ? 'answered' : 'pending';
}

/** Pending first, the longest waiting at the top; then what was answered or ended, the latest first. */
export function sortOrders<O extends ServiceOrder>(all: readonly O[]): Record<ServiceOrder['standing'], O[]> {
  const valid = all.filter(({ status }) => status !== 'entered-in-error');
  const of = (standing: ServiceOrder['standing']) => valid.filter((one) => one.standing === standing);
  const asked = latestFirst<O>((one) => one.answers[0]?.at ?? one.end ?? one.authoredOn);
  return {
    pending: of('pending').sort((a, b) => waiting(a) - waiting(b)),
    answered: of('answered').sort(asked),
    ended: of('ended').sort(asked),
    other: of('other').sort(asked),
  };
}
/** What begins later comes behind. */
const waiting = ({ pendingSince, start, authoredOn }: ServiceOrder): number =>
  epochMs(pendingSince ?? start ?? authoredOn);
