import { TRPCError } from '@trpc/server';
import { patientProcedure, router } from '../../trpc.ts';
import { correctInput, enteredInErrorInput, flowsheetInput, periodInput, recordInput, versionsInput } from './schema.ts';
import type { FlowsheetView, SeriesView, VersionsView, VitalsFormView, WrittenView } from './view.ts';

const later = () => new TRPCError({ code: 'METHOD_NOT_SUPPORTED' });
export const vitalsRouter = router({
  form: patientProcedure('vitals', 'read').query(async (): Promise<VitalsFormView> => { throw later(); }),
  flowsheet: patientProcedure('vitals', 'read').input(flowsheetInput).query(async (): Promise<FlowsheetView> => { throw later(); }),
  series: patientProcedure('vitals', 'read').input(periodInput).query(async (): Promise<SeriesView> => { throw later(); }),
  versions: patientProcedure('vitals', 'read').input(versionsInput).query(async (): Promise<VersionsView> => { throw later(); }),
  record: patientProcedure('vitals', 'write').input(recordInput).mutation(async (): Promise<WrittenView> => { throw later(); }),
  correct: patientProcedure('vitals', 'write').input(correctInput).mutation(async (): Promise<WrittenView> => { throw later(); }),
  markEnteredInError: patientProcedure('vitals', 'write').input(enteredInErrorInput).mutation(async (): Promise<WrittenView> => { throw later(); }),
});
