import type { SearchParams } from '@keneyapp/fhir-client';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { date, epochMs } from '@keneyapp/fhir-model/dates';
import { homonymsAmong, listedPerson } from '@keneyapp/fhir-model/listed-person';
import { readRequest, type MedicationLine } from '@keneyapp/fhir-model/medication';
import { idOf, lookupIn } from '@keneyapp/fhir-model/references';
import type { Bundle, MedicationRequest, Resource } from '@medplum/fhirtypes';
import type { PrescriptionChange, RecentPrescriptions } from './view.ts';

/** From Friday evening to Monday evening. */
const recentHours = 72;
/** A prescription is good for a year (Code de la santé publique, R5132-22): what became of an older one changes nothing. */
const validDays = 366;
/** So many are read at once; beyond them the list says that there are more. */
const maxRead = 1_000;
const maxRows = 300;

/** Written or changed of late; whoever has no date of writing is asked for apart, so that nothing is left out. */
export function recentSearches(
  now: Date,
  own: SearchParams,
): { type: 'MedicationRequest'; params: SearchParams }[] {
  const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000).toISOString();
  const written = { _lastUpdated: `ge${ago(recentHours)}`, _sort: '-_lastUpdated', _count: maxRead };
  return [
    { type: 'MedicationRequest', params: { ...written, authoredon: `ge${ago(24 * validDays)}`, ...own } },
    { type: 'MedicationRequest', params: { ...written, 'authoredon:missing': 'true', ...own } },
  ];
}

/** What happened to a prescription of late, and when; null where nothing did: it came in with old records. */
function changeOf(
  request: MedicationRequest,
  now: Date,
): { change: PrescriptionChange; at: string | null } | null {
  const since = now.getTime() - recentHours * 3_600_000;
  const isRecent = (at: string | null | undefined) => at != null && epochMs(at) >= since;
  const { status, authoredOn, meta, priorPrescription, dispenseRequest } = request;
  // a resource that was never written again stands as it came in
  const changedAt = meta?.versionId === '1' ? null : (meta?.lastUpdated ?? null);
  const ended = dispenseRequest?.validityPeriod?.end;
  const endedAt = changedAt ?? (isRecent(ended) ? date(ended) : null);
  if (
    status === 'stopped' ||
    status === 'cancelled' ||
    status === 'entered-in-error' ||
    status === 'on-hold'
  ) {
    const change = status === 'entered-in-error' ? 'cancelled' : status;
    if (isRecent(endedAt)) return { change, at: endedAt };
    return isRecent(authoredOn) ? { change, at: date(authoredOn) } : null;
  }
  if (status !== 'active') return null;
  if (isRecent(authoredOn)) return { change: priorPrescription ? 'changed' : 'new', at: date(authoredOn) };
  return isRecent(changedAt) ? { change: 'changed', at: changedAt } : null;
}

/** Orders: what is proposed, planned or only reported is prescribed by nobody. */
const isOrder = ({ intent, reportedBoolean, reportedReference }: MedicationRequest): boolean =>
  !['proposal', 'plan', 'option'].includes(intent ?? '') &&
  !reportedBoolean &&
  reportedReference === undefined;

/** Whose prescriptions a list of recent ones may hold. */
export const countsAsRecent = (resource: Resource, now: Date): boolean =>
  resource.resourceType === 'MedicationRequest' && changeOf(resource, now) !== null && isOrder(resource);

/** Rows of prescriptions as the charts of their patients show them, the latest change first. */
export function recentPrescriptions(
  { prescriptions, people }: { prescriptions: readonly Bundle[]; people: Bundle },
  now: Date,
): Omit<RecentPrescriptions, 'readAt'> {
  const persons = new Map(
    matches(people, 'Patient').map((patient) => [patient.id ?? '', listedPerson(patient, now)]),
  );
  const alike = homonymsAmong([...persons.values()]);
  const lookup = lookupIn(...prescriptions);
  const rows = prescriptions
    .flatMap((bundle) => matches(bundle, 'MedicationRequest'))
    .flatMap((request) => {
      const patient = persons.get(idOf(request.subject) ?? '');
      const changed = changeOf(request, now);
      if (!patient || !changed || !isOrder(request)) return [];
      const line: MedicationLine = readRequest(request, lookup, now);
      if (line.absence !== null) return [];
      return [{ ...changed, key: line.id, patient, isHomonym: alike.has(patient.id), line }];
    })
    .sort((a, b) => epochMs(b.at ?? '') - epochMs(a.at ?? ''));
  return { rows: rows.slice(0, maxRows), isTruncated: rows.length > maxRows || prescriptions.some(hasNext) };
}
