import { isIsoDay } from '@keneyapp/clinical';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import type {
  AllergyIntolerance,
  Annotation,
  CodeableConcept,
  Condition,
  Practitioner,
  Reference,
} from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { PatientContext } from './context.ts';
import { refuse } from './errors.ts';
import { belongsTo } from './fhir/compartment.ts';
import type { StatementChange } from './statement-input.ts';
import type { ChartTransaction } from './writing/chart-transaction.ts';
import { oneAtATime } from './writing/one-at-a-time.ts';
import { changedMeanwhile } from './writing/outcome-errors.ts';

/** What the writing of problems and of allergies has in common: both are statements of a person about a patient. */
export type StatementContext = Pick<
  PatientContext,
  'session' | 'patientId' | 'fhir' | 'auditResources' | 'write' | 'services'
>;

/** A word of one of HL7's code systems (`condition-clinical`, `allergyintolerance-verification`). */
export const statusOf = (system: string, code: string): CodeableConcept => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code }],
});

export const authorOf = ({ session }: Pick<StatementContext, 'session'>): Reference<Practitioner> => ({
  ...(session.fhirUser ? { reference: session.fhirUser } : {}),
  display: session.displayName,
});

/** Words of this person, now; they travel with the resource to every system. */
export const noteOf = (ctx: Pick<StatementContext, 'session'>, text: string, now: Date): Annotation => ({
  authorReference: authorOf(ctx),
  time: now.toISOString(),
  text,
});

/** It was on a day that there is, not after today, not before birth; compared as far as both are known. */
export async function checkPastDate(
  { fhir, patientId }: Pick<StatementContext, 'fhir' | 'patientId'>,
  name: string,
  date: string,
  now: Date,
): Promise<void> {
  const refuseAs = (reason: string): never => refuse([{ path: [name], reason }]);
  if (date.length === 10 && !isIsoDay(date)) refuseAs('impossible');
  if (date > dayOf(now).slice(0, date.length)) refuseAs('future');
  const { birthDate = '' } = await fhir.read('Patient', patientId);
  const known = Math.min(date.length, birthDate.length);
  if (known > 0 && date.slice(0, known) < birthDate.slice(0, known)) refuseAs('before-birth');
}

interface Types {
  AllergyIntolerance: AllergyIntolerance;
  Condition: Condition;
}
export interface ChangedStatement {
  id: string;
  isReplay: boolean;
}

/**
 * Writes one statement of this patient anew, over the version that the person read and no other. What was entered in error
 * stays so; the reason goes into its notes, and nothing is deleted.
 */
export async function changeStatement<T extends keyof Types>(
  ctx: StatementContext,
  type: T,
  { key, id, version, reason }: StatementChange,
  change: (stored: Types[T], now: Date) => Types[T],
): Promise<ChangedStatement> {
  const now = new Date();
  const plan = async (transaction: ChartTransaction): Promise<void> => {
    const stored = (await readOwn(ctx, type, id)) as Types[T];
    if (stored.meta?.versionId !== version) throw changedMeanwhile();
    if (stored.verificationStatus?.coding?.some(({ code }) => code === 'entered-in-error'))
      refuse([{ path: ['id'], reason: 'entered-in-error' }]);
    const changed = change(stored, now);
    const note = [...(changed.note ?? []), ...(reason === '' ? [] : [noteOf(ctx, reason, now)])];
    transaction.update({ ...changed, ...(note.length > 0 ? { note } : {}) }, version);
  };
  const written = await oneAtATime(ctx.services.locks, lockOf(type, ctx.patientId), () =>
    ctx.write({ key, plan }),
  );
  ctx.auditResources(...written.references);
  return { id, isReplay: written.isReplay };
}

/** What one statement says may rest on the others of its kind: who writes any goes one after the other. */
export const lockOf = (type: keyof Types, patientId: string): string => `${type}:${patientId}`;

/** One of somebody else is not found. */
async function readOwn(
  { fhir, patientId }: StatementContext,
  type: keyof Types,
  id: string,
): Promise<AllergyIntolerance | Condition> {
  const found = await fhir.read(type, id);
  if (!belongsTo(found, patientId)) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such statement' });
  return found;
}
