import { printPrescription, type PapersView } from '../../ordering/paper/print.ts';
import { sign, type SignedView } from '../../ordering/sign.ts';
import { chartOperation, router } from '../../trpc.ts';
import { printInput, signInput } from './orders-schema.ts';

export const ordersRouter = router({
  /** Signs a basket: drugs, tests, images, nursing acts, requests of advice. */
  sign: chartOperation('orders.sign')
    .input(signInput)
    .mutation(({ ctx, input }): Promise<SignedView> => sign(ctx, input)),
  /** The papers of a signature, made once and kept; what is printed again is what was printed. */
  print: chartOperation('orders.print')
    .input(printInput)
    .mutation(({ ctx, input }): Promise<PapersView> => printPrescription(ctx, input)),
});
