import type { CodeableConcept, Resource } from '@medplum/fhirtypes';
import { systems } from './systems.ts';

/**
 * Which code systems an element takes that a person codes by hand: the one place that says so. The coded field searches
 * them, a write is checked by them, the keeper's page counts by them.
 */
interface Binding {
  /** Type and element, as `Condition.code`. */
  type: Resource['resourceType'];
  element: string;
  /** The first is the one that is preferred; others are taken, and searched where they are loaded. */
  systems: readonly string[];
  /** Whether words without a code may be kept, marked as uncoded. */
  takesText: boolean;
}

export const bindings = {
  'Condition.code': {
    type: 'Condition',
    element: 'code',
    systems: [systems.cim10, systems.snomed],
    takesText: true,
  },
  'AllergyIntolerance.code': {
    type: 'AllergyIntolerance',
    element: 'code',
    systems: [systems.atc, systems.bdpm, systems.snomed],
    takesText: true,
  },
  'Procedure.code': {
    type: 'Procedure',
    element: 'code',
    systems: [systems.ccam, systems.snomed],
    takesText: true,
  },
  'Immunization.vaccineCode': {
    type: 'Immunization',
    element: 'vaccineCode',
    systems: [systems.bdpm, systems.atc],
    // what somebody tells of a vaccination is seldom a name that a file has
    takesText: true,
  },
  'MedicationRequest.medication': {
    type: 'MedicationRequest',
    element: 'medicationCodeableConcept',
    systems: [systems.bdpm, systems.atc],
    takesText: false,
  },
  'ServiceRequest.code': {
    type: 'ServiceRequest',
    element: 'code',
    systems: [systems.loinc, systems.ccam],
    takesText: true,
  },
} as const satisfies Record<string, Binding>;

export type CodedField = keyof typeof bindings;
export const codedFields = Object.keys(bindings) as CodedField[];

export const bindingOf = (field: CodedField): Binding => bindings[field];

/** Says of a resource that words of it have no code yet (`meta.tag`): they are a work list of who keeps the terminologies. */
export const uncodedTag = {
  system: 'https://keneyapp.example/fhir/CodeSystem/coding',
  code: 'uncoded',
} as const;

/** The elements of a resource that a person codes by hand. */
export function codedIn(resource: Resource): { field: CodedField; concept: CodeableConcept }[] {
  return codedFields.flatMap((field) => {
    const { type, element } = bindings[field];
    if (resource.resourceType !== type) return [];
    const concept = (resource as unknown as Record<string, unknown>)[element];
    return concept ? [{ field, concept: concept as CodeableConcept }] : [];
  });
}

/** Whether it says that its words have no code. */
export const isUncoded = ({ meta }: Resource): boolean =>
  meta?.tag?.some(({ system, code }) => system === uncodedTag.system && code === uncodedTag.code) ?? false;
