import { FhirError, type FhirClient, type SearchParams } from '@keneyapp/fhir-client';
import type {
  Appointment,
  Bundle,
  CareTeam,
  Consent,
  Encounter,
  ImagingStudy,
  MedicationRequest,
  Patient,
  Reference,
  Resource,
  ServiceRequest,
} from '@medplum/fhirtypes';
import { hasNext, lookupIn, referenceKey, type Lookup } from '../fhir/bundle.ts';
import { currentConsents } from '../fhir/consent.ts';
import { consentKindSystem } from '../fhir/consent-marks.ts';
import { currentStatuses } from '../fhir/encounter.ts';
import { consentKinds, type PatientFacts } from './policy.ts';
import type { Role } from './roles.ts';

/** What was read about persons and patients for one decision or several. */
export interface Facts {
  units: string[];
  patients: Map<string, PatientFacts>;
}

/** Roles whose rights depend on whom; the others are decided by role alone. */
export const isRelational = (role: Role): boolean =>
  ['doctor', 'nurse', 'pharmacist', 'radiologist', 'patient'].includes(role);

export const noFacts = (id: string): PatientFacts => ({
  id,
  encounters: [],
  careTeam: [],
  appointments: [],
  imaging: [],
  hasPrescriptions: false,
  consents: [],
});

const day = 86_400_000;
/** The policy looks 90 days back for stays and a week around for appointments; asked with a day to spare for time zones. */
const staysBack = 91,
  appointmentsAround = 8;
const most = 1_000;

type Search = { type: Resource['resourceType']; params: SearchParams };

/** One batch about one or several patients, read with the rights of the BFF itself. Rejects when any part of it fails: never half the truth. */
export async function readFacts(
  fhir: FhirClient,
  who: { role: Role; fhirUser: string | null },
  patientIds: readonly string[],
  now: Date,
): Promise<Facts> {
  const wanted = searchesFor(who, patientIds, now);
  if (wanted.length === 0) return { units: [], patients: new Map(patientIds.map((id) => [id, noFacts(id)])) };
  const answers = await fhir.batchSearch(wanted);
  const bundles = await Promise.all(wanted.map((search, i) => whole(fhir, search, answers[i])));
  const all = <T extends Resource['resourceType']>(type: T) =>
    bundles.flatMap((bundle) =>
      (bundle.entry ?? []).flatMap(({ resource, search }) =>
        resource?.resourceType === type && search?.mode !== 'include'
          ? [resource as Extract<Resource, { resourceType: T }>]
          : [],
      ),
    );
  const roles = all('PractitionerRole').filter((role) => role.active !== false && isDuring(role.period, now));
  const lookup = lookupIn(...bundles);
  /** Who acts in a role is the person, whichever way they are named. */
  const ownRoles = new Set(roles.map((role) => `PractitionerRole/${role.id}`));
  const person = (reference: Reference | undefined): string[] => {
    const key = referenceKey(reference?.reference ?? '');
    return key === null ? [] : [ownRoles.has(key) && who.fhirUser ? who.fhirUser : key];
  };
  const of = <T extends Resource>(list: T[], subject: (resource: T) => Reference | undefined, id: string) =>
    list.filter((r) => referenceKey(subject(r)?.reference ?? '') === `Patient/${id}`);
  const [encounters, teams, people, appointments, studies, orders, prescriptions, consents] = [
    all('Encounter'),
    all('CareTeam'),
    all('Patient'),
    all('Appointment'),
    all('ImagingStudy'),
    all('ServiceRequest'),
    all('MedicationRequest'),
    all('Consent'),
  ];
  return {
    units: [
      ...new Set(
        roles.flatMap((role) =>
          [role.organization, ...(role.location ?? [])].flatMap(
            (r) => referenceKey(r?.reference ?? '') ?? [],
          ),
        ),
      ),
    ],
    patients: new Map(
      patientIds.map((id): [string, PatientFacts] => [
        id,
        {
          id,
          encounters: of<Encounter>(encounters, (e) => e.subject, id).flatMap(
            (e) => encounterFact(e, lookup, person, now) ?? [],
          ),
          careTeam: [
            ...new Set([
              ...of<CareTeam>(teams, (t) => t.subject, id)
                .filter((t) => t.status === 'active' && isDuring(t.period, now))
                .flatMap((t) =>
                  (t.participant ?? [])
                    .filter((p) => isDuring(p.period, now))
                    .flatMap((p) => person(p.member)),
                ),
              ...people
                .filter((p: Patient) => p.id === id)
                .flatMap((p) => (p.generalPractitioner ?? []).flatMap(person)),
            ]),
          ],
          appointments: appointments.flatMap((a) => appointmentFact(a, id, person) ?? []),
          imaging: [
            ...of<ImagingStudy>(studies, (s) => s.subject, id)
              .filter((s) => s.status !== 'entered-in-error' && s.status !== 'cancelled')
              .map((s) => ({
                performers: [
                  ...(s.interpreter ?? []),
                  ...(s.series ?? []).flatMap((series) => (series.performer ?? []).map((p) => p.actor)),
                ].flatMap(person),
              })),
            ...of<ServiceRequest>(orders, (o) => o.subject, id)
              .filter((o) => !['entered-in-error', 'revoked', 'draft'].includes(o.status))
              .map((o) => ({ performers: (o.performer ?? []).flatMap(person) })),
          ].map(({ performers }) => ({ performers: [...new Set(performers)] })),
          hasPrescriptions: of<MedicationRequest>(prescriptions, (m) => m.subject, id).length > 0,
          consents: currentConsents(
            of<Consent>(consents, (c) => c.patient, id),
            now,
          ),
        },
      ]),
    ),
  };
}

