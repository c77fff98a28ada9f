import type { ChecksView } from '../../decision-support/checks-view.ts';
import { checkLines } from '../../ordering/check-lines.ts';
import { printPrescription, type PapersView } from '../../ordering/paper/print.ts';
import { sign, type SignedView } from '../../ordering/sign.ts';
import { readOrder, type TypedOrder } from '../../ordering/typed-order.ts';
import { chartOperation, router, signedInProcedure } from '../../trpc.ts';
import { listOrders } from './list.ts';
import { checkInput, printInput, readLineInput, signInput } from './orders-schema.ts';

export const ordersRouter = router({
  /** What was asked for that is no drug, and what came back of it. */
  list: chartOperation('orders.read').query(({ ctx }) => listOrders(ctx, ctx.fhir)),
  /** Below the typed line, at each key. */
  readLine: signedInProcedure
    .input(readLineInput)
    .query(({ ctx, input }): Promise<TypedOrder> =>
      readOrder(ctx.services.terminology, input.line, new Date()),
    ),

  /** Signs a basket: drugs, tests, images, nursing acts, requests of advice. */
  sign: chartOperation('orders.sign')
    .input(signInput)
    .mutation(({ ctx, input }): Promise<SignedView> => sign(ctx, input)),
  /** Alerts, checks that did not run, and what no rule is known of; nothing is written. */
  check: chartOperation('orders.check')
    .input(checkInput)
    .query(({ ctx, input }): Promise<ChecksView> => checkLines(ctx, input.lines, input)),
  /** The papers of a signature, made once and kept; what is printed again is what was printed. */
  print: chartOperation('orders.print')
    .input(printInput)
    .mutation(({ ctx, input }): Promise<PapersView> => printPrescription(ctx, input)),
});
