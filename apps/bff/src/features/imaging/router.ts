import { FhirError } from '@keneyapp/fhir-client';
import { orThrow } from '@keneyapp/fhir-model/bundles';
import { chartOperation, router } from '../../trpc.ts';
import { listUnread } from './list-unread.ts';
import { imagingView } from './view.ts';

export const imagingRouter = router({
  listUnread,

  /** Studies with their series and reports, in one request to the FHIR server; pixels come through /dicom-web. */
  list: chartOperation('imaging.read').query(async ({ ctx }) => {
    ctx.auditResources('ImagingStudy', 'DiagnosticReport');
    const [studies, reports] = await ctx.fhir.batchSearch([
      {
        type: 'ImagingStudy',
        params: { patient: ctx.patientId, _count: 300, _sort: '-started', _total: 'accurate' },
      },
      {
        type: 'DiagnosticReport',
        params: { patient: ctx.patientId, _count: 500, category: 'RAD', _sort: '-date' },
      },
    ]);
    return imagingView(
      orThrow(studies),
      reports === undefined || reports instanceof FhirError ? null : reports,
    );
  }),
});
