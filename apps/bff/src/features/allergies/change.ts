import { absenceOf } from '@keneyapp/fhir-model/absence';
import { reactionWords } from '@keneyapp/fhir-model/allergy';
import type { AllergyIntolerance, AllergyIntoleranceReaction } from '@medplum/fhirtypes';
import { refuse } from '../../errors.ts';
import {
  changeStatement,
  checkPastDate,
  renamed,
  withFirstNote,
  type ChangedStatement,
  type StatementContext,
} from '../../statements.ts';
import type { StatementChange } from '../../statement-input.ts';
import { conceptOf } from '../../terminology/coded-input.ts';
import { clinicalStatus, currentOf, refuseRepeat, verificationStatus } from './record.ts';
import type { ChangeInput } from './schema.ts';

/** It is said otherwise: what the person changed, and nothing else of it. */
export async function change(ctx: StatementContext, input: ChangeInput): Promise<ChangedStatement> {
  const { coded, kind, criticality, verification, reactions, onset, note } = input.changes;
  if (onset) await checkPastDate(ctx, 'onset', onset, new Date());
  const named = coded && (await conceptOf(ctx.services.terminology, 'AllergyIntolerance.code', coded));
  if (named && absenceOf(named.concept, 'allergy')) refuse([{ path: ['coded'], reason: 'absence' }]);
  if (named && !input.isRepeatWanted) {
    const current = await currentOf(ctx);
    refuseRepeat(
      current.filter(({ stored }) => stored.id !== input.id),
      named.concept,
    );
  }
  return changeStatement(ctx, 'AllergyIntolerance', { ...input, reason: '' }, (stored, now) => {
    // that there is none is no allergy that could be put otherwise
    if (absenceOf(stored.code, 'allergy')) refuse([{ path: ['id'], reason: 'absence' }]);
    const changed: AllergyIntolerance = { ...(onset === undefined ? stored : withoutOnset(stored)) };
    if (kind === null) delete changed.type;
    if (criticality === null) delete changed.criticality;
    if (reactions) delete changed.reaction;
    return {
      ...changed,
      ...(named ? renamed(stored, named) : {}),
      ...(kind ? { type: kind } : {}),
      ...(criticality ? { criticality } : {}),
      ...(verification ? { verificationStatus: verificationStatus(verification) } : {}),
      ...(reactions && reactions.length > 0
        ? { reaction: reactionsAfter(stored.reaction ?? [], reactions) }
        : {}),
      ...(onset ? { onsetDateTime: onset } : {}),
      ...(note === undefined ? {} : withFirstNote(ctx, stored, note, now)),
    };
  });
}

/** Reactions as the form has them; what it cannot hold of one that was there (codes, substance, route, date) stays with it. */
function reactionsAfter(
  stored: readonly AllergyIntoleranceReaction[],
  wanted: NonNullable<ChangeInput['changes']['reactions']>,
): AllergyIntoleranceReaction[] {
  const left = [...stored];
  return wanted.map(({ manifestation, severity, was }) => {
    const at = was === null ? -1 : left.findIndex((one) => reactionWords(one) === was);
    const { severity: _, ...kept }: AllergyIntoleranceReaction = (at < 0
      ? undefined
      : left.splice(at, 1)[0]) ?? { manifestation: [] };
    return {
      ...kept,
      ...(reactionWords(kept) === manifestation ? {} : { manifestation: [{ text: manifestation }] }),
      ...(severity === null ? {} : { severity }),
    };
  });
}

function withoutOnset(stored: AllergyIntolerance): AllergyIntolerance {
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

/** It was looked into, and is none: it stays in the list of what was, and warns of nothing any more. */
export const refute = (ctx: StatementContext, input: StatementChange): Promise<ChangedStatement> =>
  changeStatement(ctx, 'AllergyIntolerance', input, (stored) => ({
    ...stored,
    clinicalStatus: clinicalStatus('inactive'),
    verificationStatus: verificationStatus('refuted'),
  }));

/** It should never have been written. */
export const markEnteredInError = (
  ctx: StatementContext,
  input: StatementChange,
): Promise<ChangedStatement> =>
  changeStatement(ctx, 'AllergyIntolerance', input, (stored): AllergyIntolerance => {
    // FHIR forbids the clinical status of what was entered in error
    const { clinicalStatus: _, ...kept } = stored;
    return { ...kept, verificationStatus: verificationStatus('entered-in-error') };
  });
