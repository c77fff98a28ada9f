import { flagOf, notesOfFlag, readFlag, withNotesOfFlag } from '@keneyapp/fhir-model/flag';
import type { FlagKind } from '@keneyapp/fhir-model/flag-kinds';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Flag, Period } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { DeniedError } from '../../access/denied.ts';
import type { PatientContext } from '../../context.ts';
import { refuse } from '../../errors.ts';
import type { StatementChange } from '../../statement-input.ts';
import {
  authorOf,
  changeStatement,
  checkPastDate,
  noteOf,
  recordStatement,
  type ChangedStatement,
  type StatementContext,
} from '../../statements.ts';
import { nursingKinds } from './kinds-schema.ts';
import type { ChangeInput, RecordInput } from './schema.ts';

type FlagContext = StatementContext & Pick<PatientContext, 'access'>;

/** Writes what whoever comes to the bed must know: since when, until when, why and by whom. */
export async function record(ctx: FlagContext, input: RecordInput): Promise<ChangedStatement> {
  const now = new Date();
  (await ownKinds(ctx))(input.kind);
  checkDetail(input.kind, input.detail);
  await checkPastDate(ctx, 'start', input.start, now);
  const flag: Flag = {
    resourceType: 'Flag',
    status: 'active',
    ...flagOf(input.kind, input.detail),
    subject: { reference: patientReference(ctx.patientId) },
    period: periodOf(input.start, input.end),
    author: authorOf(ctx),
  };
  return recordStatement(
    ctx,
    input.key,
    input.note ? withNotesOfFlag(flag, [noteOf(ctx, input.note, now)]) : flag,
  );
}

/** It is said otherwise: what the person changed, and nothing else of it. */
export async function change(ctx: FlagContext, input: ChangeInput): Promise<ChangedStatement> {
  const { changes } = input;
  const checkKind = await ownKinds(ctx);
  if (changes.start) await checkPastDate(ctx, 'start', changes.start, new Date());
  return changeStatement(ctx, 'Flag', { ...input, reason: '' }, (stored, now) => {
    const was = readFlag(stored);
    const kind = changes.kind ?? was.kind;
    checkKind(was.kind);
    checkKind(kind);
    let next = stored;
    if (changes.kind !== undefined || changes.detail !== undefined) {
      const detail = changes.detail ?? was.detail ?? '';
      checkDetail(kind, detail);
      // of another system’s flag the codes are not ours to name
      next = {
        ...next,
        ...(kind === null ? { code: { ...next.code, text: detail } } : flagOf(kind, detail)),
      };
    }
    if (changes.start !== undefined || changes.end !== undefined) {
      const { period: _, ...rest } = next;
      const period = periodOf(
        changes.start === undefined ? (stored.period?.start ?? null) : changes.start,
        changes.end === undefined ? (stored.period?.end ?? null) : changes.end,
      );
      next = { ...rest, ...(period.start || period.end ? { period } : {}) };
    }
    if (changes.note !== undefined) {
      const [, ...others] = notesOfFlag(next);
      next = withNotesOfFlag(next, [...(changes.note ? [noteOf(ctx, changes.note, now)] : []), ...others]);
    }
    return next;
  });
}

/** It does not stand any more, from now on. */
export async function end(ctx: FlagContext, input: StatementChange): Promise<ChangedStatement> {
  const checkKind = await ownKinds(ctx);
  return changeStatement(ctx, 'Flag', input, (stored, now) => {
    checkKind(readFlag(stored).kind);
    if (stored.status === 'inactive') refuse([{ path: ['id'], reason: 'ended' }]);
    const today = dayOf(now);
    const foreseen = stored.period?.end;
    return {
      ...stored,
      status: 'inactive',
      // one that was over already ended when it was to
      period: { ...stored.period, end: foreseen && foreseen < today ? foreseen : today },
    };
  });
}

/** It should never have been written. */
export async function markEnteredInError(
  ctx: FlagContext,
  input: StatementChange,
): Promise<ChangedStatement> {
  const checkKind = await ownKinds(ctx);
  return changeStatement(ctx, 'Flag', input, (stored) => {
    checkKind(readFlag(stored).kind);
    return { ...stored, status: 'entered-in-error' };
  });
}

/** Which kinds are this person's: isolation and the risk of falling, or all. A kind that nobody here knows is a doctor's. */
async function ownKinds({ access, patientId }: FlagContext): Promise<(kind: FlagKind | null) => void> {
  const { allow, reasons } = await access.decide('flags.record-any', patientId);
  return (kind) => {
    if (allow || (kind !== null && nursingKinds.includes(kind))) return;
    throw new TRPCError({
      code: 'FORBIDDEN',
      message: 'denied',
      cause: new DeniedError(reasons[0] ?? 'role'),
    });
  };
}

/** What has no kind with a word of its own needs words. */
function checkDetail(kind: FlagKind | null, detail: string): void {
  if (detail === '' && (kind === null || kind === 'other')) refuse([{ path: ['detail'], reason: 'needed' }]);
}

function periodOf(start: string | null, end: string | null): Period {
  if (start && end) {
    const known = Math.min(start.length, end.length);
    if (end.slice(0, known) < start.slice(0, known)) refuse([{ path: ['end'], reason: 'before-onset' }]);
  }
  return { ...(start ? { start } : {}), ...(end ? { end } : {}) };
}
