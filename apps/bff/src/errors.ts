import { AppointmentsError } from '@keneyapp/appointments/client';
import { FhirError } from '@keneyapp/fhir-client';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { GrantEndedError, ProviderAwayError } from './session/provider.ts';

/** What the server said, in the words of tRPC. Anything else of the FHIR side is BAD_GATEWAY: not the reader's doing. */
const byStatus: Record<number, TRPCError['code']> = {
  0: 'SERVICE_UNAVAILABLE',
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  // HAPI's word for what others call 412: both are `changed meanwhile` (ADR 17)
  409: 'PRECONDITION_FAILED',
  410: 'NOT_FOUND',
  412: 'PRECONDITION_FAILED',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  499: 'CLIENT_CLOSED_REQUEST',
  503: 'SERVICE_UNAVAILABLE',
  504: 'GATEWAY_TIMEOUT',
};

/** The one mapping from FHIR failures to what the web reads; texts of the server are not passed on, they may name a patient. */
export function asTrpcError(error: TRPCError): TRPCError {
  const cause = error.cause;
  if (cause instanceof GrantEndedError)
    return new TRPCError({ code: 'UNAUTHORIZED', message: 'no session', cause });
  if (cause instanceof ProviderAwayError)
    return new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'identity provider away', cause });
  if (cause instanceof AppointmentsError) return asAgendaError(cause);
  if (!(cause instanceof FhirError)) return error;
  const code = byStatus[cause.status] ?? 'BAD_GATEWAY';
  return new TRPCError({ code, message: `fhir ${cause.status}`, cause });
}

/** What the agenda's engine refused, or that it did not answer. */
function asAgendaError(cause: AppointmentsError): TRPCError {
  const code = cause.status >= 500 ? 'SERVICE_UNAVAILABLE' : (byStatus[cause.status] ?? 'BAD_GATEWAY');
  return new TRPCError({ code, message: `agenda ${cause.status}`, cause });
}

/** Refuses with a code for each field, as zod does, so that the form shows each at its place. The message never holds a value. */
export function refuse(issues: readonly { path: (string | number)[]; reason: string }[]): never {
  throw new TRPCError({
    code: 'BAD_REQUEST',
    message: 'refused',
    cause: new z.ZodRealError(
      issues.map(({ path, reason }) => ({ code: 'custom', path, message: reason, input: undefined })),
    ),
  });
}
