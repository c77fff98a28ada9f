import { patientReference } from '@keneyapp/fhir-model/references';
import type { Condition } from '@medplum/fhirtypes';
import { authorOf, checkPastDate, noteOf, statusOf, type StatementContext } from '../../statements.ts';
import { conceptOf } from '../../terminology/coded-input.ts';
import type { RecordInput } from './schema.ts';

/** Writes one problem of the problem list; the same key again changes nothing. */
export async function record(
  ctx: StatementContext,
  input: RecordInput,
): Promise<{ id: string; isReplay: boolean }> {
  const now = new Date();
  if (input.onset !== null) await checkPastDate(ctx, 'onset', input.onset, now);
  const { concept, meta } = await conceptOf(ctx.services.terminology, 'Condition.code', input.coded);
  const author = authorOf(ctx);
  const written = await ctx.write({
    key: input.key,
    plan: (transaction) => {
      const condition: Condition = {
        resourceType: 'Condition',
        ...(meta.tag ? { meta } : {}),
        clinicalStatus: statusOf('condition-clinical', 'active'),
        verificationStatus: statusOf('condition-ver-status', input.verification),
        category: [statusOf('condition-category', 'problem-list-item')],
        code: concept,
        subject: { reference: patientReference(ctx.patientId) },
        recordedDate: now.toISOString(),
        recorder: author,
        asserter: author,
        ...(input.onset === null ? {} : { onsetDateTime: input.onset }),
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
