import 'server-only';
import type { PatientBanner } from '@keneyapp/bff/features/patients/view';
import { cache } from 'react';
import { asCallError, type CallError } from '../../trpc/error.ts';
import { getQueryClient, trpc } from '../../trpc/server.ts';

/** The banner of a patient, asked once a request whoever needs it (title, layout, page). */
export const getBanner = cache(
  async (
    patientId: string,
  ): Promise<{ data: PatientBanner; error: null } | { data: null; error: CallError }> => {
    try {
      return {
        data: await getQueryClient().fetchQuery({
          ...trpc().patients.banner.queryOptions({ patientId }),
          retry: false,
        }),
        error: null,
      };
    } catch (error) {
      return { data: null, error: asCallError(error) };
    }
  },
);
