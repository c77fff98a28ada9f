import type { Reference, Resource } from '@medplum/fhirtypes';
import { referenceKey } from '@keneyapp/fhir-model/references';

/** A reference somewhere in a resource. */
export interface Pointer {
  /** Name of the element that holds it. */
  element: string;
  reference: Reference;
  /** `Type/id` of what it leads to; null when it names no literal target. */
  key: string | null;
  /** The resource is of, about, part of or made from the target, and shares its labels (docs/adr/0013). */
  isBinding: boolean;
  /** The resource gathers targets, as a report gathers results. */
  isGathering: boolean;
  /** Stands in a contained resource, or in an extension. */
  isNested: boolean;
}

/** Elements that gather: without anything left to gather the resource would tell of nothing but what is hidden. */
const gathering = new Set([
  'result',
  'hasMember',
  'item',
  'itemReference',
  'entry',
  'target',
  'addresses',
  'problem',
  'evaluatedResource',
  'content',
]);

/** Elements that name who did, said or answers for something, before they name anything else. */
export const staffElements: ReadonlySet<string> = new Set([
  ...['actor', 'asserter', 'author', 'careTeam', 'contributor', 'device', 'enterer', 'member', 'onBehalfOf'],
  ...[
    'operator',
    'owner',
    'performer',
    'recorder',
    'requester',
    'resultsInterpreter',
    'sender',
    'source',
    'team',
  ],
]);
/** Elements that lead to something beside the matter: what they name may be hidden without the resource being so. */
const besides = new Set([
  ...staffElements,
  ...['account', 'appointment', 'assessment', 'basis', 'chargeItemReference', 'claimResponse', 'recipient'],
  ...['communicationRequest', 'condition', 'consent', 'contract', 'coverage', 'definition', 'detail'],
  ...['detectedIssue', 'diagnosisReference', 'eventHistory', 'goal', 'imagingStudy', 'implicated'],
  ...['information', 'insurance', 'investigation', 'link', 'outcomeReference', 'procedureReference'],
  ...[
    'prognosisReference',
    'reference',
    'referenceDocument',
    'relevantHistory',
    'report',
    'resource',
    'slot',
  ],
  ...['sourceReference', 'study', 'subjectMedicalHistory', 'supportingInfo', 'supportingInformation'],
  ...['supportingPatientInformation', 'valueReference', 'what'],
]);
/** A stay goes on whatever it was for: hidden with what it is a part of alone. */
const bindingOfStays = new Set(['partOf', 'episodeOfCare']);

/** Elements that name a patient, or somebody who stands beside one, before they name staff. */
export const personElements: ReadonlySet<string> = new Set([
  ...['subject', 'patient', 'beneficiary', 'subscriber', 'policyHolder', 'party', 'recipient', 'candidate'],
  ...['for', 'other', 'donor'],
]);
/** Elements in which an object without a literal reference is a Reference still, and no Coding. */
const pointing = new Set([
  ...[...gathering, ...besides, ...personElements],
  ...['about', 'authorizingPrescription', 'basedOn', 'claim', 'complicationDetail', 'contentReference'],
  ...['context', 'derivedFrom', 'encounter', 'episodeOfCare', 'focus', 'immunizationEvent', 'inResponseTo'],
  ...['parent', 'partOf', 'prescription', 'previous', 'priorPrescription', 'priorRequest', 'reasonReference'],
  ...['related', 'replaces', 'request', 'resultingCondition', 'specimen', 'supportingImmunization'],
]);
const ofReference = new Set(['id', 'extension', 'reference', 'type', 'identifier', 'display']);

function isReference(node: object, element: string): node is Reference {
  const { reference, display, identifier } = node as Record<string, unknown>;
  if (typeof reference === 'string') return true;
  if (!pointing.has(element) || (typeof display !== 'string' && typeof identifier !== 'object')) return false;
  // `_display` holds what stands beside a `display`
  return Object.keys(node).every((key) => ofReference.has(key.replace(/^_/, '')));
}

