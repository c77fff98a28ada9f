import { TRPCError } from '@trpc/server';
import { afterFreshSignIn, patientProcedure, router } from '../../trpc.ts';
import { delegateOf } from './delegate.ts';
import { findProfessionals, namedProfessionals } from './professionals.ts';
import { allConsents, consentsView } from './read.ts';
import { change, laidAside, record, rightsOf } from './record.ts';
import { chooseInput, delegateInput, objectInput, professionalsInput, withdrawInput } from './schema.ts';
import type { ConsentsView, ProfessionalsView } from './view.ts';

export const consentsRouter = router({
  list: patientProcedure('consents', 'read').query(async ({ ctx }): Promise<ConsentsView> => {
    // under an emergency access nothing is written, whatever the role may do elsewhere
    const [consents, writing] = await Promise.all([
      allConsents(ctx.fhir, ctx.patientId),
      ctx.access.decide('consents', 'write', ctx.patientId),
    ]);
    ctx.touch('Consent');
    return consentsView(consents, new Date(), rightsOf(ctx, writing.allow));
  }),

  /** Yes or no to one of the uses of the record. */
  choose: patientProcedure('consents', 'write')
    .input(chooseInput)
    .mutation(({ ctx, input }): Promise<ConsentsView> =>
      record(ctx, input, () => ({
        kind: input.kind,
        decision: input.agrees ? 'permit' : 'deny',
        persons: [],
      })),
    ),

  professionals: patientProcedure('consents', 'read')
    .input(professionalsInput)
    .query(({ ctx, input }): Promise<ProfessionalsView> => {
      ctx.touch('Practitioner');
      return findProfessionals(ctx.fhir, input.query);
    }),
  /** Not by these people. */
  object: patientProcedure('consents', 'write')
    .meta({ writes: 'C' })
    .input(objectInput)
    .mutation(async ({ ctx, input }): Promise<ConsentsView> => {
      const persons = await namedProfessionals(ctx.fhir, [...new Set(input.professionalIds)]);
      if (!persons) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such professional' });
      return record(ctx, input, () => ({ kind: 'objection', decision: 'deny', persons }));
    }),

  /** By this person in the patient's stead. */
  delegate: patientProcedure('consents', 'write')
    .meta({ writes: 'C' })
    .use(afterFreshSignIn)
    .input(delegateInput)
    .mutation(async ({ ctx, input }): Promise<ConsentsView> => {
      const {
        session,
        patientId,
        services: { db, systemFhir },
      } = ctx;
      const person = await delegateOf({ session, patientId, db, systemFhir }, input.delegate);
      return record(ctx, input, () => ({ kind: 'delegation', decision: 'permit', persons: [person] }));
    }),

  /** An objection or a delegation is taken back. */
  withdraw: patientProcedure('consents', 'write')
    .use(afterFreshSignIn)
    .input(withdrawInput)
    .mutation(({ ctx, input }): Promise<ConsentsView> => {
      const { reference } = input;
      // of whom it is cannot be told: it is laid aside as it is
      if (reference === null)
        return change(ctx, input, (consents) => {
          const one = consents.find((c) => c.id === input.consentId);
          if (!one) throw notThere();
          return [laidAside(one)];
        });
      return record(ctx, { ...input, from: null, until: null }, (_consents, records) => {
        const of = records.find(
          (r) => r.id === input.consentId && (r.kind === 'objection' || r.kind === 'delegation'),
        );
        const person = of?.persons.find((p) => p.reference === reference);
        if (!of || !person) throw notThere();
        return {
          kind: of.kind,
          decision: of.kind === 'objection' ? 'permit' : 'deny',
          persons: [{ reference, display: person.display ?? reference }],
        };
      });
    }),
});

const notThere = () => new TRPCError({ code: 'NOT_FOUND', message: 'no such decision' });
