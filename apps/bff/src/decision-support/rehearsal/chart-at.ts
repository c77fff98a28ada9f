import type { SearchParams } from '@keneyapp/fhir-client';
import { epochMs } from '@keneyapp/fhir-model/dates';
import { requestExtensions, readRequest } from '@keneyapp/fhir-model/medication';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Bundle, MedicationRequest, Observation, Resource } from '@medplum/fhirtypes';

/** What a rehearsal reads of charts. Whatever else a service would like to be handed is not read for one. */
export const rehearsedTypes = [
  'AllergyIntolerance',
  'Condition',
  'MedicationRequest',
  'MedicationStatement',
  'Observation',
  'Patient',
] as const;

export interface ChartSearch {
  key: string;
  type: (typeof rehearsedTypes)[number];
  params: SearchParams;
  isRead: boolean;
}

/** What a service wants of one chart, with what has ended since: it ran then. */
export function searchesFor(prefetch: Readonly<Record<string, string>>, patientId: string): ChartSearch[] {
  return Object.entries(prefetch).flatMap(([key, template]): ChartSearch[] => {
    const [path = '', query] = template.split('?', 2);
    const type = rehearsedTypes.find((one) => one === path.split('/')[0]);
    if (!type) return [];
    if (type === 'Patient' || query === undefined)
      return type === 'Patient' ? [{ key, type, params: { _id: patientId }, isRead: true }] : [];
    const params: Record<string, string> = Object.fromEntries(new URLSearchParams(query));
    if (type.startsWith('Medication')) delete params['status'];
    delete params['subject'];
    return [
      { key, type, params: { ...params, patient: patientReference(patientId), _count: 500 }, isRead: false },
    ];
  });
}

/** A chart as it was just before a signature: what was written later, and what was signed with it, is not there. */
export function asOf(
  bundle: Bundle,
  at: Date,
  isOfSignature: (request: MedicationRequest) => boolean,
): Bundle {
  const entry = (bundle.entry ?? []).flatMap(({ resource }) => {
    const then = resource && resourceAt(resource, at, isOfSignature);
    return then ? [{ resource: then }] : [];
  });
  return { resourceType: 'Bundle', type: 'searchset', entry };
}

function resourceAt(
  resource: Resource,
  at: Date,
  isOfSignature: (request: MedicationRequest) => boolean,
): Resource | null {
  switch (resource.resourceType) {
    case 'MedicationRequest':
      return isOfSignature(resource) || !wasRunning(resource, at) ? null : { ...resource, status: 'active' };
    case 'Observation':
      return isLater(takenAt(resource), at) ? null : resource;
    case 'AllergyIntolerance':
    case 'Condition':
      return isLater(resource.recordedDate, at) ? null : resource;
    default:
      return resource;
  }
}

const isLater = (date: string | undefined, at: Date): boolean =>
  date !== undefined && epochMs(date) > at.getTime();
const takenAt = ({ effectiveDateTime, effectivePeriod }: Observation) =>
  effectiveDateTime ?? effectivePeriod?.start;

const ends = ['stopped', 'completed', 'cancelled'];
/** Signed before, and ended after; where nothing says when it was ended, the day it was last changed. */
function wasRunning(request: MedicationRequest, at: Date): boolean {
  const { status = '', authoredOn, meta, extension } = request;
  if (!authoredOn || epochMs(authoredOn) >= at.getTime()) return false;
  if (!ends.includes(status)) return ['active', 'on-hold'].includes(status);
  const changed = extension?.find(({ url }) => url === requestExtensions.statusChanged)?.valueDateTime;
  const ended = changed ?? readRequest(request, () => undefined, at).end ?? meta?.lastUpdated;
  return ended !== undefined && epochMs(ended) >= at.getTime();
}
