import { patientReference } from '@keneyapp/fhir-model/references';
import type { Condition } from '@medplum/fhirtypes';
import { refuse } from '../../errors.ts';
import { authorOf, checkPastDate, noteOf, statusOf, type StatementContext } from '../../statements.ts';
import { conceptOf } from '../../terminology/coded-input.ts';
import type { RecordInput } from './schema.ts';

/** Writes one problem, of now or of the past; the same key again changes nothing. */
export async function record(
  ctx: StatementContext,
  input: RecordInput,
): Promise<{ id: string; isReplay: boolean }> {
  const now = new Date();
  if (input.onset !== null) await checkPastDate(ctx, 'onset', input.onset, now);
  const abatement = input.course === 'past' ? input.abatement : null;
  if (abatement !== null) await checkPastDate(ctx, 'abatement', abatement, now);
  if (abatement !== null && endsBefore(abatement, input.onset))
    refuse([{ path: ['abatement'], reason: 'before-onset' }]);
  const { concept, meta } = await conceptOf(ctx.services.terminology, 'Condition.code', input.coded);
  const author = authorOf(ctx);
  const written = await ctx.write({
    key: input.key,
    plan: (transaction) => {
      const condition: Condition = {
        resourceType: 'Condition',
        ...(meta.tag ? { meta } : {}),
        clinicalStatus: statusOf('condition-clinical', input.course === 'past' ? 'resolved' : 'active'),
        verificationStatus: statusOf('condition-ver-status', input.verification),
        category: [statusOf('condition-category', 'problem-list-item')],
        code: concept,
        subject: { reference: patientReference(ctx.patientId) },
        recordedDate: now.toISOString(),
        recorder: author,
        asserter: author,
        ...(input.onset === null ? {} : { onsetDateTime: input.onset }),
        ...(abatement === null ? {} : { abatementDateTime: abatement }),
        ...(input.note ? { note: [noteOf(ctx, input.note, now)] } : {}),
      };
      transaction.create('problem', condition);
      return Promise.resolve();
    },
  });
  ctx.auditResources(...written.references);
  const reference = written.references.find((one) => one.startsWith('Condition/')) ?? '';
  return { id: reference.slice('Condition/'.length), isReplay: written.isReplay };
}

/** As far as both are known. */
function endsBefore(end: string, start: string | null): boolean {
  const known = Math.min(end.length, start?.length ?? 0);
  return start !== null && end.slice(0, known) < start.slice(0, known);
}
