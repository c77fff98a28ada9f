import { orThrow } from '@keneyapp/fhir-model/bundles';
import { habitCodes, isHabit, readHabit, socialHistory } from '@keneyapp/fhir-model/habit';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Observation } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { statementId, withReason } from '../../statement-input.ts';
import { versionsOf } from '../../statement-versions.ts';
import type { ChangedStatement } from '../../statements.ts';
import { chartOperation, router } from '../../trpc.ts';
import { changeInput, recordInput } from './schema.ts';
import { habitsView, type HabitVersions } from './view.ts';
import { change, markEnteredInError, record } from './write.ts';

export const habitsRouter = router({
  list: chartOperation('habits.read').query(async ({ ctx }) => {
    ctx.auditResources('Observation');
    const shared = { patient: ctx.patientId, _count: 500, _sort: '-date' };
    const [patient, answers] = await Promise.all([
      ctx.fhir.read('Patient', ctx.patientId),
      ctx.fhir.batchSearch([
        { type: 'Observation', params: { ...shared, category: socialHistory } },
        // what another system filed elsewhere
        {
          type: 'Observation',
          params: { ...shared, code: habitCodes.map((code) => `${systems.loinc}|${code}`).join(',') },
        },
      ]),
    ]);
    return habitsView(answers.map(orThrow), patient, new Date());
  }),
  versions: chartOperation('habits.read')
    .input(statementId)
    .query(({ ctx, input }): Promise<HabitVersions> =>
      versionsOf(ctx, 'Observation', input.id, readOwnHabit),
    ),
  record: chartOperation('habits.record')
    .input(recordInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => record(ctx, input)),
  change: chartOperation('habits.change')
    .input(changeInput)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => change(ctx, input)),
  markEnteredInError: chartOperation('habits.mark-entered-in-error')
    .input(withReason)
    .mutation(({ ctx, input }): Promise<ChangedStatement> => markEnteredInError(ctx, input)),
});

/** The history of a measure is on the page of measures. */
function readOwnHabit(stored: Observation) {
  if (!isHabit(stored)) throw new TRPCError({ code: 'NOT_FOUND', message: 'no answer of this page' });
  return readHabit(stored, new Date());
}
