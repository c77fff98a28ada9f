import { absenceOf } from '@keneyapp/fhir-model/absence';
import { surgicalProcedure } from '@keneyapp/fhir-model/procedure';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Procedure } from '@medplum/fhirtypes';
import { refuse } from '../../errors.ts';
import {
  authorOf,
  changeStatement,
  checkPastDate,
  noteOf,
  recordStatement,
  renamed,
  withFirstNote,
  type ChangedStatement,
  type StatementContext,
} from '../../statements.ts';
import type { StatementChange } from '../../statement-input.ts';
import { conceptOf } from '../../terminology/coded-input.ts';
import type { ChangeInput, RecordInput } from './schema.ts';

type Fields = Omit<RecordInput, 'key' | 'coded' | 'note'>;

/** Writes a procedure that was done, or that was not, and why; by whoever knows of it. */
export async function record(ctx: StatementContext, input: RecordInput): Promise<ChangedStatement> {
  const now = new Date();
  if (input.date !== null) await checkPastDate(ctx, 'date', input.date, now);
  const { concept, meta } = await conceptOf(ctx.services.terminology, 'Procedure.code', input.coded);
  // that there was none is no procedure
  if (absenceOf(concept, 'procedure')) refuse([{ path: ['coded'], reason: 'absence' }]);
  const made: Procedure = {
    resourceType: 'Procedure',
    ...(meta.tag ? { meta } : {}),
    status: input.status,
    code: concept,
    subject: { reference: patientReference(ctx.patientId) },
    recorder: authorOf(ctx),
    ...(input.note ? { note: [noteOf(ctx, input.note, now)] } : {}),
  };
  return recordStatement(ctx, input.key, said(ctx, made, input));
}

/** It is said otherwise: what the person changed, and nothing else of it. */
export async function change(ctx: StatementContext, input: ChangeInput): Promise<ChangedStatement> {
  const { coded, note, ...fields } = input.changes;
  if (fields.date) await checkPastDate(ctx, 'date', fields.date, new Date());
  const named = coded && (await conceptOf(ctx.services.terminology, 'Procedure.code', coded));
  if (named && absenceOf(named.concept, 'procedure')) refuse([{ path: ['coded'], reason: 'absence' }]);
  return changeStatement(ctx, 'Procedure', { ...input, reason: '' }, (stored, now) => ({
    ...said(ctx, stored, fields),
    ...(named ? renamed(stored, named) : {}),
    ...(note === undefined ? {} : withFirstNote(ctx, stored, note, now)),
  }));
}

/** It should never have been written. */
export const markEnteredInError = (
  ctx: StatementContext,
  input: StatementChange,
): Promise<ChangedStatement> =>
  changeStatement(ctx, 'Procedure', input, (stored) => ({ ...stored, status: 'entered-in-error' }));

/** A procedure with what is said of it; what is left out stays. */
function said(
  ctx: StatementContext,
  stored: Procedure,
  { status, reason, isSurgery, date, performer, site, source }: Partial<Fields>,
): Procedure {
  const next: Procedure = { ...stored };
  if (status !== undefined) next.status = status;
  if (reason === '' || status === 'completed') delete next.statusReason;
  else if (reason !== undefined) next.statusReason = { text: reason };
  if (isSurgery === true) next.category = surgicalProcedure;
  else if (isSurgery === false) delete next.category;
  if (date !== undefined) {
    delete next.performedDateTime;
    delete next.performedPeriod;
    delete next.performedString;
    delete next.performedAge;
    delete next.performedRange;
    if (date !== null) next.performedDateTime = date;
  }
  if (performer === '') delete next.performer;
  else if (performer !== undefined) next.performer = [{ actor: { display: performer } }];
  if (site === '') delete next.bodySite;
  else if (site !== undefined) next.bodySite = [{ text: site }];
  if (source !== undefined)
    next.asserter = source === 'told' ? { reference: patientReference(ctx.patientId) } : authorOf(ctx);
  return next;
}
