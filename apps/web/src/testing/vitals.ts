import { clinicalLevel, direction } from '../features/vitals/use-vitals-words.ts';
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
  canCorrect: true,
  canChooseScale: false,
};

function worstOf({ level = 'normal', secondLevel = 'unknown' }: Partial<Measure>): Measure['worst'] {
  const order = ['critical', 'abnormal', 'normal', 'unknown'] as const;
  const [worst] = [level, secondLevel]
    .map((l) => ({ level: clinicalLevel(l), direction: direction(l) }) as const)
    .sort((a, b) => order.indexOf(a.level) - order.indexOf(b.level));
  return worst ?? { level: 'unknown', direction: null };
}

export const measure = (part: Partial<Measure> = {}): Measure => ({
  observationId: 'o1',
  version: '1',
  name: 'heartRate',
  label: { text: null, codes: [] },
  row: part.name ?? 'heartRate',
  state: 'recorded',
  takenAt: '2026-11-24T08:30:00+01:00',
  until: null,
  value: 72,
  digits: null,
  comparator: null,
  second: null,
  secondDigits: null,
  secondComparator: null,
  unit: '/min',
  recorded: null,
  consciousness: null,
  parts: [],
  level: 'normal',
  secondLevel: 'unknown',
  worst: worstOf(part),
  notJudged: null,
  said: [],
  news2: null,
  recordedBy: 'Inf. Roux',
  change: null,
  note: null,
  isDerived: false,
  isCorrectable: true,
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
