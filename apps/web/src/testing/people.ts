import type { Identity, PatientBanner, PatientHit } from '@keneyapp/bff/features/patients/view';
import type { Me } from '@keneyapp/bff/features/session/view';

const session = {
  sessionId: 's1',
  idleExpiresAt: '2026-11-24T10:15:00Z',
  absoluteExpiresAt: '2026-11-24T20:00:00Z',
};

export const doctor: Me = {
  username: 'dr.durand',
  displayName: 'Dr Claire Durand',
  role: 'doctor',
  patientId: null,
  rights: {
    patients: 'r',
    summary: 'r',
    problems: 'r',
    allergies: 'r',
    medications: 'r',
    results: 'r',
    vitals: 'rw',
    documents: 'r',
    imaging: 'r',
    encounters: 'r',
    immunizations: 'r',
    timeline: 'r',
    record: 'r',
    appointments: 'r',
    drafts: 'rw',
    consents: 'rw',
    accesses: 'r',
    emergency: 'rw',
  },
  ...session,
};
export const officer: Me = {
  ...doctor,
  username: 'dpo',
  displayName: 'Hélène Petit',
  role: 'dpo',
  rights: { reviews: 'rw', audit: 'r' },
};
export const administrator: Me = {
  ...doctor,
  username: 'admin',
  displayName: 'Paul Admin',
  role: 'admin',
  rights: { administration: 'rw' },
};
export const patient: Me = {
  ...doctor,
  username: 'j.martin',
  displayName: 'Jeanne Martin',
  role: 'patient',
  patientId: 'p1',
  rights: { summary: 'r', consents: 'rw', appointments: 'r', accesses: 'r' },
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
  ipp: '8000123',
  deceased: null,
  confidential: false,
  active: true,
  replacedBy: null,
};
export const banner: PatientBanner = { identity, clinical: null, closed: null, emergency: null };
export const hit: PatientHit = { ...identity, location: null, matched: [] };
