import type { Appointment, Schedule } from '@medplum/fhirtypes';
import { isFollowedBy } from './care/team.ts';
import type { Calendar } from './calendar.ts';
import type { Chart, Identified } from './chart/chart.ts';
import { systems } from './codes/systems.ts';
import { serviceRef, wardRef } from './hospital/hospital.ts';
import { staff, staffRef } from './hospital/staff.ts';
import { Random } from './random.ts';

const reasons: Record<string, readonly string[]> = {
  cardiologie: [
    'Consultation de suivi',
    'Échocardiographie',
    'Contrôle de stimulateur',
    'Première consultation',
  ],
  'medecine-interne': ['Consultation de suivi', 'Résultats d’examens', 'Première consultation'],
  imagerie: ['Scanner', 'IRM', 'Radiographie'],
  'femme-mere-enfant': ['Consultation prénatale', 'Visite de l’enfant', 'Vaccination'],
  orthopedie: ['Contrôle postopératoire', 'Consultation préopératoire'],
  oncologie: ['Consultation d’oncologie', 'Annonce', 'Surveillance'],
};

/** Appointments from Monday of this week to Friday of next week; ids carry date, doctor and time, so that another day's run adds only what is new. */
export function agenda(calendar: Calendar, charts: readonly Chart[]): Identified[] {
  const doctors = staff.filter(
    (m) => ['doctor', 'radiologist'].includes(m.role) && reasons[m.service] !== undefined,
  );
  const living = charts.filter(
    (c) => !c.resources.some((r) => r.resourceType === 'Patient' && r.deceasedDateTime),
  );
  const list: Identified[] = doctors.map((m): Schedule & { id: string } => ({
    resourceType: 'Schedule',
    id: `agenda-${m.id.slice(6)}`,
    meta: { profile: [`${systems.frCore}/fr-core-schedule`] },
    active: true,
    actor: [staffRef(m.id.slice(6)), wardRef(m.service)],
    serviceType: [{ text: serviceRef(m.service).display }],
    planningHorizon: {
      start: calendar.date(calendar.monday - 28),
      end: calendar.date(calendar.monday + 180),
    },
    comment: 'Du lundi au vendredi, 9 h – 12 h 30 et 14 h – 17 h 30',
  }));
  const ownOf = new Map(doctors.map((m) => [m.id, living.filter((c) => isSeenBy(c, m))]));
  for (let day = calendar.monday; day < calendar.monday + 12; day++) {
    if (calendar.weekday(day) > 5) continue;
    for (const m of doctors) {
      const key = m.id.slice(6),
        random = new Random(`agenda ${key} ${calendar.date(day)}`),
        own = [...(ownOf.get(m.id) ?? [])];
      for (let minute = 9 * 60; minute < 17 * 60 + 30; minute += 30) {
        if ((minute >= 750 && minute < 840) || !random.chance(key === 'medecin' ? 0.45 : 0.16)) continue;
        const hour = Math.floor(minute / 60),
          mm = minute % 60,
          draw = random.next(),
          [chart] = own.splice(random.int(0, own.length - 1), 1);
        if (!chart) break; // everybody was seen that day
        list.push(
          appointment(
            calendar,
            chart,
            m,
            day,
            hour,
            mm,
            random.pick(reasons[m.service] ?? ['Consultation']),
            draw,
          ),
        );
      }
    }
  }
  const demo = living.find((c) => c.person.id === 'pat-demo'),
    medecin = doctors.find((m) => m.id === 'pract-medecin');
  if (demo && medecin)
    list.push(
      appointment(
        calendar,
        demo,
        medecin,
        calendar.weekday(2) > 5 ? 4 : 2,
        11,
        45,
        'Consultation de suivi',
        0.5,
      ),
    );
  return list;
}

/** Patients come back to those who know them: followed by this doctor, seen by the service (or scanned there), and to the cardiologists with what ages the heart. */
function isSeenBy(chart: Chart, m: (typeof staff)[number]): boolean {
  return (
    isFollowedBy(chart, m.id.slice(6)) ||
    chart.resources.some(
      (r) =>
        (r.resourceType === 'Encounter' &&
          r.serviceProvider?.reference === serviceRef(m.service).reference) ||
        (r.resourceType === 'ImagingStudy' && m.service === 'imagerie') ||
        (r.resourceType === 'Condition' &&
          m.service === 'cardiologie' &&
          /^(I1|I2|I4|I5|E11)/.test(r.code?.coding?.[0]?.code ?? '')),
    )
  );
}

function appointment(
  calendar: Calendar,
  chart: Chart,
  m: (typeof staff)[number],
  day: number,
  hour: number,
  minute: number,
  reason: string,
  draw: number,
): Appointment & { id: string } {
  const key = m.id.slice(6),
    status =
      day < 0
        ? draw < 0.06
          ? 'noshow'
          : draw < 0.12
            ? 'cancelled'
            : 'fulfilled'
        : draw < 0.07
          ? 'cancelled'
          : draw < 0.16
            ? 'pending'
            : 'booked';
  const accepted = status === 'pending' ? 'needs-action' : 'accepted';
  return {
    resourceType: 'Appointment',
    id: `rdv-${calendar.date(day)}-${key}-${String(hour).padStart(2, '0')}${String(minute).padStart(2, '0')}`,
    meta: { profile: [`${systems.frCore}/fr-core-appointment`] },
    status,
    ...(status === 'cancelled' ? { cancelationReason: { text: 'Annulé par le patient' } } : {}),
    serviceType: [{ text: reason }],
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
    start: calendar.at(day, hour, minute),
    end: calendar.at(day, hour, minute + 30),
    minutesDuration: 30,
    created: calendar.at(Math.min(day, 0) - 14, 10),
    participant: [
      { actor: chart.subject, required: 'required', status: accepted },
      { actor: staffRef(key), required: 'required', status: accepted },
      { actor: wardRef(m.service), required: 'information-only', status: 'accepted' },
    ],
  };
}
