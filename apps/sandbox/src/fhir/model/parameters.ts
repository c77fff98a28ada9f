import { getSearchParameterDetails, parseFhirPath, type FhirPathAtom } from '@medplum/core';
import type { SearchParameter } from '@medplum/fhirtypes';
import { definedParameters, loadDefinitions } from './definitions.ts';
import { systemsOfValueSet } from './published-codes.ts';
import { parameterNumber } from './parameter-number.ts';

type ParameterKind = 'token' | 'string' | 'reference' | 'date' | 'quantity' | 'number' | 'uri' | 'composite';

export interface Parameter {
  /** Number in the index tables. */
  p: number;
  type: string;
  code: string;
  kind: ParameterKind;
  expression: FhirPathAtom;
  /** Elements at the root of the type that the expression begins with: without any of them it finds nothing. Null when it cannot be told. */
  roots: readonly string[] | null;
  /** Types a reference may point to; empty when any. */
  targets: readonly string[];
  /** Element is a `code`: its system is implied by the binding and not stored. */
  isCode: boolean;
  /** Value sets that elements of type `code` are bound to. */
  bindings: readonly string[];
  /** Of a composite: the two parts, evaluated on each value of `expression`. */
  components: readonly { kind: ParameterKind; expression: FhirPathAtom }[];
  definition: SearchParameter;
}

/** Medplum's own parameters, and those that need an engine of their own, are not offered. */
const left = new Set([
  '_compartment',
  '_project',
  '_content',
  '_query',
  '_text',
  '_list',
  '_filter',
  '_has',
  '_type',
  '_id',
  '_lastUpdated',
  'near',
  'phonetic',
]);
const kinds = new Set<string>([
  'token',
  'string',
  'reference',
  'date',
  'quantity',
  'number',
  'uri',
  'composite',
]);
const byType = new Map<string, Map<string, Parameter>>();
const numbers = new Map<number, string>();

export function parametersOf(type: string): ReadonlyMap<string, Parameter> {
  let found = byType.get(type);
  if (!found) {
    found = new Map();
    for (const definition of Object.values(definedParameters(type))) {
      const parameter = build(type, definition);
      if (parameter) found.set(parameter.code, parameter);
    }
    byType.set(type, found);
  }
  return found;
}

export function parameterOf(type: string, code: string): Parameter | undefined {
  return parametersOf(type).get(code);
}

function build(type: string, definition: SearchParameter): Parameter | null {
  const { code, expression } = definition;
  if (left.has(code) || !expression || !kinds.has(definition.type)) return null;
  const p = parameterNumber(`${type}.${code}`);
  const holder = numbers.get(p);
  if (holder !== undefined && holder !== `${type}.${code}`)
    throw new Error(`parameters ${holder} and ${type}.${code} share a number`);
  numbers.set(p, `${type}.${code}`);
  if (definition.type === 'composite') {
    const components = (definition.component ?? []).map((c) => ({
      kind: kindOf(c.definition),
      expression: parseFhirPath(c.expression),
    }));
    if (components.length !== 2 || components[0]?.kind !== 'token') return null;
    return {
      p,
      type,
      code,
      kind: 'composite',
      expression: parseFhirPath(expressionOf(type, expression)),
      roots: rootsOf(type, expressionOf(type, expression)),
      targets: [],
      isCode: false,
      bindings: [],
      components,
      definition,
    };
  }
  const details = getSearchParameterDetails(type, definition);
  const elementTypes = (details.elementDefinitions ?? []).flatMap((e) => (e.type ?? []).map((t) => t.code));
  return {
    p,
    type,
    code,
    kind: definition.type as ParameterKind,
    expression: details.parsedExpression,
    roots: rootsOf(type, expressionOf(type, expression)),
    targets: (details.referenceTargetTypes ?? definition.target ?? []) as string[],
    isCode: elementTypes.length > 0 && elementTypes.every((t) => t === 'code'),
    bindings: (details.elementDefinitions ?? []).flatMap((e) => e.binding?.valueSet ?? []),
    components: [],
    definition,
  };
}

/** `Observation | Observation.component` names several roots; those of `type` only. */
function expressionOf(type: string, expression: string): string {
  return (
    expression
      .split('|')
      .map((part) => part.trim())
      .filter((part) => part === type || part.startsWith(`${type}.`))
      .join(' | ') || type
  );
}

/** `Patient.name | (Patient.contact.name as HumanName)`: name and contact. */
function rootsOf(type: string, expression: string): string[] | null {
  if (/\b(exists|empty|not)\(|\band\b|!=/.test(expression)) return null; // says something of what is missing too
  const roots = expression
    .split('|')
    .map((part) => /^\s*\(*\s*([A-Z][A-Za-z]+)\.([a-z][A-Za-z]+)\b(?!\()/.exec(part))
    .map((found) =>
      found && [type, 'Resource', 'DomainResource'].includes(found[1] ?? '') ? (found[2] ?? null) : null,
    );
  return roots.every((root) => root !== null) ? roots : null;
}

function kindOf(url: string): ParameterKind {
  const id = url.slice(url.lastIndexOf('/') + 1);
  const separator = id.indexOf('-');
  const code = id.slice(separator + 1);
  for (const type of id.startsWith('clinical-') ? ['Observation'] : [id.slice(0, separator)]) {
    const definition = definedParameters(type)[code];
    if (definition && kinds.has(definition.type)) return definition.type as ParameterKind;
  }
  return 'token';
}

/** Every type's parameters, built once: a number shared by two would be found here, at start. */
export function loadParameters(): void {
  for (const type of loadDefinitions()) parametersOf(type);
}

/** The systems that the codes of an element may be of, as the value sets it is bound to say; `any` when one does not say. */
export interface ImpliedSystems {
  any: boolean;
  systems: ReadonlySet<string>;
}

/** Of a parameter on elements of type `code`; null for others, whose systems are stored. */
export function impliedSystems({ isCode, bindings }: Parameter): ImpliedSystems | null {
  if (!isCode) return null;
  const known = bindings.map((binding) => systemsOfValueSet(binding.split('|')[0] ?? ''));
  return {
    any: known.length === 0 || known.some((systems) => systems === null),
    systems: new Set(known.flatMap((systems) => systems ?? [])),
  };
}
