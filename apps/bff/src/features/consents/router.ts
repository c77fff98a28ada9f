import type { Consent } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { readConsents, type ConsentRecord } from '../../fhir/read-consent.ts';
import { chartOperation, router } from '../../trpc.ts';
import { delegateOf } from './delegate.ts';
import { openForm } from './form.ts';
import { findProfessionals, namedProfessionals } from '../../fhir/professionals.ts';
import { attach, confirm, dismiss, notThere } from './proposals.ts';
import { allConsents, isPlanned, viewFor } from './read.ts';
import { layAside, record } from './record.ts';
import {
  attachInput,
  callOffInput,
  chooseInput,
  delegateInput,
  formInput,
  objectInput,
  oneInput,
  professionalsInput,
  withdrawInput,
} from './schema.ts';
import type { ConsentsView, ProfessionalsView, SignedForm } from './view.ts';

export const consentsRouter = router({
  list: chartOperation('consents.read').query(async ({ ctx }): Promise<ConsentsView> => {
    ctx.auditResources('Consent');
    return viewFor(ctx, await allConsents(ctx.fhir, ctx.patientId));
  }),

  /** Yes or no to one of the uses of the record. */
  choose: chartOperation('consents.choose')
    .input(chooseInput)
    .mutation(({ ctx, input }): Promise<ConsentsView> =>
      record(ctx, input, () => ({
        kind: input.kind,
        decision: input.agrees ? 'permit' : 'deny',
        persons: [],
      })),
    ),

  professionals: chartOperation('consents.read')
    .input(professionalsInput)
    .query(({ ctx, input }): Promise<ProfessionalsView> => {
      ctx.auditResources('Practitioner');
      return findProfessionals(ctx.fhir, input.query);
    }),
  /** Not by these people. */
  object: chartOperation('consents.object')
    .input(objectInput)
    .mutation(async ({ ctx, input }): Promise<ConsentsView> => {
      const persons = await namedProfessionals(ctx.fhir, [...new Set(input.professionalIds)]);
      if (!persons) throw new TRPCError({ code: 'NOT_FOUND', message: 'no such professional' });
      return record(ctx, input, () => ({ kind: 'objection', decision: 'deny', persons }));
    }),

  /** By this person in the patient's stead. */
  delegate: chartOperation('consents.delegate')
    .input(delegateInput)
    .mutation(async ({ ctx, input }): Promise<ConsentsView> => {
      const {
        session,
        access,
        patientId,
        services: { db, capabilities },
      } = ctx;
      const person = await delegateOf(
        { session, access, patientId, db, fhir: capabilities.delegates },
        input.delegate,
      );
      return record(ctx, input, () => ({ kind: 'delegation', decision: 'permit', persons: [person] }));
    }),

  /** An objection or a delegation is taken back. */
  withdraw: chartOperation('consents.withdraw')
    .input(withdrawInput)
    .mutation(({ ctx, input }): Promise<ConsentsView> => {
      const { reference } = input;
      if (reference === null) return layAside(ctx, input, againstNobodyKnown(input.consentId), 'inactive');
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

  /** A decision that has not begun will not begin. */
  callOff: chartOperation('consents.call-off')
    .input(callOffInput)
    .mutation(({ ctx, input }): Promise<ConsentsView> =>
      layAside(ctx, input, plannedOne(input.consentId), 'entered-in-error'),
    ),

  /** What was proposed holds from now on. */
  confirm: chartOperation('consents.confirm')
    .input(oneInput)
    .mutation(({ ctx, input }): Promise<ConsentsView> => confirm(ctx, input)),
  dismiss: chartOperation('consents.dismiss')
    .input(oneInput)
    .mutation(({ ctx, input }): Promise<ConsentsView> => dismiss(ctx, input)),
  attach: chartOperation('consents.attach')
    .input(attachInput)
    .mutation(({ ctx, input }): Promise<ConsentsView> => attach(ctx, input)),
  /** The form that a decision rests on. */
  form: chartOperation('consents.read')
    .input(formInput)
    .query(async ({ ctx, input }): Promise<SignedForm> => {
      const consents = await allConsents(ctx.fhir, ctx.patientId);
      const consent = consents.find((c) => c.id === input.consentId);
      const form = consent && (await openForm(ctx.services.capabilities.signedForms, ctx.patientId, consent));
      if (!form) throw notThere();
      ctx.auditResources(`Consent/${input.consentId}`, `DocumentReference/${form.documentId}`);
      return form;
    }),
});

/** Of whom an objection is cannot be told: it is laid aside as it is. One that names somebody is taken back for them alone. */
const againstNobodyKnown = (id: string) => (consents: readonly Consent[]) =>
  found(consents, id, (r) => r.kind === 'objection' && r.status === 'active' && r.actors.length === 0);

const plannedOne = (id: string) => (consents: readonly Consent[]) =>
  found(consents, id, (r) => isPlanned(r, new Date().toISOString()));

function found(
  consents: readonly Consent[],
  id: string,
  isIt: (record: ConsentRecord) => boolean,
): { consent: Consent; record: ConsentRecord } {
  const consent = consents.find((c) => c.id === id);
  // one that says several things at once is laid aside for none of them
  const [record, ...more] = consent ? readConsents(consent) : [];
  if (!consent || !record || more.length > 0 || !isIt(record)) throw notThere();
  return { consent, record };
}
