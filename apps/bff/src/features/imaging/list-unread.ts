import { orThrow } from '@keneyapp/fhir-model/bundles';
import { patientReference, patientReferences } from '@keneyapp/fhir-model/references';
import { openCharts } from '../../access/open-charts.ts';
import { patientsBehind } from '../../access/patients-behind.ts';
import { unitOperation } from '../../trpc.ts';
import { reportSearches, studySearch, unreadDays, unreadStudies } from './unread.ts';
import type { UnreadStudies } from './view.ts';

/**
 * Studies of the last weeks that nobody has reported on for good, of the patients whose images the policy opens to this
 * person: found by their dates, decided in one evaluation, read as their charts show them. As many requests for one patient
 * as for three hundred.
 */
export const listUnread = unitOperation('imaging.list-unread').query(
  async ({ ctx }): Promise<UnreadStudies> => {
    const now = new Date();
    const said = { days: unreadDays, readAt: now.toISOString() };
    const { type, params } = studySearch(now, { _elements: 'subject' });
    const found = await ctx.services.capabilities.recentStudies.search(type, params);
    const { ids, isTruncated } = patientsBehind(found);
    const open = await openCharts(ctx, 'imaging.read', ids);
    if (open.size === 0) return { rows: [], isTruncated, ...said };
    const patient = patientReferences([...open.keys()]);
    const [studies, byDate, byIssue, people] = (
      await ctx
        .chartsFhir('imaging', open)
        .batchSearch([
          studySearch(now, { patient, _include: 'ImagingStudy:basedon' }),
          ...reportSearches(now, patient),
          { type: 'Patient', params: { _id: [...open.keys()].join(','), _count: open.size } },
        ])
    ).map(orThrow);
    const view = unreadStudies(
      { studies: orThrow(studies), reports: [orThrow(byDate), orThrow(byIssue)], people: orThrow(people) },
      now,
    );
    ctx.auditResources(
      ...['ImagingStudy', 'DiagnosticReport', 'ServiceRequest'],
      ...new Set(view.rows.map((row) => patientReference(row.patient.id))),
    );
    return { ...view, isTruncated: view.isTruncated || isTruncated, ...said };
  },
);
