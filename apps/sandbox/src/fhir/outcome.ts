import { OperationOutcomeError } from '@medplum/core';
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';

/** A refusal with its HTTP status; what handlers throw. The text names parameters and types, never content of resources. */
export class FhirFailure extends Error {
  readonly status: number;
  readonly outcome: OperationOutcome;
  constructor(status: number, code: OperationOutcomeIssue['code'], text: string, expression?: string[]) {
    super(text);
    this.status = status;
    this.outcome = {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'error', code, diagnostics: text, ...(expression ? { expression } : {}) }],
    };
  }
}

export const badRequest = (text: string, expression?: string[]) =>
  new FhirFailure(400, 'invalid', text, expression);
export const notSupported = (text: string) => new FhirFailure(400, 'not-supported', text);
export const forbidden = (text: string) => new FhirFailure(403, 'forbidden', text);
export const notFound = (ref: string) => new FhirFailure(404, 'not-found', `${ref} is not known`);
export const gone = (ref: string) => new FhirFailure(410, 'deleted', `${ref} was deleted`);
export const preconditionFailed = (text: string) => new FhirFailure(412, 'conflict', text);
export const multipleMatches = (text: string) => new FhirFailure(412, 'multiple-matches', text);
export const unprocessable = (text: string, expression?: string[]) =>
  new FhirFailure(422, 'processing', text, expression);

const statusById: Record<string, number> = {
  ok: 200,
  created: 201,
  accepted: 202,
  'not-modified': 304,
  unauthorized: 401,
  forbidden: 403,
  'not-found': 404,
  conflict: 409,
  gone: 410,
  'precondition-failed': 412,
  'multiple-matches': 412,
  'too-many-requests': 429,
};

/** Status of an outcome made by FhirRouter, which marks them by id, or passed through it by our repository. */
export function statusOf(outcome: OperationOutcome): number {
  const known =
    statusById[outcome.id ?? ''] ?? (Number(/^status-(\d{3})$/.exec(outcome.id ?? '')?.[1]) || undefined);
  if (known) return known;
  if (outcome.issue.some((issue) => issue.code === 'exception')) return 500;
  return outcome.issue.some((issue) => issue.severity === 'error' || issue.severity === 'fatal') ? 400 : 200;
}

/** What any thrown value becomes; an unforeseen one says nothing of its cause. */
export function asFailure(error: unknown): {
  status: number;
  outcome: OperationOutcome;
  unforeseen: boolean;
} {
  if (error instanceof FhirFailure)
    return { status: error.status, outcome: error.outcome, unforeseen: false };
  if (error instanceof OperationOutcomeError) {
    const { outcome } = error;
    return { status: statusOf(outcome), outcome, unforeseen: false };
  }
  const text = error instanceof SyntaxError ? 'The body is not JSON' : 'Internal error';
  const status = error instanceof SyntaxError ? 400 : 500;
  return {
    status,
    outcome: {
      resourceType: 'OperationOutcome',
      issue: [
        {
          severity: status === 500 ? 'fatal' : 'error',
          code: status === 500 ? 'exception' : 'structure',
          diagnostics: text,
        },
      ],
    },
    unforeseen: status === 500,
  };
}
