import { receptionExtension } from '@keneyapp/fhir-model/reception';
import type { Appointment, Extension } from '@medplum/fhirtypes';
import { isFollowedBy } from './care/team.ts';
import type { Calendar } from './calendar.ts';
import type { Chart, Identified } from './chart/chart.ts';
import { procedures, type ProcedureKey } from './codes/substances-vaccines-procedures.ts';
import { systems } from './codes/systems.ts';
import { serviceRef, wardRef } from './hospital/hospital.ts';
import { staff, staffRef } from './hospital/staff.ts';
import { visitsBy } from './hospital/visits.ts';
import { visitNamed } from './hospital/visits.ts';
import { Random } from './random.ts';

type Doctor = (typeof staff)[number];
interface Reason {
  text: string;
  /** Whom it makes sense for; everybody when not said. */
  fits?: (chart: Chart, m: Doctor) => boolean;
}
const firstVisit: Reason = {
  text: 'Première consultation',
  fits: (chart, m) => !chart.resources.some((r) => isVisitOf(r, m)),
};
const was = (key: ProcedureKey) => (chart: Chart) =>
  chart.resources.some(
    (r) => r.resourceType === 'Procedure' && r.code?.coding?.[0]?.code === procedures[key].ccam,
  );
const wasOperated = (chart: Chart) =>
  (['hipProsthesis', 'appendectomy'] as const).some((key) => was(key)(chart));
const isExpecting = (chart: Chart, m: Doctor) => m.id === 'pract-haddad' && hasProblem(chart, /^Z34/);
const isChild = (chart: Chart, m: Doctor) => m.id === 'pract-lebrun' && chart.age() < 18;

const reasons: Record<string, readonly Reason[]> = {
  cardiologie: [
    { text: 'Consultation de suivi' },
    { text: 'Échocardiographie' },
    { text: 'Contrôle de stimulateur', fits: was('pacemaker') },
    firstVisit,
  ],
  'medecine-interne': [{ text: 'Consultation de suivi' }, { text: 'Résultats d’examens' }, firstVisit],
  imagerie: [{ text: 'Scanner' }, { text: 'Radiographie' }],
  'femme-mere-enfant': [
    { text: 'Consultation prénatale', fits: isExpecting },
    { text: 'Visite de l’enfant', fits: isChild },
    { text: 'Vaccination', fits: isChild },
  ],
  orthopedie: [
    { text: 'Consultation de suivi' },
    { text: 'Contrôle postopératoire', fits: wasOperated },
    { text: 'Consultation préopératoire', fits: (chart) => hasProblem(chart, /^M17/) },
  ],
  oncologie: [{ text: 'Consultation d’oncologie' }, { text: 'Surveillance' }],
};

const half = 30;
/** Half hours from 9 h to 12 h 30 and from 14 h to 17 h 30, in minutes. */
const slots = Array.from({ length: 17 }, (_, i) => 9 * 60 + i * half).filter((m) => m < 750 || m >= 840);

/**
 * Appointments from Monday of this week to Friday of next week, and of today whatever the day; ids carry date, doctor and
 * time, so that another day's run adds only what is new. Schedules and Slots are written by the application.
 */
export function agenda(calendar: Calendar, charts: readonly Chart[]): Identified[] {
  const doctors = staff.filter(
    (m) => visitsBy(m.id.slice('pract-'.length)).length > 0 && reasons[m.service] !== undefined,
  );
  const outside = charts.filter(isAtHome);
  const list: Identified[] = [];
  const ownOf = new Map(doctors.map((m) => [m, outside.filter((c) => isSeenBy(c, m))]));
  for (let day = calendar.monday; day < calendar.monday + 12; day++) {
    if (calendar.weekday(day) > 5 && day !== 0) continue;
    for (const [m, own] of ownOf) list.push(...dayOf(calendar, m, own, day));
  }
  const demo = outside.find((c) => c.person.id === 'pat-demo'),
    medecin = doctors.find((m) => m.id === 'pract-medecin');
  if (demo && medecin) {
    const day = calendar.weekday(2) > 5 ? 4 : 2;
    list.push(appointment(calendar, demo, medecin, day, 11 * 60 + 45, 'Consultation de suivi', 'booked'));
  }
  return list;
}

/** What changes of an agenda that was written on `lastDay`: in a new week everything, later in it what was due since. */
export function renewed(list: readonly Identified[], calendar: Calendar, lastDay = ''): Identified[] {
  if (lastDay < calendar.date(calendar.monday)) return [...list];
  return list.filter((r) => {
    const day = r.resourceType === 'Appointment' ? (r.start ?? '').slice(0, 10) : '';
    return day >= lastDay && day <= calendar.today;
  });
}

/** One doctor's day. What is drawn belongs to the half hour: a fuller day has the appointments of a thinner one. */
function dayOf(calendar: Calendar, m: Doctor, own: readonly Chart[], day: number): Identified[] {
  const key = m.id.slice(6),
    busy = day === 0 ? 0.85 : 0.45,
    chance = key === 'medecin' ? busy : busy / 3,
    order = shuffled(own, new Random(`agenda ${key} ${calendar.date(day)}`));
  const seen = slots.flatMap((minute, i) => {
    const chart = order[i],
      random = new Random(`agenda ${key} ${calendar.date(day)} ${minute}`);
    if (!chart || !random.chance(chance)) return [];
    const fitting = (reasons[m.service] ?? []).filter(({ fits }) => fits?.(chart, m) ?? true);
    return fitting.length > 0
      ? [{ chart, minute, reason: random.pick(fitting).text, draw: random.next() }]
      : [];
  });
  const now =
    day === 0
      ? stateOfToday(
          seen.map((s) => s.minute),
          calendar.hour * 60,
        )
      : null;
  return seen.map(({ chart, minute, reason, draw }, i) =>
    appointment(calendar, chart, m, day, minute, reason, now?.[i] ?? stateOf(day, draw)),
  );
}

