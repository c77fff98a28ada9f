import { TRPCError } from '@trpc/server';
import { featureProcedure, patientProcedure, router } from '../../trpc.ts';
import { searchInput } from './schema.ts';
import type { PatientBanner, PatientSearchResult, RecentPatient } from './view.ts';

const notYet = (): never => { throw new TRPCError({ code: 'METHOD_NOT_SUPPORTED' }); };

export const patientsRouter = router({
  search: featureProcedure('patients', 'read').input(searchInput).query(async (): Promise<PatientSearchResult> => notYet()),
  recent: featureProcedure('patients', 'read').query(async (): Promise<RecentPatient[]> => notYet()),
  banner: patientProcedure('patients', 'read').query(async (): Promise<PatientBanner> => notYet()),
});
