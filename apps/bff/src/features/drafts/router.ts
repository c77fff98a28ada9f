import { TRPCError } from '@trpc/server';
import { featureProcedure, patientProcedure, router } from '../../trpc.ts';
import { draftKey, saveDraftInput } from './schema.ts';
import type { DraftListView, DraftSavedView, DraftView } from './view.ts';

const later = () => new TRPCError({ code: 'METHOD_NOT_SUPPORTED' });
export const draftsRouter = router({
  list: featureProcedure('drafts', 'read').query(async (): Promise<DraftListView> => { throw later(); }),
  get: patientProcedure('drafts', 'read').input(draftKey).query(async (): Promise<DraftView | null> => { throw later(); }),
  save: patientProcedure('drafts', 'write').input(saveDraftInput).mutation(async (): Promise<DraftSavedView> => { throw later(); }),
  discard: patientProcedure('drafts', 'write').input(draftKey).mutation(async (): Promise<null> => { throw later(); }),
});
