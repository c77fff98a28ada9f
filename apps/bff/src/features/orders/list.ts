import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { patientReference } from '@keneyapp/fhir-model/references';
import { readPerFeature, type FeatureSearch } from '../../access/read-per-feature.ts';
import type { PatientContext } from '../../context.ts';
import { ordersView, type OrdersView } from './view.ts';

const most = 500;

/** Orders as their page shows them, answers as the pages of results and images do; the latest of each come first. */
export async function listOrders(
  ctx: Pick<PatientContext, 'access' | 'patientId' | 'chartFhir' | 'auditResources'>,
  fhir: Pick<FhirClient, 'search'>,
): Promise<OrdersView> {
  const patient = patientReference(ctx.patientId);
  const answering: FeatureSearch[] = [
    {
      type: 'DiagnosticReport',
      params: { patient, 'based-on:missing': 'false', _count: most, _sort: '-date' },
      feature: 'results',
    },
    {
      type: 'Observation',
      params: { patient, 'based-on:missing': 'false', _count: most, _sort: '-date' },
      feature: 'results',
    },
    {
      type: 'ImagingStudy',
      params: { patient, 'basedon:missing': 'false', _count: most, _sort: '-started' },
      feature: 'imaging',
    },
  ];
  const [requests, { answers, asked }] = await Promise.all([
    fhir.search('ServiceRequest', {
      patient,
      _count: most,
      _sort: '-authored',
      _include: ['ServiceRequest:requester', 'ServiceRequest:performer'],
    }),
    readPerFeature(ctx, answering),
  ]);
  ctx.auditResources('ServiceRequest', ...asked);
  // what this person may not read is not read as nothing
  const read = answers.map((answer, i) =>
    answer instanceof FhirError || !asked.has(answering[i]?.type ?? '') ? null : answer,
  );
  return ordersView(requests, read, new Date());
}
