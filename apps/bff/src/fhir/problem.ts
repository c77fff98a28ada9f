import type { Coded, When } from './shapes.ts';

export interface Problem {
  id: string;
  /** Version, for `If-Match`. */
  version: string | null;
  name: Coded;
  /** FHIR condition-clinical; null when not recorded. `current` already takes abatement and verification into account. */
  clinicalStatus: 'active' | 'recurrence' | 'relapse' | 'inactive' | 'remission' | 'resolved' | null;
  verification: 'confirmed' | 'provisional' | 'differential' | 'unconfirmed' | 'refuted' | 'entered-in-error' | null;
  isCurrent: boolean;
  severity: Coded | null;
  /** `encounter-diagnosis`, `problem-list-item`, …; null when not recorded. */
  category: string | null;
  onset: When | null;
  abatement: When | null;
  recordedDate: string | null;
  recorder: string | null;
  bodySite: Coded | null;
  note: string | null;
}
