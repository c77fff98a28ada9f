import { TRPCError } from '@trpc/server';
import { countAsked } from '../../emergency/opinions.ts';
import { acknowledge, unreadOutcomes } from '../../emergency/outcomes.ts';
import { signedInProcedure } from '../../trpc.ts';
import { acknowledgeInput } from './schema.ts';
import type { Notices } from './view.ts';

/** What waits for the person themselves; it names no patient. */
export const notices = signedInProcedure.query(
  async ({ ctx: { access, session, services } }): Promise<Notices> => {
    const [outcomes, opinions] = await Promise.all([
      unreadOutcomes(services.db, session.userId),
      session.fhirUser && (await access.rights())['emergency.give-opinion']
        ? countAsked(services.db, session.fhirUser)
        : 0,
    ]);
    return {
      outcomes: outcomes.map(({ grantId, outcome, at }) => ({ grantId, outcome, at: at.toISOString() })),
      opinions,
    };
  },
);

/** They have read what was concluded of their access: also who may open nothing in an emergency any more. */
export const acknowledgeOutcome = signedInProcedure
  .input(acknowledgeInput)
  .mutation(async ({ ctx: { session, services }, input }): Promise<null> => {
    const isDone = await acknowledge(services.db, {
      id: input.grantId,
      userId: session.userId,
      now: new Date(),
    });
    if (!isDone) throw new TRPCError({ code: 'NOT_FOUND', message: 'nothing to acknowledge' });
    return null;
  });
