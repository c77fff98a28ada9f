import { orThrow } from '@keneyapp/fhir-model/bundles';
import { patientReference, patientReferences } from '@keneyapp/fhir-model/references';
import { openCharts } from '../../access/open-charts.ts';
import { patientsBehind } from '../../access/patients-behind.ts';
import { unitOperation } from '../../trpc.ts';
import { countsAsRecent, recentPrescriptions, recentSearches } from './recent.ts';
import type { RecentPrescriptions } from './view.ts';

/**
 * Prescriptions that were written, changed or stopped of late, of the patients whose treatments the policy opens to this
 * person: found by their dates, decided in one evaluation, read as their charts show them. As many requests for one patient
 * as for three hundred.
 */
export const listRecent = unitOperation('medications.list-recent').query(
  async ({ ctx }): Promise<RecentPrescriptions> => {
    const now = new Date();
    const readAt = now.toISOString();
    const found = await ctx.services.capabilities.recentPrescriptions.batchSearch(
      recentSearches(now, {
        _elements:
          'subject,status,intent,authoredOn,reportedBoolean,reportedReference,priorPrescription,dispenseRequest',
      }),
    );
    const candidates = found.map((answer) =>
      patientsBehind(orThrow(answer), (resource) => countsAsRecent(resource, now)),
    );
    const ids = [...new Set(candidates.flatMap((part) => part.ids))];
    const isCut = candidates.some((part) => part.isTruncated);
    const open = await openCharts(ctx, 'medications.read', ids);
    if (open.size === 0) return { rows: [], isTruncated: isCut, readAt };
    const patient = patientReferences([...open.keys()]);
    const fhir = ctx.chartsFhir('medications', open);
    const answers = await fhir.batchSearch([
      ...recentSearches(now, {
        patient,
        _include: ['MedicationRequest:medication', 'MedicationRequest:requester'],
      }),
      { type: 'Patient', params: { _id: [...open.keys()].join(','), _count: open.size } },
    ]);
    const [people, ...prescriptions] = answers.map(orThrow).reverse();
    const view = recentPrescriptions(
      { prescriptions: prescriptions.reverse(), people: orThrow(people) },
      now,
    );
    ctx.auditResources(
      'MedicationRequest',
      ...new Set(view.rows.map((row) => patientReference(row.patient.id))),
    );
    return { ...view, isTruncated: view.isTruncated || isCut, readAt };
  },
);
