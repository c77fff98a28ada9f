import type { Identity, PatientBanner, PatientHit } from '@keneyapp/bff/features/patients/view';
import type { Me } from '@keneyapp/bff/features/session/view';

const session = {
  sessionId: 's1',
  idleExpiresAt: '2026-11-24T10:15:00Z',
  absoluteExpiresAt: '2026-11-24T20:00:00Z',
};

const reading = <F extends string>(feature: F): `${F}.read` => `${feature}.read`;
const rightsTo = (...operations: (keyof Me['rights'])[]): Me['rights'] =>
  Object.fromEntries(operations.map((operation) => [operation, true]));

export const doctor: Me = {
  username: 'dr.durand',
  displayName: 'Dr Claire Durand',
  role: 'doctor',
  profession: null,
  patientId: null,
  rights: rightsTo(
    'patients.search',
    'patients.read',
    ...(['summary', 'problems', 'allergies', 'medications', 'results', 'vitals'] as const).map(reading),
    ...(
      [
        'documents',
        'imaging',
        'encounters',
        'immunizations',
        'procedures',
        'orders',
        'family',
        'flags',
        'habits',
        'implants',
        'timeline',
        'record',
      ] as const
    ).map(reading),
    ...(['drafts', 'consents', 'accesses', 'emergency'] as const).map(reading),
    'drafts.list',
    'vitals.record',
    'appointments.list',
    'appointments.list-all',
    'consents.choose',
    'emergency.list',
    'emergency.request',
    'emergency.give-opinion',
  ),
  ...session,
};
export const officer: Me = {
  ...doctor,
  username: 'dpo',
  displayName: 'Hélène Petit',
  role: 'dpo',
  profession: null,
  rights: rightsTo('reviews.read', 'reviews.judge', 'audit.read'),
};
export const administrator: Me = {
  ...doctor,
  username: 'admin',
  displayName: 'Paul Admin',
  role: 'admin',
  profession: null,
  rights: rightsTo('administration.read', 'administration.set-role'),
};
export const terminologyKeeper: Me = {
  ...doctor,
  username: 'terminologue',
  displayName: 'Louise Aubert',
  role: 'data-manager',
  profession: null,
  rights: rightsTo('terminology.read', 'terminology.save-abbreviations', 'terminology.set-service-favourite'),
};
export const patient: Me = {
  ...doctor,
  username: 'j.martin',
  displayName: 'Jeanne Martin',
  role: 'patient',
  profession: null,
  patientId: 'p1',
  rights: rightsTo('summary.read', 'consents.read', 'consents.choose', 'appointments.list', 'accesses.read'),
};

export const identity: Identity = {
  id: 'p1',
  birthName: 'Martin',
  usedName: null,
  givenNames: ['Jeanne'],
  usedGivenName: null,
  prefix: null,
  suffix: null,
  otherNames: [],
  multipleBirth: null,
  isTest: false,
  birthDate: '1960-03-04',
  age: { value: 66, unit: 'year' },
  sex: 'female',
  birthPlace: null,
  ins: null,
  insStatus: null,
  attributes: [],
  validation: null,
  ipp: '8000123',
  deceased: null,
  confidential: false,
  active: true,
  replacedBy: null,
};
export const banner: PatientBanner = {
  identity,
  clinical: null,
  closed: null,
  emergency: null,
  replacedBy: null,
};
const { ins: _, ...traits } = identity;
export const hit: PatientHit = { ...traits, location: null, matched: [], isHomonym: false };
