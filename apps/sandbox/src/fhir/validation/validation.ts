import { withNumbers } from '@keneyapp/fhir-client/json';
import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { OperationOutcomeIssue, Resource, StructureDefinition } from '@medplum/fhirtypes';
import { FhirFailure } from '../outcome.ts';
import { bindingIssues } from './bindings.ts';
import { shapeIssues } from './shape.ts';

/** What is wrong with a resource. `isReadable`: it has the form of one, so that rules of its type could be looked at. */
export interface Findings {
  issues: OperationOutcomeIssue[];
  isReadable: boolean;
}

/** Form, cardinality, invariants and required bindings, or those of a profile; no issues when the resource is valid. */
export function findingsOf(resource: unknown, profile?: StructureDefinition): Findings {
  const looked = profile ? undefined : found.get(resource as object);
  return looked ?? look(resource, profile);
}

/** What was found by another thread. */
const found = new WeakMap<object, Findings>();
export function remember(resource: object, findings: Findings): void {
  found.set(resource, findings);
}

function look(resource: unknown, profile: StructureDefinition | undefined): Findings {
  const shape = shapeIssues(resource);
  if (shape.some(({ code }) => code !== 'structure')) return { issues: shape, isReadable: false };
  const plain = withNumbers(resource) as Resource;
  const issues = [...shape];
  const known = new Set(shape.map((issue) => issue.expression?.[0]));
  for (const issue of [...ruleIssues(plain, profile), ...bindingIssues(plain)])
    if (issue.code !== 'structure' || !known.has(issue.expression?.[0]))
      issues.push({ ...issue, diagnostics: issue.diagnostics ?? issue.details?.text });
  return { issues, isReadable: true };
}

/** Of primitives, which are looked at before as R4 means them (shape.ts): base64 with line breaks, narratives of more than 1 MB. */
const ofPrimitives =
  /^(Invalid \w+ format|Invalid (date|dateTime|instant) value|String (cannot be larger|must contain)\b.*)$/;

/** Cardinality, invariants, slices. */
function ruleIssues(resource: Resource, profile: StructureDefinition | undefined): OperationOutcomeIssue[] {
  const issues: OperationOutcomeIssue[] = [];
  try {
    issues.push(
      ...validateResource(resource, {
        base64BinaryMaxBytes: Number.MAX_SAFE_INTEGER,
        ...(profile ? { profile } : {}),
      }),
    );
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    issues.push(...error.outcome.issue);
  }
  return issues.filter(
    ({ severity, details }) =>
      (severity === 'error' || severity === 'fatal') && !ofPrimitives.test(details?.text ?? ''),
  );
}

/** Throws 400 for what has not the form of a resource, 422 for what breaks a rule; names elements, never their values. */
export function assertValid(resource: unknown): asserts resource is Resource {
  const { issues, isReadable } = findingsOf(resource);
  if (issues.length > 0) throw FhirFailure.of(isReadable ? 422 : 400, issues);
}

/** Throws 400 where the frame of a Bundle or Parameters is not well formed; the resources inside are not looked at. */
export function assertFrame(resource: unknown): void {
  const issues = shapeIssues(resource, true);
  if (issues.length > 0) throw FhirFailure.of(400, issues);
}
