import type {
  Measure,
  VersionsView,
  VitalsFormView,
  VitalsSubject,
} from '@keneyapp/bff/features/vitals/view';

export const subject: VitalsSubject = {
  patientId: 'p1',
  name: 'MARTIN Jeanne',
  birthDate: '1960-03-04',
  ageMonths: 800,
  sex: 'female',
  isPregnant: false,
  spo2Scale: 1,
  canWrite: true,
  canChooseScale: false,
};

export const measure = (part: Partial<Measure> = {}): Measure => ({
  observationId: 'o1',
  version: '1',
  name: 'heartRate',
  state: 'recorded',
  takenAt: '2026-11-24T08:30:00+01:00',
  value: 72,
  second: null,
  unit: '/min',
  comparator: null,
  consciousness: null,
  text: null,
  level: 'normal',
  secondLevel: 'unknown',
  news2: null,
  recordedBy: 'Inf. Roux',
  change: null,
  note: null,
  isDerived: false,
  setKey: null,
  ...part,
});

export const vitalsForm: VitalsFormView = {
  subject,
  latest: {
    heartRate: measure(),
    height: measure({ name: 'height', value: 165, unit: 'cm', observationId: 'o2' }),
  },
};

export const versions = (...all: Partial<VersionsView['versions'][number]>[]): VersionsView => ({
  observationId: 'o1',
  versions: all.map((part) => ({
    ...measure(part),
    changedAt: '2026-11-24T08:31:00+01:00',
    changedBy: 'Inf. Roux',
    ...part,
  })),
});
