import type { FhirClient } from '@keneyapp/fhir-client';
import type { Verdict } from '../../access/access.ts';
import type { Present } from '../../live/presence.ts';
import type { Colleague } from './view.ts';

/** What carries the labels of a chart: if none of these does, nothing of it is hidden by one. */
const labelled = [
  'Encounter',
  'Condition',
  'Observation',
  'Procedure',
  'MedicationRequest',
  'DiagnosticReport',
  'DocumentReference',
  'CareTeam',
  'Appointment',
  'ServiceRequest',
] as const;

/**
 * Colleagues in a chart as this reader may know of them. Who sees something there that is hidden from the reader may be
 * there because of it: then their name would tell of it, and they are not told of.
 */
export async function colleaguesOf(
  present: readonly Present[],
  {
    userId,
    patientId,
    chart,
    fhir,
  }: {
    userId: string;
    patientId: string;
    /** The reader's decision on the chart. */
    chart: Verdict;
    fhir: Pick<FhirClient, 'batchSearch'>;
  },
): Promise<Colleague[]> {
  if (!chart.allow) return [];
  const { hideLabels } = chart.obligations;
  const others = present.filter((one) => one.userId !== userId);
  const seesMore = (one: Present) => hideLabels.some((label) => !one.hides.includes(label));
  const isCareful = others.some(seesMore) && (await hasAny(fhir, patientId, hideLabels));
  return others
    .filter((one) => !isCareful || !seesMore(one))
    .map(({ name, role, isEmergency }) => ({ name, role, isEmergency }))
    .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}

/** Whether the chart holds anything with one of these labels; what cannot be looked at now counts as if it did. */
async function hasAny(
  fhir: Pick<FhirClient, 'batchSearch'>,
  patientId: string,
  labels: readonly string[],
): Promise<boolean> {
  const answers = await fhir
    .batchSearch(
      labelled.map((type) => ({
        type,
        params: { patient: patientId, _security: labels.join(','), _count: 1, _elements: 'id' },
      })),
    )
    .catch(() => null);
  if (answers === null) return true;
  return answers.some((answer) =>
    'resourceType' in answer ? (answer.entry ?? []).length > 0 : answer.status >= 500 || answer.status === 0,
  );
}
