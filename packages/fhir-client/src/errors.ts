import type { OperationOutcome } from '@medplum/fhirtypes';

/**
 * The one error of the transport. `status` is the server's, or one of ours: 0 unreachable, 499 given up by the caller,
 * 502 an answer that is no FHIR, 504 too late. `code` is a short technical word (`ECONNREFUSED`, `too-large`); the message
 * holds nothing of the request or the answer. `outcome` is the server's OperationOutcome when it sent one; it may name a
 * patient, so it is not enumerable: a logger that copies an error's properties does not see it.
 */
export class FhirError extends Error {
  readonly status: number;
  readonly code: string | null;
  declare readonly outcome: OperationOutcome | null;

  constructor(status: number, outcome: OperationOutcome | null, code: string | null = null) {
    super(code ? `FHIR ${status} ${code}` : `FHIR ${status}`);
    this.name = 'FhirError';
    this.status = status;
    this.code = code;
    Object.defineProperty(this, 'outcome', { value: outcome, enumerable: false });
  }
}
