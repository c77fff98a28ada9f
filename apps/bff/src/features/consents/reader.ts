import { TRPCError } from '@trpc/server';
import { DeniedError } from '../../access/denied.ts';
import type { PatientContext } from '../../context.ts';
import type { ConsentsView } from './view.ts';

export type ConsentContext = Pick<
  PatientContext,
  'session' | 'access' | 'patientId' | 'fhir' | 'auditResources' | 'services' | 'verdict' | 'write'
>;
export const isOwn = ({ verdict }: Pick<ConsentContext, 'verdict'>): boolean => verdict.basis === 'own';

/** Bases of access under which decisions are read and not written. */
const readers: readonly unknown[] = ['delegate', 'emergency'];

/** Decisions are the patient's. Staff write down what was signed; who acts for a patient, or opened the chart in an emergency, reads them. */
export function rightsOf(
  ctx: Pick<ConsentContext, 'verdict'>,
  mayWrite: boolean,
): Pick<ConsentsView, 'mayRecord' | 'isOwn' | 'isDelegate'> {
  const { basis } = ctx.verdict;
  return {
    isOwn: isOwn(ctx),
    isDelegate: basis === 'delegate',
    mayRecord: mayWrite && !readers.includes(basis),
  };
}

export const refused = (message: string) => new TRPCError({ code: 'BAD_REQUEST', message });
export const denied = (reason: string) =>
  new TRPCError({ code: 'FORBIDDEN', message: 'denied', cause: new DeniedError(reason) });
