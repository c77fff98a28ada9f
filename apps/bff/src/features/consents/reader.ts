import { TRPCError } from '@trpc/server';
import { DeniedError } from '../../access/denied.ts';
import type { PatientContext } from '../../context.ts';
import type { ConsentsView } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

export type ConsentContext = Pick<
  PatientContext,
  'session' | 'patientId' | 'fhir' | 'touch' | 'services' | 'verdict' | 'write'
>;
export const isOwn = ({ session, patientId }: Pick<ConsentContext, 'session' | 'patientId'>): boolean =>
  session.role === 'patient' && session.fhirUser === patientReference(patientId);

/** Bases of access under which decisions are read and not written. */
const readers: readonly unknown[] = ['delegate', 'emergency'];

/** Decisions are the patient's. Staff write down what was signed; who acts for a patient, or opened the chart in an emergency, reads them. */
export function rightsOf(
  ctx: Pick<ConsentContext, 'session' | 'patientId' | 'verdict'>,
  mayWrite: boolean,
): Pick<ConsentsView, 'mayRecord' | 'isOwn'> {
  return { isOwn: isOwn(ctx), mayRecord: mayWrite && !readers.includes(ctx.verdict.basis) };
}

export const refused = (message: string) => new TRPCError({ code: 'BAD_REQUEST', message });
export const denied = (reason: string) =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError(reason) });
