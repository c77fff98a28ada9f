import { TRPCError } from '@trpc/server';
import { patientProcedure, router } from '../../trpc.ts';
import type { AllergiesView } from './view.ts';

export const allergiesRouter = router({
  list: patientProcedure('allergies', 'read').query(async (): Promise<AllergiesView> => { throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' }); }),
});