function searchesFor(
  { role, fhirUser }: { role: Role; fhirUser: string | null },
  ids: readonly string[],
  now: Date,
): Search[] {
  if (ids.length === 0 || (!isRelational(role) && role !== 'secretary')) return [];
  const patient = ids.map((id) => `Patient/${id}`).join(','),
    at = (days: number) => new Date(now.getTime() + days * day).toISOString();
  const consent: Search = {
    type: 'Consent',
    params: {
      patient,
      category: consentKinds.map((kind) => `${consentKindSystem}|${kind}`).join(','),
      _count: most,
    },
  };
  if (role === 'patient' || role === 'secretary') return [consent];
  const team: Search[] = [
    {
      type: 'CareTeam',
      params: { patient, status: 'active', _elements: 'status,subject,period,participant', _count: most },
    },
    {
      type: 'Encounter',
      params: {
        patient,
        date: `ge${at(-staysBack).slice(0, 10)}`,
        _include: 'Encounter:location',
        '_include:iterate': 'Location:partof',
        _count: most,
      },
    },
  ];
  const own: Search[] = fhirUser?.startsWith('Practitioner/')
    ? [
        {
          type: 'PractitionerRole',
          params: {
            practitioner: fhirUser,
            active: 'true',
            _elements: 'active,period,practitioner,organization,location',
            _count: 50,
          },
        },
      ]
    : [];
  if (role === 'pharmacist')
    return [
      consent,
      ...team,
      ...own,
      {
        type: 'MedicationRequest',
        params: {
          patient,
          status: 'active,on-hold,completed',
          _elements: 'status,subject',
          _count: ids.length === 1 ? 1 : most,
        },
      },
    ];
  if (role === 'radiologist') {
    return [
      consent,
      ...team,
      ...own,
      {
        type: 'ImagingStudy',
        params: { patient, _elements: 'status,subject,interpreter,series', _count: most },
      },
      {
        type: 'ServiceRequest',
        params: {
          patient,
          category: 'http://snomed.info/sct|363679005',
          _elements: 'status,intent,subject,performer',
          _count: most,
        },
      },
    ];
  }
  return [
    consent,
    ...team,
    ...own,
    { type: 'Patient', params: { _id: ids.join(','), _elements: 'generalPractitioner', _count: ids.length } },
    ...(role === 'doctor'
      ? [
          {
            type: 'Appointment' as const,
            params: {
              patient,
              date: [`ge${at(-appointmentsAround)}`, `le${at(appointmentsAround)}`],
              _elements: 'status,start,participant',
              _count: most,
            },
          },
        ]
      : []),
  ];
}

/** An answer as a whole; what does not fit one page is read to its end, except where one is enough. */
async function whole(
  fhir: FhirClient,
  { type, params }: Search,
  answer: Bundle | FhirError | undefined,
): Promise<Bundle> {
  if (answer === undefined) throw new FhirError(502, null, 'empty');
  if (answer instanceof FhirError) throw answer;
  if (params['_count'] === 1 || !hasNext(answer)) return answer;
  const resources = await fhir.searchAll(type, params, 20_000);
  const included = (answer.entry ?? []).filter((e) => e.search?.mode === 'include');
  return { ...answer, entry: [...resources.map((resource) => ({ resource })), ...included] };
}

/** Its units are the service it belongs to and every place it happens in, from the bed up to the ward. */
function encounterFact(
  encounter: Encounter,
  lookup: Lookup,
  person: (r: Reference | undefined) => string[],
  now: Date,
): PatientFacts['encounters'][number] | null {
  if (encounter.status === 'entered-in-error' || encounter.status === 'cancelled') return null;
  const end = encounter.period?.end ?? null;
  const isCurrent =
    ['planned', ...currentStatuses].includes(encounter.status) &&
    (end === null || Date.parse(endOfDay(end)) > now.getTime());
  const units = new Set<string>();
  const serviceProvider = referenceKey(encounter.serviceProvider?.reference ?? '');
  if (serviceProvider) units.add(serviceProvider);
  // an earlier bed of a stay that goes on does not open the chart to the ward that was left
  const places = (encounter.location ?? []).filter(
    (l) => !isCurrent || (l.status !== 'completed' && isDuring(l.period, now)),
  );
  for (const { location } of places) addPlace(units, location, lookup);
  return {
    isCurrent,
    endedAt: end === null ? null : new Date(endOfDay(end)).toISOString(),
    units: [...units],
    participants: [
      ...new Set(
        (encounter.participant ?? [])
          .filter((p) => !isCurrent || isDuring(p.period, now))
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

function appointmentFact(
  appointment: Appointment,
  patientId: string,
  person: (r: Reference | undefined) => string[],
): PatientFacts['appointments'][number] | null {
  if (
    ['cancelled', 'noshow', 'entered-in-error', 'proposed'].includes(appointment.status) ||
    !appointment.start
  )
    return null;
  const actors = (appointment.participant ?? [])
    .filter((p) => p.status !== 'declined')
    .flatMap((p) => person(p.actor));
  return actors.includes(`Patient/${patientId}`)
    ? {
        start: new Date(appointment.start).toISOString(),
        actors: actors.filter((a) => !a.startsWith('Patient/')),
      }
    : null;
}

/** A date without time lasts to its end. */
function endOfDay(text: string): string {
  return text.length <= 10 ? `${text.length === 10 ? text : `${text}-01-01`.slice(0, 10)}T23:59:59Z` : text;
}

function isDuring(period: { start?: string; end?: string } | undefined, now: Date): boolean {
  const from = Date.parse(period?.start ?? ''),
    to = Date.parse(period?.end ? endOfDay(period.end) : '');
  return !(from > now.getTime()) && !(to < now.getTime());
}
