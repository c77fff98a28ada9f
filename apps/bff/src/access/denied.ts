import { TRPCError } from '@trpc/server';

/** Why there is no answer, as a code the web translates, and whether breaking the glass would help. */
export class DeniedError extends Error {
  readonly reason: string;
  readonly mayBreakGlass: boolean;
  /** Of what is too much: when there may be more. */
  readonly retryAfterSeconds: number | null;
  /** The record in which it is already, where there is a way on from there. */
  readonly otherPatientId: string | null;
  constructor(
    reason: string,
    {
      mayBreakGlass = false,
      retryAfterSeconds = null,
      otherPatientId = null,
      ...options
    }: ErrorOptions & {
      mayBreakGlass?: boolean;
      retryAfterSeconds?: number | null;
      otherPatientId?: string | null;
    } = {},
  ) {
    super(`denied: ${reason}`, options);
    this.reason = reason;
    this.mayBreakGlass = mayBreakGlass;
    this.retryAfterSeconds = retryAfterSeconds;
    this.otherPatientId = otherPatientId;
  }
}

/** Nobody asked this person. */
export const notAsked = (): TRPCError =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError('not-asked') });