function stateOf(day: number, draw: number): Appointment['status'] {
  if (day < 0) return draw < 0.06 ? 'noshow' : draw < 0.12 ? 'cancelled' : 'fulfilled';
  return draw < 0.07 ? 'cancelled' : draw < 0.13 ? 'pending' : 'booked';
}

/** Whose time is over was seen, one of them did not come; two wait, whatever the time of day; the others are to come. */
function stateOfToday(minutes: readonly number[], now: number): Appointment['status'][] {
  const over = minutes.filter((minute) => minute + half <= now).length,
    next = Math.max(0, Math.min(over, minutes.length - 2)),
    toCome = ['booked', 'pending', 'booked', 'cancelled'] as const;
  return minutes.map((_, i) =>
    i < next
      ? i === 1
        ? 'noshow'
        : i === 3
          ? 'cancelled'
          : 'fulfilled'
      : i < next + 2
        ? 'arrived'
        : (toCome[i - next - 2] ?? 'booked'),
  );
}

function shuffled<T>(list: readonly T[], random: Random): T[] {
  return list
    .map((one) => [random.next(), one] as const)
    .sort(([a], [b]) => a - b)
    .map(([, one]) => one);
}

const hasProblem = (chart: Chart, codes: RegExp): boolean =>
  chart.resources.some((r) => r.resourceType === 'Condition' && codes.test(r.code?.coding?.[0]?.code ?? ''));
const isVisitOf = (r: Identified, m: Doctor): boolean =>
  r.resourceType === 'Encounter' && r.serviceProvider?.reference === serviceRef(m.service).reference;

/** Alive, and in no bed. */
const isAtHome = (chart: Chart): boolean =>
  !chart.resources.some(
    (r) =>
      (r.resourceType === 'Patient' && r.deceasedDateTime) ||
      (r.resourceType === 'Encounter' && r.status !== 'finished'),
  );

/** Patients come back to those who know them: followed by this doctor, seen by the service (or scanned there), and to the cardiologists with what ages the heart. */
function isSeenBy(chart: Chart, m: Doctor): boolean {
  return (
    isFollowedBy(chart, m.id.slice(6)) ||
    (m.service === 'cardiologie' && hasProblem(chart, /^(I1|I2|I4|I5|E11)/)) ||
    chart.resources.some(
      (r) => isVisitOf(r, m) || (r.resourceType === 'ImagingStudy' && m.service === 'imagerie'),
    )
  );
}

/** Of today, as reception would have said it: who was there a little before their time, and when they left. */
function receptionOf(
  calendar: Calendar,
  day: number,
  minute: number,
  status: Appointment['status'],
): Extension | null {
  if (day !== 0 || (status !== 'arrived' && status !== 'fulfilled')) return null;
  const now = calendar.hour * 60;
  const arrived = Math.max(0, Math.min(minute - 8, now - 12));
  return {
    url: receptionExtension,
    extension: [
      { url: 'arrived', valueDateTime: calendar.at(day, 0, arrived) },
      ...(status === 'fulfilled'
        ? [
            { url: 'checked', valueDateTime: calendar.at(day, 0, arrived) },
            { url: 'called', valueDateTime: calendar.at(day, 0, minute + 2) },
            { url: 'entered', valueDateTime: calendar.at(day, 0, minute + 3) },
            { url: 'left', valueDateTime: calendar.at(day, 0, minute + half - 5) },
          ]
        : []),
    ],
  };
}

function appointment(
  calendar: Calendar,
  chart: Chart,
  m: Doctor,
  day: number,
  minute: number,
  reason: string,
  status: Appointment['status'],
): Appointment & { id: string } {
  const key = m.id.slice(6),
    time = `${String(Math.floor(minute / 60)).padStart(2, '0')}${String(minute % 60).padStart(2, '0')}`,
    accepted = status === 'pending' ? 'needs-action' : 'accepted',
    visit = visitNamed(key, reason),
    reception = receptionOf(calendar, day, minute, status);
  return {
    resourceType: 'Appointment',
    id: `rdv-${calendar.date(day)}-${key}-${time}`,
    meta: { profile: [`${systems.frCore}/fr-core-appointment`] },
    status,
    ...(status === 'cancelled' ? { cancelationReason: { text: 'Annulé par le patient' } } : {}),
    ...(reception ? { extension: [reception] } : {}),
    serviceType: [visit?.type ?? { text: reason }],
    ...(m.specialty
      ? {
          specialty: [
            {
              coding: [
                {
                  system:
                    'https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale',
                  ...m.specialty,
                },
              ],
            },
          ],
        }
      : {}),
    appointmentType: { text: reason },
    description: reason,
    start: calendar.at(day, 0, minute),
    end: calendar.at(day, 0, minute + half),
    minutesDuration: 30,
    created: calendar.at(Math.min(day, 0) - 14, 10),
    participant: [
      { actor: chart.subject, required: 'required', status: accepted },
      { actor: staffRef(key), required: 'required', status: accepted },
      ...(visit?.room
        ? [{ actor: visit.room, required: 'required' as const, status: 'accepted' as const }]
        : []),
      { actor: wardRef(m.service), required: 'information-only', status: 'accepted' },
    ],
  };
}
