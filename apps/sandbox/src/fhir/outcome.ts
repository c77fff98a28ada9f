import { OperationOutcomeError } from '@medplum/core';
import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes';
import { DatabaseError } from './store/driver.ts';

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

  static of(status: number, issue: OperationOutcomeIssue[]): FhirFailure {
    const failure = new FhirFailure(status, 'invalid', issue[0]?.diagnostics ?? 'Refused');
    failure.outcome.issue = issue;
    return failure;
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

/** What any thrown value becomes; an unforeseen one says nothing of its cause. */
export function asFailure(error: unknown): {
  status: number;
  outcome: OperationOutcome;
  unforeseen: boolean;
} {
  if (error instanceof FhirFailure)
    return { status: error.status, outcome: error.outcome, unforeseen: false };
  if (error instanceof OperationOutcomeError)
    return { status: 400, outcome: { ...error.outcome, id: undefined }, unforeseen: false };
  const known = ofDatabase(error);
  if (known) return { status: known.status, outcome: known.outcome, unforeseen: false };
  return {
    status: 500,
    outcome: {
      resourceType: 'OperationOutcome',
      issue: [{ severity: 'fatal', code: 'exception', diagnostics: 'Internal error' }],
    },
    unforeseen: true,
  };
}

/** A value that the database cannot compare or keep is the caller's to mend; it never says which, so neither do we. */
function ofDatabase(error: unknown): FhirFailure | null {
  if (!(error instanceof DatabaseError)) return null;
  if (error.code === '2201B') return badRequest('A regular expression is not well formed');
  return /^22/.test(error.code) ? badRequest('A value is of a form or size that cannot be searched') : null;
}

/** Runs `work`; what it refuses is said to stand in `place` (`Bundle.entry[3]`). */
export function within<R>(place: string | null, work: () => R): R {
  if (place === null) return work();
  try {
    const result = work();
    return result instanceof Promise
      ? (result.catch((error: unknown) => {
          throw placed(place, error);
        }) as R)
      : result;
  } catch (error) {
    throw placed(place, error);
  }
}

function placed(place: string, error: unknown): unknown {
  if (!(error instanceof FhirFailure)) return error;
  return FhirFailure.of(
    error.status,
    error.outcome.issue.map((issue) => ({
      ...issue,
      expression: issue.expression?.map((path) => below(place, path)) ?? [place],
    })),
  );
}

/** A path that begins with a type is one of the entry's resource. */
const below = (place: string, path: string): string =>
  path.startsWith('Bundle.entry[') ? path : `${place}.${path.replace(/^[A-Z][A-Za-z]+(?=\.|$)/, 'resource')}`;
