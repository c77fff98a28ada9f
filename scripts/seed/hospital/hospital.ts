import type { Location, Organization, Resource } from '@medplum/fhirtypes';
import { systems } from '../codes/systems.ts';

interface Service {
  key: ServiceKey;
  name: string;
  short: string;
  rooms: readonly { name: string; beds: readonly string[] }[];
}
export type ServiceKey =
  | 'cardiologie'
  | 'medecine-interne'
  | 'urgences'
  | 'imagerie'
  | 'pharmacie'
  | 'laboratoire'
  | 'femme-mere-enfant'
  | 'orthopedie'
  | 'oncologie';

const rooms = (first: number, count: number, single: number) =>
  Array.from({ length: count }, (_, i) => ({
    name: `Chambre ${first + i}`,
    beds: i < single ? ['lit 1'] : ['lit 1', 'lit 2'],
  }));
const boxes = (names: readonly string[]) => names.map((name) => ({ name, beds: ['brancard'] }));

const services: readonly Service[] = [
  { key: 'cardiologie', name: 'Service de cardiologie', short: 'Cardiologie', rooms: rooms(201, 16, 4) },
  {
    key: 'medecine-interne',
    name: 'Service de médecine interne',
    short: 'Médecine interne',
    rooms: rooms(301, 8, 3),
  },
  {
    key: 'urgences',
    name: 'Service d’accueil des urgences',
    short: 'Urgences',
    rooms: [
      ...boxes(['Box 1', 'Box 2', 'Box 3', 'Box 4', 'Déchocage', 'UHCD 1', 'UHCD 2', 'Box 5', 'Box 6']),
      { name: 'Salle d’attente', beds: [] },
    ],
  },
  {
    key: 'imagerie',
    name: 'Service d’imagerie médicale',
    short: 'Imagerie',
    rooms: boxes(['Scanner 1', 'IRM 1', 'Radiologie 1', 'Échographie 1']),
  },
  { key: 'pharmacie', name: 'Pharmacie à usage intérieur', short: 'Pharmacie', rooms: [] },
  { key: 'laboratoire', name: 'Laboratoire de biologie médicale', short: 'Laboratoire', rooms: [] },
  {
    key: 'femme-mere-enfant',
    name: 'Pôle femme-mère-enfant',
    short: 'Femme-mère-enfant',
    rooms: rooms(401, 4, 2),
  },
  {
    key: 'orthopedie',
    name: 'Service de chirurgie orthopédique',
    short: 'Orthopédie',
    rooms: rooms(501, 4, 2),
  },
  { key: 'oncologie', name: 'Service d’oncologie médicale', short: 'Oncologie', rooms: rooms(601, 3, 1) },
];

export const hospitalRef = {
  reference: 'Organization/org-hopital',
  display: 'Centre hospitalier du Val-Fleuri',
};
export const serviceRef = (key: ServiceKey) => ({
  reference: `Organization/org-${key}`,
  display: services.find((s) => s.key === key)?.name ?? key,
});
export const wardRef = (key: ServiceKey) => ({
  reference: `Location/loc-${key}`,
  display: services.find((s) => s.key === key)?.short ?? key,
});

/** Where people wait at the emergency unit. */
export const waitingRoomRef = { reference: 'Location/loc-urgences-c10', display: 'Salle d’attente' };

/** Bed number `index` (from 0) of a service; throws when the service has fewer. */
export function bedRef(key: ServiceKey, index: number): { reference: string; display: string } {
  const bed = bedsOf(key)[index];
  if (!bed) throw new Error(`${key} has no bed ${index}`);
  return { reference: `Location/${bed.id}`, display: bed.name };
}

function bedsOf(key: ServiceKey): { id: string; name: string; room: string }[] {
  const service = services.find((s) => s.key === key);
  return (service?.rooms ?? []).flatMap((room, r) =>
    room.beds.map((bed, b) => ({
      id: `loc-${key}-c${r + 1}-l${b + 1}`,
      name: `${room.name}, ${bed}`,
      room: `loc-${key}-c${r + 1}`,
    })),
  );
}

const address = {
  use: 'work' as const,
  line: ['12 avenue de la Loire'],
  city: 'Tours',
  postalCode: '37000',
  country: 'FRA',
};

/** The hospital, its services, wards, rooms and beds. FINESS numbers are invented. */
export function hospitalResources(): Resource[] {
  const root: Organization = {
    resourceType: 'Organization',
    id: 'org-hopital',
    meta: { profile: [`${systems.frCore}/fr-core-organization`] },
    active: true,
    identifier: [
      {
        use: 'official',
        system: systems.finess,
        value: '370999912',
        type: { coding: [{ system: systems.frIdentifierType, code: 'FINEG' }] },
      },
    ],
    type: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/organization-type',
            code: 'prov',
            display: 'Healthcare Provider',
          },
        ],
      },
    ],
    name: hospitalRef.display,
    address: [address],
    telecom: [
      { system: 'phone', value: '02 47 00 00 00', use: 'work' },
      { system: 'email', value: 'accueil@ch-valfleuri.example' },
    ],
  };
  return [
    root,
    ...services.flatMap(serviceResources),
    insurance('cpam', 'CPAM d’Indre-et-Loire'),
    insurance('mutuelle', 'Mutuelle Ligérienne'),
  ];
}

function insurance(key: string, name: string): Organization {
  return {
    resourceType: 'Organization',
    id: `org-${key}`,
    active: true,
    name,
    type: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/organization-type',
            code: 'ins',
            display: 'Insurance Company',
          },
        ],
      },
    ],
  };
}

const physicalType = (code: string, display: string) => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/location-physical-type', code, display }],
});

function serviceResources(service: Service): Resource[] {
  const organization: Organization = {
    resourceType: 'Organization',
    id: `org-${service.key}`,
    meta: { profile: [`${systems.frCore}/fr-core-organization-uf`] },
    active: true,
    name: service.name,
    alias: [service.short],
    partOf: hospitalRef,
    type: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/organization-type',
            code: 'dept',
            display: 'Hospital Department',
          },
        ],
      },
    ],
  };
  const base = {
    resourceType: 'Location',
    status: 'active',
    mode: 'instance',
    managingOrganization: serviceRef(service.key),
  } as const;
  const ward: Location = {
    ...base,
    id: `loc-${service.key}`,
    meta: { profile: [`${systems.frCore}/fr-core-location`] },
    name: service.short,
    physicalType: physicalType('wa', 'Ward'),
  };
  const roomList: Location[] = service.rooms.map((room, i) => ({
    ...base,
    id: `loc-${service.key}-c${i + 1}`,
    name: room.name,
    physicalType: physicalType('ro', 'Room'),
    partOf: wardRef(service.key),
  }));
  const beds: Location[] = bedsOf(service.key).map((bed) => ({
    ...base,
    id: bed.id,
    name: bed.name,
    physicalType: physicalType('bd', 'Bed'),
    partOf: { reference: `Location/${bed.room}` },
  }));
  return [organization, ward, ...roomList, ...beds];
}
