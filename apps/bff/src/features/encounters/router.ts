import { TRPCError } from '@trpc/server';
import { patientProcedure, router } from '../../trpc.ts';
import type { EncountersView } from './view.ts';

export const encountersRouter = router({
  list: patientProcedure('encounters', 'read').query(async (): Promise<EncountersView> => { throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' }); }),
});
