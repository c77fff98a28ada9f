import type { Condition } from '@medplum/fhirtypes';
import { refuse } from '../../errors.ts';
import {
  changeStatement,
  checkPastDate,
  renamed,
  statusOf,
  withFirstNote,
  type ChangedStatement,
  type StatementContext,
} from '../../statements.ts';
import type { StatementChange } from '../../statement-input.ts';
import { conceptOf } from '../../terminology/coded-input.ts';
import type { ChangeInput, ResolveInput } from './schema.ts';

/** It is said otherwise: what the person changed, and nothing else of it. */
export async function change(ctx: StatementContext, input: ChangeInput): Promise<ChangedStatement> {
  const { coded, verification, onset, note } = input.changes;
  if (onset) await checkPastDate(ctx, 'onset', onset, new Date());
  const named = coded && (await conceptOf(ctx.services.terminology, 'Condition.code', coded));
  return changeStatement(ctx, 'Condition', { ...input, reason: '' }, (stored, now) => {
    const ended = stored.abatementDateTime?.slice(0, onset?.length) ?? '';
    if (onset && ended !== '' && ended < onset.slice(0, ended.length))
      refuse([{ path: ['onset'], reason: 'after-end' }]);
    return {
      ...(onset === undefined ? stored : withoutOnset(stored)),
      ...(named ? renamed(stored, named) : {}),
      ...(verification ? { verificationStatus: statusOf('condition-ver-status', verification) } : {}),
      ...(onset ? { onsetDateTime: onset } : {}),
      ...(note === undefined ? {} : withFirstNote(ctx, stored, note, now)),
    };
  });
}

/** It is over, since a day where that is known. */
export async function resolve(ctx: StatementContext, input: ResolveInput): Promise<ChangedStatement> {
  const { abatement } = input;
  if (abatement !== null) await checkPastDate(ctx, 'abatement', abatement, new Date());
  return changeStatement(ctx, 'Condition', input, (stored) => {
    const begun = stored.onsetDateTime?.slice(0, abatement?.length) ?? '';
    if (abatement !== null && abatement.slice(0, begun.length) < begun)
      refuse([{ path: ['abatement'], reason: 'before-onset' }]);
    return {
      ...withoutEnd(stored),
      clinicalStatus: statusOf('condition-clinical', 'resolved'),
      ...(abatement === null ? {} : { abatementDateTime: abatement }),
    };
  });
}

/** It is not over after all. */
export const reopen = (ctx: StatementContext, input: StatementChange): Promise<ChangedStatement> =>
  changeStatement(ctx, 'Condition', input, (stored) => ({
    ...withoutEnd(stored),
    clinicalStatus: statusOf('condition-clinical', 'active'),
  }));

/** It should never have been written. */
export const markEnteredInError = (
  ctx: StatementContext,
  input: StatementChange,
): Promise<ChangedStatement> =>
  changeStatement(ctx, 'Condition', input, (stored): Condition => {
    // FHIR forbids the clinical status of what was entered in error (con-5), and an end without it (con-4)
    const { clinicalStatus: _, ...kept } = withoutEnd(stored);
    return { ...kept, verificationStatus: statusOf('condition-ver-status', 'entered-in-error') };
  });

function withoutOnset(stored: Condition): Condition {
  const {
    onsetDateTime: _d,
    onsetPeriod: _p,
    onsetAge: _a,
    onsetRange: _r,
    onsetString: _s,
    ...kept
  } = stored;
  return kept;
}

function withoutEnd(stored: Condition): Condition {
  const {
    abatementDateTime: _d,
    abatementPeriod: _p,
    abatementAge: _a,
    abatementRange: _r,
    abatementString: _s,
    ...kept
  } = stored;
  return kept;
}
