import { OperationOutcomeError, validateResource } from '@medplum/core';
import type { OperationOutcomeIssue, Resource } from '@medplum/fhirtypes';
import { isType } from '../model/definitions.ts';
import { FhirFailure } from '../outcome.ts';
import { bindingIssues } from './bindings.ts';

/** Structure, cardinality, invariants and required bindings; empty when the resource is valid. */
export function issuesOf(resource: unknown): OperationOutcomeIssue[] {
  const type = (resource as Resource | null)?.resourceType;
  if (typeof type !== 'string' || !isType(type))
    return [{ severity: 'error', code: 'structure', diagnostics: 'The body is not a FHIR resource' }];
  const issues: OperationOutcomeIssue[] = [];
  try {
    issues.push(...validateResource(resource as Resource));
  } catch (error) {
    if (!(error instanceof OperationOutcomeError)) throw error;
    issues.push(...error.outcome.issue);
  }
  return [
    ...issues.filter((issue) => issue.severity === 'error' || issue.severity === 'fatal'),
    ...bindingIssues(resource as Resource),
  ];
}

/** Throws 422 (400 when it is no resource at all) naming elements, never their values. */
export function assertValid(resource: unknown): asserts resource is Resource {
  const issue = issuesOf(resource);
  if (issue.length === 0) return;
  const failure = new FhirFailure(
    issue[0]?.code === 'structure' && !(resource as Resource | null)?.resourceType ? 400 : 422,
    'invalid',
    'The resource is not valid',
  );
  failure.outcome.issue = issue.map((i) => ({ ...i, diagnostics: i.diagnostics ?? i.details?.text }));
  throw failure;
}
