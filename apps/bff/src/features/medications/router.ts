import { TRPCError } from '@trpc/server';
import { patientProcedure, router } from '../../trpc.ts';
import type { MedicationsView } from './view.ts';

export const medicationsRouter = router({
  list: patientProcedure('medications', 'read').query(async (): Promise<MedicationsView> => { throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' }); }),
});
