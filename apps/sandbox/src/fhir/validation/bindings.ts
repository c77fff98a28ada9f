import { getAllDataTypes, tryGetDataType, type InternalSchemaElement } from '@medplum/core';
import type {
  CodeableConcept,
  CodeSystem,
  CodeSystemConcept,
  Coding,
  OperationOutcomeIssue,
  Resource,
  ValueSet,
} from '@medplum/fhirtypes';
import { referenceProblem } from './reference-targets.ts';
import { readPublished } from '../model/published-codes.ts';

interface CodeSet {
  byCode: ReadonlySet<string>;
  bySystem: ReadonlySet<string>;
}
let sets: Map<string, CodeSet | null> | null = null;

/**
 * References to a type that has no place there, and codes outside a value set of strength `required`. Only value sets whose codes are enumerated in the FHIR definitions
 * are checked: languages, MIME types, currencies and UCUM are open in practice.
 */
export function bindingIssues(resource: Resource): OperationOutcomeIssue[] {
  const issues: OperationOutcomeIssue[] = [];
  walk(resource.resourceType, resource as unknown as Record<string, unknown>, resource.resourceType, issues);
  return issues;
}

function walk(
  type: string,
  value: Record<string, unknown>,
  path: string,
  issues: OperationOutcomeIssue[],
): void {
  const elements = tryGetDataType(type)?.elements;
  if (!elements) return;
  for (const [key, child] of Object.entries(value)) {
    if (child === null || child === undefined || key === 'resourceType') continue;
    const element = elements[key] ?? choice(elements, key);
    if (!element) continue;
    const typeCode = elements[key] ? (element.type[0]?.code ?? '') : choiceType(element, key);
    const here = `${path}.${key}`;
    for (const item of Array.isArray(child) ? child : [child])
      check(element, typeCode, item as unknown, here, issues);
  }
}

function check(
  element: InternalSchemaElement,
  type: string,
  value: unknown,
  path: string,
  issues: OperationOutcomeIssue[],
): void {
  if (element.binding?.strength === 'required' && element.binding.valueSet) {
    const set = codeSet(element.binding.valueSet);
    if (set && !holds(set, type, value))
      issues.push({
        severity: 'error',
        code: 'code-invalid',
        expression: [path],
        diagnostics: `${path}: not a code of ${element.binding.valueSet.split('|')[0]}`,
      });
  }
  if (type === 'Reference' && value !== null && typeof value === 'object') {
    const problem = referenceProblem(element, value);
    if (problem)
      issues.push({
        severity: 'error',
        code: 'invalid',
        expression: [path],
        diagnostics: `${path}: ${problem}`,
      });
  }
  if (value !== null && typeof value === 'object' && type !== 'Coding') {
    const nested = type === 'Resource' ? String((value as Resource).resourceType) : type;
    walk(nested, value as Record<string, unknown>, path, issues);
  }
}

function holds(set: CodeSet, type: string, value: unknown): boolean {
  if (typeof value === 'string') return set.byCode.has(value);
  const codings =
    type === 'Coding'
      ? [value as Coding]
      : type === 'CodeableConcept'
        ? ((value as CodeableConcept).coding ?? [])
        : null;
  if (!codings || codings.length === 0) return true; // text alone, or a type that is bound elsewhere
  return codings.some((c) => set.bySystem.has(`${c.system ?? ''}|${c.code ?? ''}`));
}

const choice = (
  elements: Record<string, InternalSchemaElement>,
  key: string,
): InternalSchemaElement | undefined => {
  for (let end = key.length - 1; end > 0; end -= 1)
    if (/[A-Z]/.test(key.charAt(end))) {
      const found = elements[`${key.slice(0, end)}[x]`];
      if (found) return found;
    }
  return undefined;
};

function choiceType(element: InternalSchemaElement, key: string): string {
  return element.type.find((t) => key.toLowerCase().endsWith(t.code.toLowerCase()))?.code ?? '';
}

function codeSet(canonical: string): CodeSet | null {
  sets ??= loadBindings();
  return sets.get(withoutVersion(canonical)) ?? null;
}

const withoutVersion = (canonical: string): string => canonical.split('|')[0] ?? '';

/** Builds the code sets of every required binding, once; takes a few hundred milliseconds, so it is called at start. */
export function loadBindings(): Map<string, CodeSet | null> {
  if (sets) return sets;
  const { valueSets, codeSystems } = readPublished();
  sets = new Map();
  for (const { elements } of Object.values(getAllDataTypes()))
    for (const { binding } of Object.values(elements)) {
      if (binding?.strength !== 'required' || !binding.valueSet) continue;
      const url = withoutVersion(binding.valueSet);
      if (!sets.has(url)) sets.set(url, build(valueSets.get(url), codeSystems));
    }
  return sets;
}

function build(valueSet: ValueSet | undefined, codeSystems: ReadonlyMap<string, CodeSystem>): CodeSet | null {
  const compose = valueSet?.compose;
  if (!compose || compose.exclude) return null;
  const byCode = new Set<string>(),
    bySystem = new Set<string>();
  const add = (system: string, code: string | undefined) => {
    if (code) {
      byCode.add(code);
      bySystem.add(`${system}|${code}`);
    }
  };
  for (const include of compose.include) {
    if (include.filter || include.valueSet || !include.system) return null;
    if (include.concept) {
      for (const c of include.concept) add(include.system, c.code);
      continue;
    }
    const system = codeSystems.get(include.system);
    if (!system?.concept || system.content !== 'complete') return null;
    const visit = (concepts: CodeSystemConcept[]) => {
      for (const c of concepts) {
        add(include.system ?? '', c.code);
        visit(c.concept ?? []);
      }
    };
    visit(system.concept);
  }
  return byCode.size > 0 ? { byCode, bySystem } : null;
}
