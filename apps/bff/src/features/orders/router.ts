import { sign, type SignedView } from '../../ordering/sign.ts';
import { chartOperation, router } from '../../trpc.ts';
import { signInput } from './orders-schema.ts';

export const ordersRouter = router({
  /** Signs a basket: drugs, tests, images, nursing acts, requests of advice. */
  sign: chartOperation('orders.sign')
    .input(signInput)
    .mutation(({ ctx, input }): Promise<SignedView> => sign(ctx, input)),
});
