import { foldedWords } from '@keneyapp/clinical';
import { absenceOf, noKnownAllergies } from '@keneyapp/fhir-model/absence';
import { readAllergy, type Allergy } from '@keneyapp/fhir-model/allergy';
import { lookupIn, patientReference } from '@keneyapp/fhir-model/references';
import type { AllergyIntolerance, CodeableConcept } from '@medplum/fhirtypes';
import { refuse } from '../../errors.ts';
import {
  authorOf,
  checkPastDate,
  lockOf,
  noteOf,
  statusOf,
  type StatementContext,
} from '../../statements.ts';
import { conceptOf } from '../../terminology/coded-input.ts';
import type { ChartTransaction } from '../../writing/chart-transaction.ts';
import { oneAtATime } from '../../writing/one-at-a-time.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import type { RecordInput } from './schema.ts';

export interface RecordedAllergy {
  id: string;
  isReplay: boolean;
}

export const clinicalStatus = (code: 'active' | 'inactive') => statusOf('allergyintolerance-clinical', code);
export const verificationStatus = (code: 'confirmed' | 'unconfirmed' | 'refuted' | 'entered-in-error') =>
  statusOf('allergyintolerance-verification', code);

export interface Current {
  stored: AllergyIntolerance;
  read: Allergy;
}

/** Writes one allergy; where it was said that there is none, that ends in the same transaction. */
export async function record(ctx: StatementContext, input: RecordInput): Promise<RecordedAllergy> {
  const now = new Date();
  if (input.onset !== null) await checkPastDate(ctx, 'onset', input.onset, now);
  const { concept, meta } = await conceptOf(ctx.services.terminology, 'AllergyIntolerance.code', input.coded);
  // that there is none, or that nobody knows, is no substance
  if (absenceOf(concept, 'allergy')) refuse([{ path: ['coded'], reason: 'absence' }]);
  return write(ctx, input.key, (transaction, current) => {
    if (!input.isRepeatWanted) refuseRepeat(current, concept);
    for (const { stored, read } of current)
      if (read.absence?.says === 'none-known' && read.absence.kind === null)
        transaction.update(ended(ctx, stored, now), stored.meta?.versionId ?? '');
    const author = authorOf(ctx);
    transaction.create('allergy', {
      resourceType: 'AllergyIntolerance',
      ...(meta.tag ? { meta } : {}),
      clinicalStatus: clinicalStatus('active'),
      verificationStatus: verificationStatus(input.verification),
      ...(input.kind === null ? {} : { type: input.kind }),
      ...(input.criticality === null ? {} : { criticality: input.criticality }),
      code: concept,
      patient: { reference: patientReference(ctx.patientId) },
      recordedDate: now.toISOString(),
      recorder: author,
      ...(input.onset === null ? {} : { onsetDateTime: input.onset }),
      ...(input.reactions.length === 0
        ? {}
        : {
            reaction: input.reactions.map(({ manifestation, severity }) => ({
              manifestation: [{ text: manifestation }],
              ...(severity === null ? {} : { severity }),
            })),
          }),
      ...(input.note ? { note: [noteOf(ctx, input.note, now)] } : {}),
    });
  });
}

/** Writes that the patient was asked and that there is no allergy; refused where one is listed. */
export function recordNoneKnown(ctx: StatementContext, key: string): Promise<RecordedAllergy> {
  return write(ctx, key, (transaction, current) => {
    if (current.some(({ read }) => read.absence === null)) refuse([{ path: ['current'], reason: 'listed' }]);
    if (current.some(({ read }) => read.absence?.says === 'none-known' && read.absence.kind === null))
      refuse([{ path: ['current'], reason: 'said' }]);
    transaction.create('allergy', {
      resourceType: 'AllergyIntolerance',
      clinicalStatus: clinicalStatus('active'),
      verificationStatus: verificationStatus('confirmed'),
      code: noKnownAllergies,
      patient: { reference: patientReference(ctx.patientId) },
      recordedDate: new Date().toISOString(),
      recorder: authorOf(ctx),
    });
  });
}

type Plan = (transaction: ChartTransaction, current: Current[]) => void;

/** "None known" and an allergy rest on what is not written with them: who writes either goes one after the other. */
async function write(ctx: StatementContext, key: string, plan: Plan): Promise<RecordedAllergy> {
  const written = await oneAtATime(ctx.services.locks, lockOf('AllergyIntolerance', ctx.patientId), () =>
    ctx.write({
      key,
      plan: async (transaction) => {
        plan(transaction, await currentOf(ctx));
        return transaction.idAt('allergy');
      },
      tries: 3,
    }),
  );
  ctx.auditResources(...written.references);
  return { id: written.says ?? '', isReplay: written.isReplay };
}

/** The same is listed already. */
export function refuseRepeat(current: readonly Current[], concept: CodeableConcept): void {
  if (current.some(({ stored, read }) => read.absence === null && isSame(stored.code, concept)))
    refuse([{ path: ['coded'], reason: 'listed' }]);
}

export async function currentOf({ fhir, patientId }: StatementContext): Promise<Current[]> {
  const all = await fhir.searchAll('AllergyIntolerance', { patient: patientReference(patientId) }, 1_001);
  // of more nobody knows what the rest says
  if (all.length > 1_000) throw changedMeanwhile();
  const lookup = lookupIn({ resourceType: 'Bundle', type: 'searchset' });
  return all
    .map((stored) => ({ stored, read: readAllergy(stored, lookup) }))
    .filter(({ read }) => read.isCurrent);
}

/** The same code, or without one the same words. */
function isSame(a: CodeableConcept | undefined, b: CodeableConcept): boolean {
  const codes = (b.coding ?? []).map(({ system, code }) => `${system}|${code}`);
  return codes.length > 0
    ? (a?.coding ?? []).some(({ system, code }) => codes.includes(`${system}|${code}`))
    : foldedWords(a?.text ?? '') === foldedWords(b.text ?? '');
}

/** "None known" that does not hold any more: it was said, and stays readable as that. */
const ended = (ctx: StatementContext, statement: AllergyIntolerance, now: Date): AllergyIntolerance => ({
  ...statement,
  clinicalStatus: clinicalStatus('inactive'),
  verificationStatus: verificationStatus('refuted'),
  note: [...(statement.note ?? []), noteOf(ctx, 'Une allergie a été notée depuis.', now)],
});
