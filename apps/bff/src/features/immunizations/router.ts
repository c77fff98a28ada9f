import { TRPCError } from '@trpc/server';
import { patientProcedure, router } from '../../trpc.ts';
import type { ImmunizationsView } from './view.ts';

export const immunizationsRouter = router({
  list: patientProcedure('immunizations', 'read').query(async (): Promise<ImmunizationsView> => { throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' }); }),
});
