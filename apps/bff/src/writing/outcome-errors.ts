import { FhirError } from '@keneyapp/fhir-client';
import { TRPCError } from '@trpc/server';
import type { Refusal } from './intents.ts';

/**
 * Somebody else was faster: the person decides with both versions before their eyes. Whatever is written (a chart, a draft, a
 * setting, an account), this is how the web hears of it, and PRECONDITION_FAILED stands for nothing else.
 */
export const changedMeanwhile = (): TRPCError =>
  new TRPCError({ code: 'PRECONDITION_FAILED', message: 'changed meanwhile' });

/** What the page says of it: a code, never a text. */
export class UnsettledWriteError extends Error {
  readonly reason: 'not-confirmed' | 'not-written' | 'other-content';
  constructor(reason: UnsettledWriteError['reason']) {
    super(reason);
    this.reason = reason;
  }
}
const unsettled = (code: TRPCError['code'], reason: UnsettledWriteError['reason']): TRPCError =>
  new TRPCError({ code, message: reason, cause: new UnsettledWriteError(reason) });

/** It may be in: asked again with the same key, the answer is what became of it. */
export const notConfirmed = (): TRPCError => unsettled('TIMEOUT', 'not-confirmed');

export const isNotConfirmed = (error: { cause?: unknown } | undefined): boolean =>
  error?.cause instanceof UnsettledWriteError && error.cause.reason === 'not-confirmed';

/** One key, two contents: what was sent first stands. */
export const otherContent = (): TRPCError => unsettled('CONFLICT', 'other-content');

/** It did not go in, and will not. The one mapping of what a FHIR server says of a conflict: HAPI 409, others 412. */
export function refusalError(refusal: Refusal): Error {
  if (refusal === 'changed-meanwhile') return changedMeanwhile();
  if (refusal === 'lost') return unsettled('SERVICE_UNAVAILABLE', 'not-written');
  return new FhirError(Number(refusal.slice('status-'.length)), null);
}

export const refusalOf = (status: number): Refusal =>
  status === 409 || status === 412 ? 'changed-meanwhile' : `status-${status}`;
