import type {
  Appointment,
  CareTeam,
  Encounter,
  ImagingStudy,
  MedicationRequest,
  Reference,
  ServiceRequest,
} from '@medplum/fhirtypes';
import { referenceKey, type Lookup, patientReference } from '@keneyapp/fhir-model/references';
import { currentStatuses } from '@keneyapp/fhir-model/encounter';
import type { PatientFacts } from './policy.ts';

/** How references to persons are understood: who acts in a role of the reader is the reader. */
export type Person = (reference: Reference | undefined) => string[];

/** Days after which a care team that nobody confirmed, by a change or a new beginning, is one on paper. */
const teamsLast = 365;

/** Its units are the service it belongs to and every place it happens in, from the bed up to the ward. */
export function encounterFact(
  encounter: Encounter,
  lookup: Lookup,
  person: Person,
  now: Date,
): PatientFacts['encounters'][number] | null {
  const { status, period } = encounter;
  if (status === 'entered-in-error' || status === 'cancelled') return null;
  const end = period?.end ?? null;
  const goesOn = end === null || Date.parse(endOfDay(end)) > now.getTime();
  const isPlanned = status === 'planned';
  // what was planned for then, and never began, was no stay
  if (isPlanned && !goesOn) return null;
  const isCurrent = goesOn && currentStatuses.some((current) => current === status);
  const isRunning = isCurrent || isPlanned;
  const units = new Set<string>();
  const serviceProvider = referenceKey(encounter.serviceProvider?.reference ?? '');
  if (serviceProvider) units.add(serviceProvider);
  // an earlier bed of a stay that goes on does not open the chart to the ward that was left
  const places = (encounter.location ?? []).filter(
    (l) => !isRunning || (l.status !== 'completed' && isDuring(l.period, now)),
  );
  for (const { location } of places) addPlace(units, location, lookup);
  return {
    isCurrent,
    isPlanned,
    startsAt: instantOf(period?.start),
    seenAt: latest(
      [
        period?.start,
        encounter.meta?.lastUpdated,
        ...(encounter.location ?? []).map((l) => l.period?.start),
        ...(encounter.participant ?? []).map((p) => p.period?.start),
      ],
      now,
    ),
    endedAt: end === null || isPlanned ? null : new Date(endOfDay(end)).toISOString(),
    units: [...units],
    participants: [
      ...new Set(
        (encounter.participant ?? [])
          .filter((p) => !isRunning || isDuring(p.period, now))
          .flatMap((p) => person(p.individual)),
      ),
    ],
  };
}

function addPlace(units: Set<string>, reference: Reference | undefined, lookup: Lookup): void {
  for (let at = reference, depth = 0; at && depth < 6; depth += 1) {
    const key = referenceKey(at.reference ?? '');
    if (key === null || units.has(key)) return;
    units.add(key);
    const place = lookup(at);
    if (place?.resourceType !== 'Location') return;
    const manager = referenceKey(place.managingOrganization?.reference ?? '');
    if (manager) units.add(manager);
    at = place.partOf;
  }
}

/** Only what stands: an appointment that was asked for, or that waits for its participants, is none yet. */
const standing: readonly string[] = ['booked', 'arrived', 'checked-in', 'fulfilled'];

export function appointmentFact(
  appointment: Appointment,
  patientId: string,
  person: Person,
): PatientFacts['appointments'][number] | null {
  const start = instantOf(appointment.start);
  if (!standing.includes(appointment.status) || start === null) return null;
  const actors = (appointment.participant ?? [])
    .filter((p) => p.status !== 'declined')
    .flatMap((p) => person(p.actor));
  return actors.includes(patientReference(patientId))
    ? { start, actors: actors.filter((a) => !a.startsWith('Patient/')) }
    : null;
}

/** Members of a team that stands, is not over, and was begun or changed within a year. */
export function membersOf(
  { status, period, participant, meta }: CareTeam,
  person: Person,
  now: Date,
): string[] {
  const members = (participant ?? []).filter((p) => isDuring(p.period, now));
  const seen = latest([meta?.lastUpdated, period?.start, ...members.map((p) => p.period?.start)], now);
  if (status !== 'active' || !isDuring(period, now)) return [];
  if (seen !== null && now.getTime() - Date.parse(seen) > teamsLast * 86_400_000) return [];
  return members.flatMap((p) => person(p.member));
}

export function studyFact(study: ImagingStudy, person: Person): PatientFacts['imaging'][number] | null {
  if (study.status === 'entered-in-error' || study.status === 'cancelled') return null;
  const performers = [
    ...(study.interpreter ?? []),
    ...(study.series ?? []).flatMap((series) => (series.performer ?? []).map((p) => p.actor)),
  ];
  return workFact(performers, study.started ?? study.meta?.lastUpdated, person);
}

export function orderFact(order: ServiceRequest, person: Person): PatientFacts['imaging'][number] | null {
  if (!['active', 'on-hold', 'completed'].includes(order.status)) return null;
  if (!isOrdered(order)) return null;
  return workFact(order.performer ?? [], order.authoredOn ?? order.meta?.lastUpdated, person);
}

export function prescriptionFact(
  { status, intent, doNotPerform, performer, dispenseRequest, authoredOn, meta }: MedicationRequest,
  person: Person,
): PatientFacts['prescriptions'][number] | null {
  if (!['active', 'on-hold', 'completed'].includes(status ?? '')) return null;
  if (!isOrdered({ intent, doNotPerform })) return null;
  return workFact([performer, dispenseRequest?.performer], authoredOn ?? meta?.lastUpdated, person);
}

/** What is proposed, planned or one of several, and what is not to be done, gives nobody work. */
const isOrdered = ({
  intent,
  doNotPerform,
}: {
  intent: string | undefined;
  doNotPerform?: boolean | undefined;
}): boolean => doNotPerform !== true && !['proposal', 'plan', 'option'].includes(intent ?? '');

function workFact(
  performers: readonly (Reference | undefined)[],
  at: string | undefined,
  person: Person,
): PatientFacts['imaging'][number] {
  return { performers: [...new Set(performers.flatMap(person))], at: instantOf(at) };
}

/** A date without time, or without day, lasts to its end. */
function endOfDay(text: string): string {
  return text.length <= 10 ? `${text.length === 10 ? text : `${text}-01-01`.slice(0, 10)}T23:59:59Z` : text;
}

export function isDuring(period: { start?: string; end?: string } | undefined, now: Date): boolean {
  const from = Date.parse(period?.start ?? ''),
    to = Date.parse(period?.end ? endOfDay(period.end) : '');
  return !(from > now.getTime()) && !(to < now.getTime());
}

function instantOf(text: string | undefined): string | null {
  const at = Date.parse(text ?? '');
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** The last of these that is not to come. */
function latest(texts: readonly (string | undefined)[], now: Date): string | null {
  const times = texts.map((text) => Date.parse(text ?? '')).filter((at) => at <= now.getTime() + 300_000);
  return times.length === 0 ? null : new Date(Math.max(...times)).toISOString();
}
