import type { Allergy } from '@keneyapp/bff/features/allergies/view';
import type { EncounterRow } from '@keneyapp/bff/features/encounters/view';
import type { ImmunizationRow } from '@keneyapp/bff/features/immunizations/view';
import type { Dosage, MedicationLine, Timing } from '@keneyapp/bff/features/medications/view';
import type { Problem } from '@keneyapp/bff/features/problems/view';

export const coded = (text: string) => ({ text, codes: [] });
export const amount = (value: number, unit: string) => ({
  value,
  digits: String(value),
  unit,
  code: unit,
  comparator: null,
});

export const problem = (part: Partial<Problem> = {}): Problem => ({
  id: 'c1',
  version: '1',
  name: coded('Asthme'),
  clinicalStatus: 'active',
  verification: 'confirmed',
  isCurrent: true,
  severity: coded('Modéré'),
  category: 'problem-list-item',
  onset: { start: '2019-03-04', end: null, age: null, text: null },
  abatement: null,
  recordedDate: '2019-03-05',
  recorder: 'Dr Blanc',
  bodySite: null,
  note: 'Sous surveillance',
  ...part,
});

export const allergy = (part: Partial<Allergy> = {}): Allergy => ({
  id: 'a1',
  version: '1',
  substance: coded('Pénicilline'),
  kind: 'allergy',
  categories: ['medication'],
  criticality: 'high',
  clinicalStatus: 'active',
  verification: 'confirmed',
  isCurrent: true,
  rank: 3,
  onset: null,
  recordedDate: '2020-01-02',
  recorder: 'Dr Blanc',
  lastOccurrence: '2019-12-24',
  reactions: [
    { manifestations: [coded('Choc')], severity: 'severe', onset: null, substance: null, note: null },
  ],
  note: null,
  ...part,
});

export const timing = (part: Partial<Timing> = {}): Timing => ({
  frequency: 3,
  frequencyMax: null,
  period: 1,
  periodMax: null,
  periodUnit: 'd',
  daysOfWeek: [],
  timesOfDay: [],
  events: [],
  offset: null,
  code: null,
  count: null,
  text: null,
  ...part,
});

export const dosage = (part: Partial<Dosage> = {}): Dosage => ({
  text: null,
  dose: { low: amount(500, 'mg'), high: null },
  rate: null,
  route: coded('Orale'),
  site: null,
  method: null,
  timing: timing(),
  asNeeded: false,
  asNeededFor: null,
  duration: null,
  start: null,
  end: null,
  max: null,
  additional: [],
  ...part,
});

export const medication = (part: Partial<MedicationLine> = {}): MedicationLine => ({
  id: 'm1',
  version: '1',
  source: 'request',
  inn: 'amoxicilline',
  brand: 'Clamoxyl',
  strength: '500 mg',
  form: 'gélule',
  name: coded('Amoxicilline 500 mg'),
  status: 'active',
  statusReason: null,
  isCurrent: true,
  intent: 'order',
  dosages: [dosage()],
  start: '2026-11-20',
  end: null,
  authoredOn: '2026-11-20',
  prescriber: 'Dr Blanc',
  reason: coded('Otite'),
  note: null,
  ...part,
});

export const encounter = (part: Partial<EncounterRow> = {}): EncounterRow => ({
  id: 'e1',
  version: '1',
  status: 'in-progress',
  class: 'IMP',
  type: coded('Cardiologie'),
  start: '2026-11-20T08:00:00+01:00',
  end: null,
  lengthMinutes: 5_000,
  isCurrent: true,
  reasons: [coded('Dyspnée')],
  diagnoses: [coded('Insuffisance cardiaque')],
  place: { service: 'Cardiologie', room: '204', bed: '2', text: null },
  organization: 'Hôpital Nord',
  practitioners: [{ name: 'Dr Blanc', role: coded('référent') }],
  dischargeTo: null,
  ...part,
});

export const immunization = (part: Partial<ImmunizationRow> = {}): ImmunizationRow => ({
  id: 'i1',
  version: '1',
  vaccine: coded('Grippe'),
  status: 'completed',
  statusReason: null,
  date: '2026-10-15',
  dateText: null,
  lotNumber: 'L42',
  expirationDate: '2027-01-01',
  manufacturer: 'Sanofi',
  site: coded('Bras gauche'),
  route: null,
  dose: amount(0.5, 'mL'),
  doseNumber: '1',
  doseTotal: '2',
  targets: [coded('Grippe saisonnière')],
  performer: 'Inf. Roux',
  isPrimarySource: true,
  reactions: ['fièvre'],
  note: null,
  ...part,
});
