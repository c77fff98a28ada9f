/** What the web keeps of a failed call: a code to choose words by and a number to tell support. Never a text of the server. */
export interface CallError {
  /** tRPC's code (`FORBIDDEN`, `NOT_FOUND`, `BAD_GATEWAY`…), or null when no answer came at all. */
  code: string | null;
  /** Reason code of a denial (`role`, `no-relation`, …). */
  reason: string | null;
  /** Refused, but an emergency access would open it. */
  mayBreakGlass: boolean;
  requestId: string | null;
  /** Of what was too much: when there may be more. */
  retryAfterSeconds: number | null;
  /** The record in which it is already. */
  otherPatientId: string | null;
}

/** Reads an error of @trpc/client, or the same after its journey from server to browser as plain data. */
export function asCallError(error: unknown): CallError {
  const data = typeof error === 'object' && error !== null && 'data' in error ? error.data : null;
  if (typeof data !== 'object' || data === null)
    return {
      ...{ code: null, reason: null, mayBreakGlass: false, requestId: null },
      ...{ retryAfterSeconds: null, otherPatientId: null },
    };
  const field = (name: string) => {
    const value = (data as Record<string, unknown>)[name];
    return typeof value === 'string' ? value : null;
  };
  return {
    code: field('code'),
    reason: field('reason'),
    mayBreakGlass: 'mayBreakGlass' in data && data.mayBreakGlass === true,
    requestId: field('requestId'),
    retryAfterSeconds:
      'retryAfterSeconds' in data && typeof data.retryAfterSeconds === 'number'
        ? data.retryAfterSeconds
        : null,
    otherPatientId: field('otherPatientId'),
  };
}

export function errorCode(error: unknown): string | null {
  return asCallError(error).code;
}

/**
 * Somebody else was faster, whatever was saved: a chart, a draft, a setting, an account (`writing/outcome-errors.ts` of the
 * BFF). The one place that knows it; what is shown of it is `components/changed-meanwhile.tsx`.
 */
export const isChangedMeanwhile = (error: unknown): boolean => errorCode(error) === 'PRECONDITION_FAILED';

/** What was saved may be in, or not: it is not known yet. */
export const isNotConfirmed = (error: unknown): boolean => asCallError(error).reason === 'not-confirmed';
