import { isIsoDay } from '@keneyapp/clinical';
import { uncodedTag } from '@keneyapp/fhir-model/bindings';
import { notesOfFlag, withNotesOfFlag } from '@keneyapp/fhir-model/flag';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import type {
  AllergyIntolerance,
  Annotation,
  CodeableConcept,
  Condition,
  Device,
  DeviceUseStatement,
  FamilyMemberHistory,
  Flag,
  Immunization,
  Meta,
  Observation,
  Practitioner,
  Procedure,
  Reference,
  Resource,
} from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { PatientContext } from './context.ts';
import { refuse } from './errors.ts';
import { belongsTo } from './fhir/compartment.ts';
import type { StatementChange } from './statement-input.ts';
import type { conceptOf } from './terminology/coded-input.ts';
import type { ChartTransaction } from './writing/chart-transaction.ts';
import { oneAtATime } from './writing/one-at-a-time.ts';
import { changedMeanwhile } from './writing/outcome-errors.ts';

/** What the writing of problems, allergies, vaccinations and the like has in common: they are statements of a person about a patient. */
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

/** The first of its notes in other words, signed by who changed them; without words it goes. The others are not theirs, and stay. */
export function withFirstNote(
  ctx: Pick<StatementContext, 'session'>,
  { note: [_, ...others] = [] }: { note?: Annotation[] },
  text: string,
  now: Date,
): { note: Annotation[] } {
  return { note: [...(text === '' ? [] : [noteOf(ctx, text, now)]), ...others] };
}

/** A resource under another code: the mark of words without a code comes and goes with it. */
export function renamed(
  { meta }: Resource,
  { concept, meta: { tag = [] } }: Awaited<ReturnType<typeof conceptOf>>,
): { code: CodeableConcept; meta: Meta } {
  const others = (meta?.tag ?? []).filter(
    ({ system, code }) => system !== uncodedTag.system || code !== uncodedTag.code,
  );
  const { tag: _, ...kept } = meta ?? {};
  const all = [...others, ...tag];
  return { code: concept, meta: { ...kept, ...(all.length > 0 ? { tag: all } : {}) } };
}

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
  Device: Device;
  DeviceUseStatement: DeviceUseStatement;
  FamilyMemberHistory: FamilyMemberHistory;
  Flag: Flag;
  Immunization: Immunization;
  Observation: Observation;
  Procedure: Procedure;
}
export type StatementType = keyof Types;
export type StatementOf<T extends StatementType> = Types[T];
export interface ChangedStatement {
  id: string;
  isReplay: boolean;
}

/** Writes one new statement; the same key again changes nothing. */
export async function recordStatement(
  ctx: StatementContext,
  key: string,
  statement: Types[StatementType],
  /** Looks whether it may be said beside what there is; not asked again of what is there already. */
  check?: () => Promise<void>,
): Promise<ChangedStatement> {
  const plan = async (transaction: ChartTransaction): Promise<string> => {
    await check?.();
    transaction.create('statement', statement);
    return transaction.idAt('statement');
  };
  const written = await ctx.write({ key, plan });
  ctx.auditResources(...written.references);
  return { id: written.says ?? '', isReplay: written.isReplay };
}

/**
 * Writes one statement of this patient anew, over the version that the person read and no other. What was entered in error
 * stays so; the reason goes into its notes, and nothing is deleted.
 */
export async function changeStatement<T extends StatementType>(
  ctx: StatementContext,
  type: T,
  { key, id, version, reason }: StatementChange,
  change: (stored: Types[T], now: Date) => Types[T],
  /** Writes what belongs to it in the same step. */
  along?: (transaction: ChartTransaction) => Promise<void>,
): Promise<ChangedStatement> {
  const now = new Date();
  const plan = async (transaction: ChartTransaction): Promise<void> => {
    const stored = await readOwn(ctx, type, id);
    if (stored.meta?.versionId !== version) throw changedMeanwhile();
    if (isEnteredInError(stored)) refuse([{ path: ['id'], reason: 'entered-in-error' }]);
    const changed = change(stored, now);
    transaction.update(reason === '' ? changed : withNote(changed, noteOf(ctx, reason, now)), version);
    await along?.(transaction);
  };
  const written = await oneAtATime(ctx.services.locks, lockOf(type, ctx.patientId), () =>
    ctx.write({ key, plan }),
  );
  ctx.auditResources(...written.references);
  return { id, isReplay: written.isReplay };
}

/** Its notes, wherever its type keeps them; a flag has none but in an extension. */
export const notesIn = (stored: Types[StatementType]): Annotation[] =>
  stored.resourceType === 'Flag' ? notesOfFlag(stored) : (stored.note ?? []);

function withNote<T extends StatementType>(stored: Types[T], note: Annotation): Types[T] {
  const all = [...notesIn(stored), note];
  const noted: Types[StatementType] =
    stored.resourceType === 'Flag' ? withNotesOfFlag(stored, all) : { ...stored, note: all };
  return noted as Types[T];
}

function isEnteredInError(stored: Types[StatementType]): boolean {
  const said =
    'verificationStatus' in stored && stored.verificationStatus
      ? (stored.verificationStatus.coding ?? []).map(({ code }) => code)
      : ['status' in stored ? stored.status : undefined];
  return said.includes('entered-in-error');
}

/** What one statement says may rest on the others of its kind: who writes any goes one after the other. */
export const lockOf = (type: StatementType, patientId: string): string => `${type}:${patientId}`;

/** One of somebody else is not found. */
export async function readOwn<T extends StatementType>(
  { fhir, patientId }: Pick<StatementContext, 'fhir' | 'patientId'>,
  type: T,
  id: string,
): Promise<Types[T]> {
  const found = (await fhir.read(type, id)) as Types[T];
  if (!belongsTo(found, patientId)) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such statement' });
  return found;
}