/** Every reference of a resource, wherever it stands: elements, backbone elements, contained resources, extensions. */
export function pointersOf(resource: Resource): Pointer[] {
  const isStay = resource.resourceType === 'Encounter';
  const found: Pointer[] = [];
  const visit = (node: object, element: string, parent: string, depth: number, isNested: boolean): void => {
    if (Array.isArray(node)) {
      for (const item of node as unknown[])
        if (typeof item === 'object' && item !== null) visit(item, element, parent, depth, isNested);
      return;
    }
    if (depth > 0 && isReference(node, element)) {
      const isGathering = !isNested && gathering.has(element);
      const isOwn = depth === 1 || parent === 'context' || element === 'encounter';
      const isBinding =
        isOwn &&
        !isNested &&
        !isGathering &&
        (isStay ? depth === 1 && bindingOfStays.has(element) : !besides.has(element));
      const key = referenceKey(node.reference ?? '');
      found.push({ element, reference: node, key, isBinding, isGathering, isNested });
    }
    for (const key in node) {
      const value = (node as Record<string, unknown>)[key];
      if (typeof value === 'object' && value !== null)
        visit(
          value,
          key,
          element,
          depth + 1,
          isNested || key === 'contained' || key === 'extension' || key === 'modifierExtension',
        );
    }
  };
  visit(resource, '', '', 0, false);
  return found;
}

/** What becomes of a reference: `bare` loses display and identifier, `gone` goes whole. */
export type Fate = 'kept' | 'bare' | 'gone';

/**
 * A resource with its references as they may be told. What goes takes along the item of a list that was there for it (a
 * participant, an entry), the codes beside it (`reasonCode` of `reasonReference`) and narratives that may repeat it. Gives
 * the very resource where nothing changes; `isLeftOut` takes contained resources away.
 */
export function withFates<R extends Resource>(
  resource: R,
  fateOf: (reference: Reference, element: string) => Fate,
  isLeftOut: (contained: Resource) => boolean,
): R {
  const rewrite = (node: object, element: string, isItem: boolean): object | null => {
    if (Array.isArray(node)) {
      const list = node as unknown[];
      const kept = list.flatMap((item) => {
        if (typeof item !== 'object' || item === null) return [item];
        if (element === 'contained' && isLeftOut(item as Resource)) return [];
        return rewrite(item, element, true) ?? [];
      });
      const isSame = kept.length === list.length && kept.every((item, i) => item === list[i]);
      return isSame ? node : kept.length > 0 ? kept : null;
    }
    if (isReference(node, element)) {
      const fate = fateOf(node, element);
      if (fate === 'gone') return null;
      if (fate === 'bare') return bared(node);
    }
    let copy: Record<string, unknown> | null = null;
    for (const key in node) {
      const value = (node as Record<string, unknown>)[key];
      if (typeof value !== 'object' || value === null) continue;
      const told = rewrite(value, key, false);
      if (told === value) continue;
      if (told === null && isItem && isReference(value, key)) return null;
      copy ??= { ...(node as Record<string, unknown>) };
      if (told !== null) copy[key] = told;
      else {
        delete copy[key];
        for (const beside of ['Code', 'CodeableConcept'])
          if (key.endsWith('Reference')) delete copy[key.replace(/Reference$/, beside)];
      }
    }
    if (copy === null) return node;
    if (isNarrative(copy['text'])) delete copy['text'];
    return copy;
  };
  return (rewrite(resource, '', false) ?? resource) as R;
}

/** The same reference where it tells nothing as it is; null when nothing of it is left. */
function bared(reference: Reference): Reference | null {
  const { display, identifier, extension, ...rest } = reference;
  if (display === undefined && identifier === undefined && extension === undefined) return reference;
  return rest.reference === undefined ? null : rest;
}

const isNarrative = (text: unknown): boolean => typeof text === 'object' && text !== null && 'div' in text;
