import type { Appointment, Bundle, Patient, Reference, Resource } from '@medplum/fhirtypes';
import { codedOrNull } from '@keneyapp/fhir-model/coded';
import { epochMs, isInstant } from '@keneyapp/fhir-model/dates';
import { words } from '@keneyapp/fhir-model/text';
import { hasNext, matches } from '@keneyapp/fhir-model/bundles';
import { nameBehind } from '@keneyapp/fhir-model/names';
import { idOf, lookupIn, referenceKey } from '@keneyapp/fhir-model/references';
import { readIdentity, type IdentityTraits } from '@keneyapp/fhir-model/identity';
import { homonymsAmong } from '@keneyapp/fhir-model/listed-person';
import { readReception, stepsFrom, type Reception, type ReceptionStep } from '@keneyapp/fhir-model/reception';
import type { Coded } from '@keneyapp/fhir-model/shapes';

type AppointmentStatus =
  'proposed' | 'pending' | 'booked' | 'arrived' | 'fulfilled' | 'cancelled' | 'noshow' | 'waitlist';
export interface Named {
  id: string;
  name: string;
}

export interface AgendaItem {
  id: string;
  /** Day in the hospital, `YYYY-MM-DD`. */
  day: string;
  /** ISO 8601 instants. */
  start: string;
  end: string | null;
  minutes: number | null;
  status: AppointmentStatus;
  reason: Coded | null;
  /** Why it does not take place, when it was cancelled. */
  cancelled: string | null;
  /** Null when no patient is named, or their record is not readable. */
  patient: (IdentityTraits & { isHomonym: boolean }) | null;
  reception: Reception;
  /** What reception may say of it next; empty for who receives nobody, and for another day. */
  steps: ReceptionStep[];
  practitioners: Named[];
  services: Named[];
  rooms: Named[];
  /** References of who and where takes part; not what is named for information alone. */
  resources: string[];
}

export interface AgendaView {
  /** First day shown and how many; `today` in the hospital. */
  from: string;
  days: number;
  today: string;
  /** Earliest first. */
  items: AgendaItem[];
  /** Who and where has appointments in this span; by name. */
  practitioners: Named[];
  services: Named[];
  rooms: Named[];
  /** The reader, when they are a practitioner. */
  ownPractitionerId: string | null;
  /** There are more than could be read. */
  truncated: boolean;
}

export interface TodayView extends AgendaView {
  /** Names of the reader's units, of which alone it shows the appointments; empty: it shows all. */
  units: string[];
}

export interface AgendaSpan {
  from: string;
  days: number;
  today: string;
  fhirUser: string | null;
  /** Who reads it receives people. */
  receives: boolean;
  dayOf: (instant: Date) => string;
}

export function agendaView(bundle: Bundle, span: AgendaSpan, now: Date): AgendaView {
  const { from, days, today, fhirUser } = span;
  const people = peopleIn(bundle, now);
  const items = matches(bundle, 'Appointment')
    .flatMap((appointment) => itemOf(appointment, people, span, now) ?? [])
    .sort((a, b) => epochMs(a.start) - epochMs(b.start) || a.id.localeCompare(b.id));
  return {
    from,
    days,
    today,
    items: withHomonyms(items),
    ...namedIn(items),
    ownPractitionerId: fhirUser?.startsWith('Practitioner/') ? fhirUser.slice('Practitioner/'.length) : null,
    truncated: hasNext(bundle),
  };
}

/** Of each day, who has a name like somebody else's: they may sit in one waiting room. */
function withHomonyms(items: readonly AgendaItem[]): AgendaItem[] {
  const alike = new Map(
    [...Map.groupBy(items, ({ day }) => day)].map(([day, those]) => [
      day,
      homonymsAmong(those.flatMap(({ patient }) => patient ?? [])),
    ]),
  );
  return items.map((item) =>
    item.patient && alike.get(item.day)?.has(item.patient.id)
      ? { ...item, patient: { ...item.patient, isHomonym: true } }
      : item,
  );
}

/** Who and where has these appointments; by name. */
export const namedIn = (
  items: readonly AgendaItem[],
): Pick<AgendaView, 'practitioners' | 'services' | 'rooms'> => ({
  practitioners: distinct(items.flatMap((i) => i.practitioners)),
  services: distinct(items.flatMap((i) => i.services)),
  rooms: distinct(items.flatMap((i) => i.rooms)),
});

const statuses: readonly AppointmentStatus[] = [
  'proposed',
  'pending',
  'booked',
  'arrived',
  'fulfilled',
  'cancelled',
  'noshow',
  'waitlist',
];

/** An appointment after somebody was received. */
export type ReceivedView = Pick<AgendaItem, 'id' | 'status' | 'reception' | 'steps'>;

/** R4 tells arrived and checked in apart; here it is one. Null for what has no word. */
export function statusOf({ status }: Pick<Appointment, 'status'>): AppointmentStatus | null {
  return status === 'checked-in' ? 'arrived' : (statuses.find((known) => known === status) ?? null);
}

