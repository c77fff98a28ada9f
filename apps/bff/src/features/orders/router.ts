import { sign, type SignedView } from '../../ordering/sign.ts';
import { readOrder, type TypedOrder } from '../../ordering/typed-order.ts';
import { chartOperation, router, signedInProcedure } from '../../trpc.ts';
import { listOrders } from './list.ts';
import { readLineInput, signInput } from './orders-schema.ts';

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
});
