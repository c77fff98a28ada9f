import type { ChecksView } from '../../decision-support/checks-view.ts';
import { checkLines } from '../../ordering/check-lines.ts';
import type { FormularyAnswer } from '../../ordering/formulary.ts';
import { drugFacts } from '../../ordering/paper/facts.ts';
import { printPrescription, type PapersView } from '../../ordering/paper/print.ts';
import { hasNext, matches, readAll } from '@keneyapp/fhir-model/bundles';
import { readOrderSet } from '@keneyapp/fhir-model/order-set';
import { systemOf, systems } from '@keneyapp/fhir-model/systems';
import { TRPCError } from '@trpc/server';
import { dropFavourite, keepFavourite, orderFavourites } from '../../ordering/favourites.ts';
import {
  countersign,
  reread,
  validate,
  checkProposed,
  type Settled,
} from '../../ordering/prescribers/settle.ts';
import { applyProtocol, checkProtocol, type ProtocolCheck } from '../../ordering/protocols/apply-protocol.ts';
import { listProtocols, type ProtocolsView } from '../../ordering/protocols/read-protocols.ts';
import { recordVerbal } from '../../ordering/verbal/record-verbal.ts';
import { sign, type SignedView } from '../../ordering/sign.ts';
import { readOrder, type TypedOrder } from '../../ordering/typed-order.ts';
import { ownerOfService, ownerOfUser } from '../../terminology/usage.ts';
import type { Services } from '../../context.ts';
import { chartOperation, router, signedInProcedure, unitOperation } from '../../trpc.ts';
import { listOrders } from './list.ts';
import {
  applyProtocolInput,
  checkInput,
  checkProposedInput,
  checkProtocolInput,
  countersignInput,
  formularyInput,
  printInput,
  readLineInput,
  recordVerbalInput,
  rereadInput,
  removeFavouriteInput,
  saveFavouriteInput,
  saveServiceFavouriteInput,
  signInput,
  validateInput,
} from './orders-schema.ts';
import type { FavouritesView, OrderSetsView } from './view.ts';

const mostSets = 200;

