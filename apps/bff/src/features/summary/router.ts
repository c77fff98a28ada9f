import { TRPCError } from '@trpc/server';
import { patientProcedure, router } from '../../trpc.ts';
import type { SummaryView } from './view.ts';

export const summaryRouter = router({
  get: patientProcedure('summary', 'read').query(async (): Promise<SummaryView> => { throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' }); }),
});
