import type { CodeableConcept, HealthcareService, Location, Reference, Resource } from '@medplum/fhirtypes';
import { visitKindSystem } from '../../../apps/bff/src/booking/visit-kind.ts';
import { systems } from '../codes/systems.ts';
import { serviceRef, wardRef, type ServiceKey } from './hospital.ts';

/** A kind of visit that can be booked. Length, grid and places are the agenda's own: infra/demo/agenda.json. */
interface VisitKind {
  id: string;
  service: ServiceKey;
  name: string;
  /** Practitioners who give it, without `pract-`. */
  by: readonly string[];
  /** Rooms, one of which it takes. */
  rooms?: readonly string[];
  /** Its ward and practitioners tell of no illness: messages may name them (docs/appointments.md). */
  isNamed?: true;
}

const namedInMessages = 'https://keneyapp.example/named-in-messages';

const cardiologists = ['medecin', 'perrin'],
  internists = ['medecin2', 'okonkwo', 'vasseur'];

const visitKinds: readonly VisitKind[] = [
  { id: 'cardio-premiere', service: 'cardiologie', name: 'Première consultation', by: cardiologists },
  { id: 'cardio-suivi', service: 'cardiologie', name: 'Consultation de suivi', by: cardiologists },
  {
    id: 'cardio-echo',
    service: 'cardiologie',
    name: 'Échocardiographie',
    by: cardiologists,
    rooms: ['loc-echo-1', 'loc-echo-2'],
  },
  { id: 'cardio-groupe', service: 'cardiologie', name: 'Éducation thérapeutique en groupe', by: ['perrin'] },
  {
    ...{ id: 'medint-premiere', service: 'medecine-interne', name: 'Première consultation' },
    ...{ by: internists, isNamed: true },
  },
  {
    ...{ id: 'medint-suivi', service: 'medecine-interne', name: 'Consultation de suivi' },
    ...{ by: internists, isNamed: true },
  },
  { id: 'img-scanner', service: 'imagerie', name: 'Scanner', by: ['radiologue'], rooms: ['loc-imagerie-c1'] },
  {
    id: 'img-radio',
    service: 'imagerie',
    name: 'Radiographie',
    by: ['radiologue'],
    rooms: ['loc-imagerie-c3'],
  },
  { id: 'fme-prenatale', service: 'femme-mere-enfant', name: 'Consultation prénatale', by: ['haddad'] },
  { id: 'fme-enfant', service: 'femme-mere-enfant', name: 'Visite de l’enfant', by: ['lebrun'] },
  { id: 'ortho-suivi', service: 'orthopedie', name: 'Consultation de suivi', by: ['fischer'] },
  { id: 'ortho-preop', service: 'orthopedie', name: 'Consultation préopératoire', by: ['fischer'] },
  { id: 'onco-suivi', service: 'oncologie', name: 'Consultation de suivi', by: ['rossi'] },
];

const examinationRooms = [
  { id: 'loc-echo-1', name: 'Salle d’échographie 1', service: 'cardiologie' },
  { id: 'loc-echo-2', name: 'Salle d’échographie 2', service: 'cardiologie' },
] as const;

const serviceOf = ({ id, name }: VisitKind): Reference<HealthcareService> => ({
  reference: `HealthcareService/${id}`,
  display: name,
});

/** What a practitioner can be booked for. @param practitioner without `pract-` */
export const visitsBy = (practitioner: string): Reference<HealthcareService>[] =>
  visitKinds.filter(({ by }) => by.includes(practitioner)).map(serviceOf);

/**
 * What a visit to somebody is booked as, with the room it takes; null: nothing that can be booked.
 * @param practitioner without `pract-`
 */
export function visitNamed(
  practitioner: string,
  name: string,
): { type: CodeableConcept; room: Reference<Location> | null } | null {
  const kind = visitKinds.find((one) => one.name === name && one.by.includes(practitioner));
  if (!kind) return null;
  // each has a room of their own: two never meet in one
  const room = kind.rooms?.[kind.by.indexOf(practitioner) % kind.rooms.length];
  return {
    type: { coding: [{ system: visitKindSystem, code: kind.id, display: name }], text: name },
    room: room === undefined ? null : { reference: `Location/${room}` },
  };
}

/** What can be booked, and the rooms that only the agenda needs. */
export function visitResources(): Resource[] {
  const rooms: Location[] = examinationRooms.map(({ id, name, service }) => ({
    resourceType: 'Location',
    id,
    meta: { profile: [`${systems.frCore}/fr-core-location`] },
    status: 'active',
    mode: 'instance',
    name,
    managingOrganization: serviceRef(service),
    partOf: wardRef(service),
    physicalType: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/location-physical-type',
          code: 'ro',
          display: 'Room',
        },
      ],
    },
  }));
  const services: HealthcareService[] = visitKinds.map((kind) => ({
    resourceType: 'HealthcareService',
    id: kind.id,
    meta: { profile: [`${systems.frCore}/fr-core-healthcare-service`] },
    ...(kind.isNamed ? { extension: [{ url: namedInMessages, valueBoolean: true }] } : {}),
    active: true,
    providedBy: serviceRef(kind.service),
    name: kind.name,
    type: [{ text: kind.name }],
    location: [wardRef(kind.service), ...(kind.rooms ?? []).map((id) => ({ reference: `Location/${id}` }))],
    appointmentRequired: true,
  }));
  return [...rooms, ...services];
}