export const ordersRouter = router({
  /** What was asked for that is no drug, and what came back of it. */
  list: chartOperation('orders.read').query(({ ctx }) => listOrders(ctx, ctx.fhir)),
  /** Below the typed line, at each key. */
  readLine: signedInProcedure
    .input(readLineInput)
    .query(({ ctx, input }): Promise<TypedOrder> =>
      readOrder(ctx.services.terminology, input.line, new Date()),
    ),
  /** Whether the hospital's pharmacy keeps a drug, and what in its place. */
  formulary: signedInProcedure
    .input(formularyInput)
    .query(async ({ ctx: { services }, input: { system, code } }): Promise<FormularyAnswer> => {
      const { atc } = await drugFacts(services.terminology, { coding: [{ system, code }] });
      return services.formulary.answer(atc, systemOf({ system }) === systems.bdpm ? code : null);
    }),
  /** Orders and panels that oneself, and the services where one works, keep at hand. */
  favourites: signedInProcedure.query(async ({ ctx: { session, services } }): Promise<FavouritesView> => ({
    favourites: await orderFavourites(services.db, await services.owners.of(session)),
    services: await namesOf(services, await services.owners.servicesOf(session.fhirUser)),
  })),
  saveFavourite: signedInProcedure
    .input(saveFavouriteInput)
    .mutation(async ({ ctx: { session, services }, input }): Promise<null> => {
      await keepFavourite(services.db, ownerOfUser(session.userId), input);
      return null;
    }),
  removeFavourite: signedInProcedure
    .input(removeFavouriteInput)
    .mutation(async ({ ctx: { session, services }, input }): Promise<null> => {
      await dropFavourite(services.db, ownerOfUser(session.userId), input.id);
      return null;
    }),
  /** For everybody of a service where one works. */
  saveServiceFavourite: unitOperation('orders.save-service-favourite')
    .input(saveServiceFavouriteInput)
    .mutation(async ({ ctx, input: { serviceId, id, favourite } }): Promise<null> => {
      const { session, services } = ctx;
      if (!(await services.owners.servicesOf(session.fhirUser)).includes(serviceId))
        throw new TRPCError({ code: 'NOT_FOUND', message: 'no such service of yours' });
      ctx.auditResources(`Organization/${serviceId}`);
      const owner = ownerOfService(serviceId);
      if (favourite) await keepFavourite(services.db, owner, { id, ...favourite });
      else await dropFavourite(services.db, owner, id);
      return null;
    }),
  /** Sets of orders of the house, each whole or said to be none. */
  sets: signedInProcedure.query(async ({ ctx }): Promise<OrderSetsView> => {
    const bundle = await ctx.services.capabilities.orderSets.search('PlanDefinition', {
      status: 'active',
      type: 'http://terminology.hl7.org/CodeSystem/plan-definition-type|order-set',
      _count: mostSets,
    });
    const sets = readAll(bundle, 'PlanDefinition', readOrderSet);
    return { sets: sets.sort((a, b) => a.title.localeCompare(b.title, 'fr')), truncated: hasNext(bundle) };
  }),
  /** Written protocols of the units where one works, those that cannot be applied with why. */
  protocols: signedInProcedure.query(({ ctx }): Promise<ProtocolsView> => listProtocols(ctx)),

  /** Signs a basket: drugs, tests, images, nursing acts, requests of advice. */
  sign: chartOperation('orders.sign')
    .input(signInput)
    .mutation(({ ctx, input }): Promise<SignedView> => sign(ctx, input)),
  /** Alerts, checks that did not run, and what no rule is known of; nothing is written. */
  check: chartOperation('orders.check')
    .input(checkInput)
    .query(async ({ ctx, input }): Promise<ChecksView> => (await checkLines(ctx, input.lines, input)).view),
  /** An order that a doctor gave by word in an emergency, written down by who heard it. */
  recordVerbal: chartOperation('orders.record-verbal')
    .input(recordVerbalInput)
    .mutation(({ ctx, input }): Promise<SignedView> => recordVerbal(ctx, input)),
  /** What the checks say of it, for whoever writes it down. */
  checkVerbal: chartOperation('orders.check-verbal')
    .input(checkInput)
    .query(async ({ ctx, input }): Promise<ChecksView> => (await checkLines(ctx, input.lines, input)).view),
  /** What a protocol orders, begun by a nurse in the name of the doctor who signed it. */
  applyProtocol: chartOperation('orders.apply-protocol')
    .input(applyProtocolInput)
    .mutation(({ ctx, input }): Promise<SignedView> => applyProtocol(ctx, input)),
  /** What the checks say of it, and what this patient lacks for it. */
  checkProtocol: chartOperation('orders.check-protocol')
    .input(checkProtocolInput)
    .query(({ ctx, input }): Promise<ProtocolCheck> => checkProtocol(ctx, input)),
  /** The doctor who gave it signs it, or contests it. */
  countersign: chartOperation('orders.countersign')
    .input(countersignInput)
    .mutation(({ ctx, input }): Promise<Settled> => countersign(ctx, input)),
  /** A senior agrees with what was ordered in training, or has a remark to one order. */
  reread: chartOperation('orders.reread')
    .input(rereadInput)
    .mutation(({ ctx, input }): Promise<Settled> => reread(ctx, input)),
  /** A doctor makes act what a student proposed, or refuses it. */
  validate: chartOperation('orders.validate')
    .input(validateInput)
    .mutation(({ ctx, input }): Promise<Settled> => validate(ctx, input)),
  /** What the checks say now of what waits to be validated. */
  checkProposed: chartOperation('orders.check')
    .input(checkProposedInput)
    .query(({ ctx, input }): Promise<ChecksView> => checkProposed(ctx, input)),
  /** The papers of a signature, made once and kept; what is printed again is what was printed. */
  print: chartOperation('orders.print')
    .input(printInput)
    .mutation(({ ctx, input }): Promise<PapersView> => printPrescription(ctx, input)),
});

/** A service whose name cannot be read now keeps its id: what it keeps is offered all the same. */
async function namesOf(
  { capabilities }: Pick<Services, 'capabilities'>,
  ids: readonly string[],
): Promise<FavouritesView['services']> {
  if (ids.length === 0) return [];
  const bundle = await capabilities.codedServices
    .search('Organization', { _id: ids.join(','), _elements: 'name', _count: ids.length })
    .catch(() => null);
  const names = new Map(bundle ? matches(bundle, 'Organization').map(({ id, name }) => [id, name]) : []);
  return ids.map((id) => ({ id, name: names.get(id) ?? id }));
}
