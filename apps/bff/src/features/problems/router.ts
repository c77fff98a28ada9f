import { TRPCError } from '@trpc/server';
import { patientProcedure, router } from '../../trpc.ts';
import type { ProblemsView } from './view.ts';

export const problemsRouter = router({
  list: patientProcedure('problems', 'read').query(async (): Promise<ProblemsView> => { throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' }); }),
});