/** When somebody was received, and what may be said next. */
export function receptionOf(appointment: Appointment): Pick<AgendaItem, 'reception' | 'steps'> {
  return { reception: readReception(appointment), steps: stepsFrom(appointment) };
}

/** Null for what has no time, or was entered in error. */
function itemOf(
  appointment: Appointment,
  people: People,
  { dayOf, receives }: Pick<AgendaSpan, 'dayOf' | 'receives'>,
  now: Date,
): AgendaItem | null {
  const { start } = appointment;
  const status = statusOf(appointment);
  if (!isInstant(start) || status === null) return null;
  const actors = (appointment.participant ?? []).flatMap(({ actor }) => actor ?? []);
  const end = isInstant(appointment.end) ? appointment.end : null;
  const day = dayOf(new Date(start));
  const { reception, steps } = receptionOf(appointment);
  return {
    id: appointment.id ?? '',
    day,
    start,
    end,
    minutes:
      appointment.minutesDuration ??
      (end ? Math.round((Date.parse(end) - Date.parse(start)) / 60_000) : null),
    status,
    reason:
      codedOrNull(appointment.reasonCode?.[0]) ??
      codedOrNull(appointment.serviceType?.[0]) ??
      codedOrNull(appointment.appointmentType) ??
      described(appointment),
    cancelled:
      status === 'cancelled'
        ? (words(appointment.cancelationReason?.text) ??
          words(appointment.cancelationReason?.coding?.[0]?.display))
        : null,
    patient: people.patient(actors),
    reception,
    steps: receives && day === dayOf(now) ? steps : [],
    practitioners: people.named(actors, 'practitioner'),
    services: people.named(actors, 'service'),
    rooms: people.named(actors, 'room'),
    resources: resourcesOf(appointment),
  };
}

function resourcesOf({ participant = [] }: Appointment): string[] {
  const references = participant.flatMap(({ actor, required }) =>
    required === 'information-only' ? [] : (referenceKey(actor?.reference ?? '') ?? []),
  );
  return references.filter((one) => /^(Practitioner|PractitionerRole|Location|Device)\//.test(one));
}

function described({ description }: Appointment): Coded | null {
  const text = words(description);
  return text ? { text, codes: [] } : null;
}

function agendaPatient(patient: Patient, now: Date): AgendaItem['patient'] {
  const { id, birthName, usedName, givenNames, usedGivenName, suffix, ...person } = readIdentity(
    patient,
    now,
  );
  const { multipleBirth, attributes, isTest, birthDate, age, sex, ipp } = person;
  return {
    ...{ id, birthName, usedName, givenNames, usedGivenName, suffix },
    ...{ multipleBirth, attributes, isTest, birthDate, age, sex, ipp },
    isHomonym: false,
  };
}

type Part = 'practitioner' | 'service' | 'room';
interface People {
  patient: (actors: Reference[]) => AgendaItem['patient'];
  named: (actors: Reference[], as: Part) => Named[];
}

/** Who and what an agenda is about: each is read once, however many appointments name them. */
function peopleIn(bundle: Bundle, now: Date): People {
  const lookup = lookupIn(bundle);
  const patients = new Map<Patient, AgendaItem['patient']>();
  const names = new Map<string, { as: Part; named: Named } | null>();
  const read = (actor: Reference) => {
    const [id, name, as] = [idOf(actor), nameBehind(actor, lookup), partOf(actor, lookup(actor))];
    return id && name && as ? { as, named: { id, name } } : null;
  };
  return {
    patient: (actors) => {
      const found = actors
        .map((actor) => lookup(actor))
        .find((r): r is Patient => r?.resourceType === 'Patient');
      if (!found) return null;
      return kept(patients, found, () => agendaPatient(found, now));
    },
    named: (actors, as) =>
      actors.flatMap((actor) => {
        // what says no more than its reference is the same wherever it stands
        const key = JSON.stringify([actor.reference, actor.display, actor.identifier, actor.type]);
        const known = kept(names, key, () => read(actor));
        return known?.as === as ? [known.named] : [];
      }),
  };
}

/** R4 has one resource for a ward and for a room of it; what does not say that it is a room is where one goes to. */
const kindsOfRoom = ['ro', 'bd', 've'];

function partOf({ reference = '' }: Reference, target: Resource | undefined): Part | null {
  switch (referenceKey(reference)?.split('/')[0]) {
    case 'Practitioner':
    case 'PractitionerRole':
      return 'practitioner';
    case 'Device':
      return 'room';
    case 'HealthcareService':
      return 'service';
    case 'Location': {
      const codes = target?.resourceType === 'Location' ? (target.physicalType?.coding ?? []) : [];
      return codes.some(({ code = '' }) => kindsOfRoom.includes(code)) ? 'room' : 'service';
    }
    default:
      return null;
  }
}

function kept<Key, Value>(known: Map<Key, Value>, key: Key, read: () => Value): Value {
  if (!known.has(key)) known.set(key, read());
  return known.get(key) as Value;
}

function distinct(list: Named[]): Named[] {
  return [...new Map(list.map((one) => [one.id, one])).values()].sort((a, b) =>
    a.name.localeCompare(b.name, 'fr'),
  );
}
